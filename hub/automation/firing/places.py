"""Zone, geo_location and distance triggers: who comes, who goes."""

from typing import Any

from hub.automation.firing.attachment import Attachment, all_of
from hub.automation.firing.bus import bus_of
from hub.automation.firing.numeric import as_number
from hub.automation.model.triggers import DistanceTrigger, GeoLocationTrigger, ZoneTrigger
from hub.automation.place import distance_m
from hub.automation.world import World
from hub.home.events import EntityRemoved, HomeEvent, StateReported
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId, slugify
from hub.home.model import State

PlaceTrigger = ZoneTrigger | GeoLocationTrigger | DistanceTrigger
HOME_ZONE = "zone.home"
HOME_RADIUS_M = 100.0


def attach_place(trigger: PlaceTrigger, at: Attachment) -> Unsubscribe:
    """Begin; returns what ends it."""
    if isinstance(trigger, GeoLocationTrigger):
        return _attach_source(trigger, at)

    def hear(event: StateReported) -> None:
        if event.changed:
            _moved(trigger, at, event)

    home = at.world.home
    entities = dict.fromkeys(trigger.entity_id)
    return all_of(*(home.listen_reports(one, hear) for one in entities))


def _moved(trigger: ZoneTrigger | DistanceTrigger, at: Attachment, event: StateReported) -> None:
    was, now = (_is_inside(trigger, state, at.world) for state in (event.old, event.new))
    if was is None or now is None or was is now or now is not (trigger.event == "enter"):
        return
    platform = "zone" if isinstance(trigger, ZoneTrigger) else "distance"
    more = {} if isinstance(trigger, ZoneTrigger) else {"within_m": trigger.within_m}
    data = _data(platform, trigger, event.new.entity_id, event.old, event.new, at.world)
    at.now_fire({**data, **more}, event.new.context)


def _is_inside(
    trigger: ZoneTrigger | DistanceTrigger, state: State | None, world: World
) -> bool | None:
    if state is None:
        return None
    if isinstance(trigger, DistanceTrigger):
        away_m = away(state, trigger.zone, world)
        return None if away_m is None else away_m <= trigger.within_m
    return is_in_zone(state, trigger.zone, world)


def is_in_zone(state: State, zone: EntityId, world: World) -> bool | None:
    """Tell whether somebody is in a zone; None if nobody can tell."""
    away_m = away(state, zone, world)
    if away_m is not None:
        accuracy_m = as_number(state.attributes.get("gps_accuracy")) or 0.0
        return away_m - accuracy_m < _radius_m(zone, world)
    if not state.is_available:
        return None
    return slugify(state.state) == zone.partition(".")[2]


def away(state: State, zone: EntityId, world: World) -> float | None:
    """Return how far from the middle of a zone somebody is, in metres."""
    here, middle = _position(state), _middle(zone, world)
    return None if here is None or middle is None else distance_m(here, middle)


def _middle(zone: EntityId, world: World) -> tuple[float, float] | None:
    state = world.home.states.get(zone)
    found = None if state is None else _position(state)
    if found is None and zone == HOME_ZONE:
        return world.place.latitude, world.place.longitude
    return found


def _radius_m(zone: EntityId, world: World) -> float:
    state = world.home.states.get(zone)
    radius = None if state is None else as_number(state.attributes.get("radius"))
    return HOME_RADIUS_M if radius is None else radius


def _position(state: State) -> tuple[float, float] | None:
    latitude = as_number(state.attributes.get("latitude"))
    longitude = as_number(state.attributes.get("longitude"))
    return None if latitude is None or longitude is None else (latitude, longitude)


def _attach_source(trigger: GeoLocationTrigger, at: Attachment) -> Unsubscribe:
    world = at.world
    last: dict[EntityId, State] = {}

    def hear(event: HomeEvent) -> None:
        if isinstance(event, StateReported):
            old, new = event.old, event.new
            last[new.entity_id] = new
            _source_moved(trigger, at, old, new)
        elif isinstance(event, EntityRemoved) and event.entity.id in last:
            _source_moved(trigger, at, last.pop(event.entity.id), None)

    for state in world.home.states.values():
        if state.entity_id.startswith("geo_location."):
            last[state.entity_id] = state
    return bus_of(world.home).listen_domain("geo_location", hear)


def _source_moved(
    trigger: GeoLocationTrigger, at: Attachment, old: State | None, new: State | None
) -> None:
    state = new or old
    if state is None or not any(_is_from(trigger, one) for one in (old, new)):
        return
    was, now = (_has_in(trigger, one, at.world) for one in (old, new))
    if was is now or now is not (trigger.event == "enter"):
        return
    data = _data("geo_location", trigger, state.entity_id, old, new, at.world)
    at.now_fire({**data, "source": trigger.source}, state.context)


def _is_from(trigger: GeoLocationTrigger, state: State | None) -> bool:
    return state is not None and state.attributes.get("source") == trigger.source


def _has_in(trigger: GeoLocationTrigger, state: State | None, world: World) -> bool:
    return state is not None and is_in_zone(state, trigger.zone, world) is True


def _data(  # noqa: PLR0913, PLR0917 -- all of it is told
    platform: str,
    trigger: PlaceTrigger,
    entity_id: EntityId,
    old: State | None,
    new: State | None,
    world: World,
) -> dict[str, Any]:
    verb = "entering" if trigger.event == "enter" else "leaving"
    return {
        "platform": platform,
        "entity_id": entity_id,
        "from_state": old,
        "to_state": new,
        "zone": world.home.states.get(trigger.zone),
        "event": trigger.event,
        "description": f"{entity_id} {verb} {trigger.zone}",
    }
