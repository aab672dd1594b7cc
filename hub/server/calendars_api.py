"""Calendars in Home Assistant's REST dialect."""

from typing import Any

from aiohttp import web

from hub.automation.queries import answer
from hub.home.ids import EntityId
from hub.server import json_io
from hub.server.errors import Missing
from hub.server.parts import PARTS
from hub.server.security import home_seen

DOMAIN = "calendar"
_TEXTS = ("summary", "description", "location", "uid", "recurrence_id", "rrule")
routes = web.RouteTableDef()


@routes.get("/api/calendars")
async def list_calendars(request: web.Request) -> web.Response:
    """List the calendars there are."""
    found = [one for one in home_seen(request).entities.values() if one.domain == DOMAIN]
    return json_io.response([{"entity_id": one.id, "name": one.name} for one in found])


@routes.get("/api/calendars/{entity_id}")
async def list_events(request: web.Request) -> web.Response:
    """List the events of a calendar between `start` and `end`, the earliest first."""
    entity_id = EntityId(request.match_info["entity_id"])
    home = home_seen(request)
    if home.entity(entity_id).domain != DOMAIN:
        raise Missing(f"{entity_id!r} is no calendar; GET /api/calendars lists them")
    start, end = request.query.get("start"), request.query.get("end")
    if not start or not end:
        raise json_io.BadBody("give start and end, times such as 2026-03-01T00:00:00+00:00")
    span = {"start_date_time": start, "end_date_time": end}
    zone = request.app[PARTS].config.zone
    found = answer(home, f"{DOMAIN}.get_events", [entity_id], span, zone)[entity_id]["events"]
    return json_io.response([_event_json(event) for event in found])


def _event_json(event: dict[str, Any]) -> dict[str, Any]:
    told = {key: event.get(key) for key in _TEXTS}
    return told | {"start": _moment_json(event["start"]), "end": _moment_json(event["end"])}


def _moment_json(moment: object) -> dict[str, str]:
    """Return a moment as Home Assistant shows it: a day by itself, or a time."""
    text = moment if isinstance(moment, str) else str(getattr(moment, "isoformat", str)())
    is_day = len(text) == len("2026-03-01")
    return {"date": text} if is_day else {"dateTime": text.replace(" ", "T")}
