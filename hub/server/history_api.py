"""The past over HTTP: Home Assistant's history and logbook, statistics, runs, and why."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from hub.home.ids import UserId
from hub.home.sight import MEMBERS, Sight
from hub.recorder.history.queries import Cause, PastState
from hub.server import json_io
from hub.server.errors import Missing
from hub.server.moments import in_utc
from hub.server.parts import PARTS, History
from hub.server.security import home_seen, user_id_of
from hub.server.why import chain_of, in_words

_DAY = timedelta(days=1)
_MOST_ENTITIES = 200
# Of these domains Home Assistant takes changes of attributes to be significant too.
_SIGNIFICANT = ("climate.", "humidifier.", "thermostat.", "water_heater.", "weather.")

routes = web.RouteTableDef()


@routes.get("/api/history/period")
@routes.get("/api/history/period/{start}")
async def show_history(request: web.Request) -> web.Response:
    """List the states of entities in a period, a list for each entity."""
    history = _history(request)
    start, end = _period(request)
    found = await history.states(_seen_ids(request, "filter_entity_id"), start, end)
    only_significant = request.query.get("significant_changes_only", "1") != "0"
    lists = [_some(states, only_significant=only_significant) for states in found.values()]
    if not request.app[PARTS].sight.sees_all(user_id_of(request)):
        lists = [[_without_members(one) for one in states] for states in lists]
    return json_io.response([_states_json(states, request.query) for states in lists])


@routes.get("/api/logbook")
@routes.get("/api/logbook/{start}")
async def show_logbook(request: web.Request) -> web.Response:
    """List the changes of states in a period, with their causes."""
    history = _history(request)
    start, end = _period(request)
    home, sight = request.app[PARTS].home, request.app[PARTS].sight
    user_id = user_id_of(request)
    changes = await history.activity(start, end, request.query.get("entity"))
    return json_io.response(
        [
            {
                "when": one.last_updated, "entity_id": one.entity_id, "state": one.state,
                "name": home.entities[one.entity_id].name
                if one.entity_id in home.entities else one.entity_id,
                "context_id": one.context_id, "context_parent_id": one.parent_id,
                "context_user_id": one.user_id, "source": one.source,
            }
            for one in changes
            if sight.sees(user_id, one.entity_id)
        ]
    )  # fmt: skip


@routes.get("/api/lares/statistics")
async def show_statistics(request: web.Request) -> web.Response:
    """List the statistics of entities; `period` is "hour" or "5minute"."""
    history = _history(request)
    period = request.query.get("period", "hour")
    if period not in {"hour", "5minute"}:
        raise json_io.BadBody(f"period {period!r} is neither 'hour' nor '5minute'")
    start, end = _period(request)
    ids = _seen_ids(request, "entity_id")
    return json_io.response(await history.statistics_during_period(ids, start, end, period))


@routes.get("/api/lares/runs")
async def list_runs(request: web.Request) -> web.Response:
    """List the latest runs, of one rule ("automation.<id>") only if `rule` names it."""
    history = _history(request)
    rule = request.query.get("rule")
    item = rule if rule is None or "." in rule else f"automation.{rule}"
    return json_io.response({"runs": await history.runs(item)})


@routes.get("/api/lares/runs/{run_id}")
async def show_run(request: web.Request) -> web.Response:
    """Show the trace of a run."""
    run_id = request.match_info["run_id"]
    found = await _history(request).run(run_id)
    if found is None:
        raise Missing(f"no run {run_id!r}; GET /api/lares/runs lists them")
    return json_io.response(found)


@routes.get("/api/lares/why/{entity_id}")
async def show_why(request: web.Request) -> web.Response:
    """Tell what brought about the state that an entity has."""
    history = _history(request)
    parts = request.app[PARTS]
    state = home_seen(request).state(request.match_info["entity_id"])
    context = state.context
    # A report that follows from a command may not be written yet; what it names is.
    chain = await chain_of(history, parts.traces, context.id)
    if not chain and context.parent_id is not None:
        chain = await chain_of(history, parts.traces, context.parent_id)
    user_id = user_id_of(request)
    if not parts.sight.sees_all(user_id):
        chain = [link for link in chain if _is_seen(link, parts.sight, user_id)]
    return json_io.response(
        {
            "entity_id": state.entity_id, "state": state.state, "since": state.last_changed,
            "causes": [asdict(link) for link in chain],
            "plans": [
                {"id": link.context_id, "what": link.what} for link in chain if link.kind == "plan"
            ],
            "words": in_words(state.entity_id, state.state, context.source, chain, parts.home),
        }
    )  # fmt: skip


def _history(request: web.Request) -> History:
    history = request.app[PARTS].history
    if history is None:
        raise Missing("no history is recorded; see `recorder:` in lares.yaml")
    return history


def _period(request: web.Request) -> tuple[datetime, datetime]:
    given = request.match_info.get("start") or request.query.get("start_time")
    start = _time(given) if given else datetime.now(UTC) - _DAY
    end = request.query.get("end_time")
    return start, _time(end) if end else start + _DAY


def _time(text: str) -> datetime:
    try:
        # A "+" of a zone that was not encoded arrives as a space.
        time = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        raise json_io.BadBody(f"{text!r} is no time such as 2026-03-01T12:00:00+00:00") from None
    return in_utc(time.replace(tzinfo=time.tzinfo or UTC))


def _entity_ids(request: web.Request, key: str) -> list[str]:
    ids = [one.strip() for one in request.query.get(key, "").lower().split(",") if one.strip()]
    if not ids or len(ids) > _MOST_ENTITIES:
        raise json_io.BadBody(f"{key} names 1 to {_MOST_ENTITIES} entities, joined by commas")
    return ids


def _seen_ids(request: web.Request, key: str) -> list[str]:
    """Return the entities asked for that the user sees; of others there is nothing to tell."""
    sight, user_id = request.app[PARTS].sight, user_id_of(request)
    return [each for each in _entity_ids(request, key) if sight.sees(user_id, each)]


def _is_seen(link: Cause, sight: Sight, user_id: UserId) -> bool:
    """Tell whether a cause is a change of something that is seen.

    Plans, runs and events may name anything, and hold what others said.
    """
    return link.kind == "state" and sight.sees(user_id, link.what.partition(" ")[0])


def _without_members(state: PastState) -> PastState:
    """Return a state without what a group held, of which some may not be seen."""
    kept = {name: value for name, value in state.attributes.items() if name != MEMBERS}
    return replace(state, attributes=kept)


def _some(states: list[PastState], *, only_significant: bool) -> list[PastState]:
    if not only_significant:
        return states
    kept = states[:1]
    for state in states[1:]:
        if state.entity_id.startswith(_SIGNIFICANT) or state.state != kept[-1].state:
            kept.append(state)
    return kept


def _states_json(states: list[PastState], query: Mapping[str, str]) -> list[dict[str, Any]]:
    last = len(states) - 1
    is_minimal, without = "minimal_response" in query, "no_attributes" in query
    shown: list[dict[str, Any]] = []
    for number, one in enumerate(states):
        if is_minimal and 0 < number < last:
            shown.append({"state": one.state, "last_changed": one.last_changed})
            continue
        shown.append(
            {
                "entity_id": one.entity_id,
                "state": one.state,
                "attributes": {} if without else one.attributes,
                "last_changed": one.last_changed,
                "last_updated": one.last_updated,
            }
        )
    return shown
