"""Home Assistant's REST dialect but for services: status, configuration, states, events."""

from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from hub.home.actions import DOMAINS
from hub.home.ids import EntityId, is_entity_id
from hub.home.model import Context, Entity
from hub.server import json_io
from hub.server.config import ServerConfig
from hub.server.parts import PARTS, STATES
from hub.server.security import home_seen, source_of, user_id_of
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

# The integration of entities that exist because somebody reported a state of them.
BY_API = "api"
LONGEST_STATE = 255

routes = web.RouteTableDef()


class StateBody(BaseModel):
    """A state, and its attributes; a number or a boolean is taken as Home Assistant takes it."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    state: Annotated[str, BeforeValidator(str), Field(max_length=LONGEST_STATE)]
    attributes: dict[str, Any] = {}


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
    if request.app[PARTS].sight.sees_all(user_id_of(request)):
        return json_io.raw_response(request.app[STATES].all())
    return json_io.raw_response(request.app[STATES].many(home_seen(request).shown_states()))


@routes.get("/api/states/{entity_id}")
async def show_state(request: web.Request) -> web.Response:
    """Show the state of one entity."""
    state = home_seen(request).state(request.match_info["entity_id"])
    return json_io.raw_response(request.app[STATES].one(state))


@routes.post("/api/states/{entity_id}")
async def set_state(request: web.Request) -> web.Response:
    """Report a state on behalf of a device: no command is sent, but rules hear it.

    An entity that is not there is made; 201 tells so.
    """
    home = request.app[PARTS].home
    body = await json_io.read_model(request, StateBody)
    entity_id = EntityId(request.match_info["entity_id"])
    if not is_entity_id(entity_id):
        raise json_io.BadBody(f"{entity_id!r} is no entity id, such as sensor.outside")
    is_new = entity_id not in home.entities
    if is_new:
        name = str(body.attributes.get("friendly_name", ""))
        words = entity_id.partition(".")[2].replace("_", " ").capitalize()
        home.put_entity(Entity(entity_id, name or words, BY_API, entity_id))
    context = Context(source=source_of(request), user_id=user_id_of(request))
    state = home.report(entity_id, body.state, body.attributes, context, told=frozenset())
    return web.Response(
        body=request.app[STATES].one(state),
        status=201 if is_new else 200,
        content_type=json_io.JSON,
        headers={"Location": f"/api/states/{entity_id}"},
    )


@routes.delete("/api/states/{entity_id}")
async def remove_state(request: web.Request) -> web.Response:
    """Forget an entity that somebody reported; those of devices are there as long as these are."""
    home = request.app[PARTS].home
    entity = home.entity(request.match_info["entity_id"])
    if entity.integration != BY_API:
        raise web.HTTPConflict(
            text=f"{entity.id!r} is not made of reports but comes from {entity.integration!r};"
            " remove its device there"
        )
    home.remove_entity(entity.id)
    return json_io.response({"message": "Entity removed."})


@routes.get("/api/events")
async def list_events(request: web.Request) -> web.Response:
    """List the event types of the stream."""
    count = request.app[BROADCAST].listener_count
    return json_io.response([{"event": name, "listener_count": count} for name in EVENT_TYPES])


@routes.post("/api/events/{event_type}")
async def fire_event(request: web.Request) -> web.Response:
    """Fire an event: rules and the listeners of the stream hear it."""
    event_type = request.match_info["event_type"]
    check_event_type(event_type)
    data = await json_io.read_object(request)
    context = Context(source=source_of(request), user_id=user_id_of(request))
    request.app[PARTS].home.fire(event_type, data, context, origin="REMOTE")
    return json_io.response({"message": f"Event {event_type} fired."})


def check_event_type(event_type: str) -> None:
    """Check that somebody may fire events of a type.

    Raises:
        BadBody: it is none, or the hub's own.
    """
    if not event_type.isprintable() or len(event_type) > LONGEST_EVENT_TYPE:
        raise json_io.BadBody(
            f"an event type has at most {LONGEST_EVENT_TYPE} printable characters"
        )
    if event_type in EVENT_TYPES:
        raise json_io.BadBody(f"{event_type!r} is the hub's own event; choose another name")


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
