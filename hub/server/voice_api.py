"""What the voice assistant heard, what came of it, and how long each step took."""

from dataclasses import asdict
from typing import Any

from aiohttp import web

from hub.home.speech import VoiceRun
from hub.server import json_io
from hub.server.access import RESIDENTS
from hub.server.caller import Caller
from hub.server.errors import Missing
from hub.server.parts import PARTS
from hub.server.security import user_of

USUAL_RUNS = 20
MOST_RUNS = 200
routes = web.RouteTableDef()


@routes.get("/api/lares/voice/runs")
async def list_runs(request: web.Request) -> web.Response:
    """List the latest runs; `?limit=`."""
    given = request.query.get("limit", str(USUAL_RUNS))
    if not given.isdecimal():
        raise json_io.BadBody(f"limit: {given!r} is not a whole number")
    runs = request.app[PARTS].voice_runs
    latest = [] if runs is None else await runs.latest(min(int(given), MOST_RUNS))
    return json_io.response([run_json(run) for run in latest])


@routes.get("/api/lares/voice/runs/{run_id}")
async def show_run(request: web.Request) -> web.Response:
    """Show one run: one's own, or anybody's to who lives here and sees all of it."""
    runs, run_id = request.app[PARTS].voice_runs, request.match_info["run_id"]
    run = None if runs is None else await runs.get(run_id)
    if run is None or not _may_see(request, run):
        raise Missing(f"no voice run {run_id!r}; GET /api/lares/voice/runs lists the latest")
    return json_io.response(run_json(run))


async def run_of_plan(caller: Caller, plan_id: str) -> dict[str, Any] | None:
    """Return the run that a plan came from, None if it was not spoken."""
    runs = caller.parts.voice_runs
    run = None if runs is None else await runs.of_plan(plan_id)
    return None if run is None else run_json(run)


def _may_see(request: web.Request, run: VoiceRun) -> bool:
    user = user_of(request)
    is_of_house = user.role in RESIDENTS and request.app[PARTS].sight.sees_all(user.id)
    return is_of_house or run.user_id == user.id


def run_json(run: VoiceRun) -> dict[str, Any]:
    """Return a run as the API shows it; each time with whether it took longer than it may."""
    times = [asdict(time) | {"is_late": time.is_late} for time in run.times]
    return asdict(run) | {"times": times}
