"""Home Assistant's REST dialect but for services: status, configuration, states, events."""

from typing import Any

from aiohttp import web

from hub.home.actions import DOMAINS
from hub.home.model import Context, Source
from hub.server import json_io
from hub.server.parts import PARTS, STATES, ServerConfig
from hub.server.security import forbid_guests, user_id_of
from hub.server.stream import BROADCAST, EVENT_TYPES

LONGEST_EVENT_TYPE = 64
_METRIC = {
    "length": "km", "accumulated_precipitation": "mm", "area": "m²", "mass": "g",
    "pressure": "Pa", "temperature": "°C", "volume": "L", "wind_speed": "m/s",
}  # fmt: skip
_US = {
    "length": "mi", "accumulated_precipitation": "in", "area": "ft²", "mass": "lb",
    "pressure": "psi", "temperature": "°F", "volume": "gal", "wind_speed": "mph",
}  # fmt: skip

routes = web.RouteTableDef()


@routes.get("/api/")
@routes.get("/api")
async def say_running(_: web.Request) -> web.Response:
    """Say that the API runs."""
    return json_io.response({"message": "API running."})


@routes.get("/api/config")
async def show_config(request: web.Request) -> web.Response:
    """Show what the hub knows of its house."""
    return json_io.response(config_json(request.app[PARTS].config))


@routes.get("/api/states")
async def list_states(request: web.Request) -> web.Response:
    """List all states."""
    return json_io.raw_response(request.app[STATES].all())


@routes.get("/api/states/{entity_id}")
async def show_state(request: web.Request) -> web.Response:
    """Show the state of one entity."""
    state = request.app[PARTS].home.state(request.match_info["entity_id"])
    return json_io.raw_response(request.app[STATES].one(state))


@routes.get("/api/events")
async def list_events(request: web.Request) -> web.Response:
    """List the event types of the stream."""
    count = request.app[BROADCAST].listener_count
    return json_io.response([{"event": name, "listener_count": count} for name in EVENT_TYPES])


@routes.post("/api/events/{event_type}")
async def fire_event(request: web.Request) -> web.Response:
    """Fire an event: rules and the listeners of the stream hear it."""
    forbid_guests(request)
    event_type = request.match_info["event_type"]
    if not event_type.isprintable() or len(event_type) > LONGEST_EVENT_TYPE:
        raise json_io.BadBody(
            f"an event type has at most {LONGEST_EVENT_TYPE} printable characters"
        )
    if event_type in EVENT_TYPES:
        raise json_io.BadBody(f"{event_type!r} is the hub's own event; choose another name")
    data = await json_io.read_object(request)
    context = Context(source=Source.API, user_id=user_id_of(request))
    request.app[PARTS].home.fire(event_type, data, context, origin="REMOTE")
    return json_io.response({"message": f"Event {event_type} fired."})


def config_json(config: ServerConfig) -> dict[str, Any]:
    """Return the configuration as Home Assistant shows it."""
    return {
        "latitude": config.latitude,
        "longitude": config.longitude,
        "elevation": config.elevation,
        "unit_system": _METRIC if config.unit_system == "metric" else _US,
        "location_name": config.name,
        "time_zone": config.time_zone,
        "components": ["api", "conversation", *DOMAINS],
        "version": config.version,
        "config_source": "yaml",
        "state": "RUNNING",
        "language": config.language,
        "country": config.country,
        "currency": config.currency,
        "external_url": None,
        "internal_url": None,
        "recovery_mode": False,
        "safe_mode": False,
    }
