"""Whether somebody is in a zone."""

from hub.automation.condition_faults import ConditionFailed, state_of
from hub.automation.firing.places import HOME_RADIUS_M, HOME_ZONE
from hub.automation.model.conditions import ZoneCondition
from hub.automation.place import distance_m
from hub.automation.world import World
from hub.home.errors import HubError
from hub.home.ids import slugify
from hub.home.model import State


def zones_hold(condition: ZoneCondition, world: World) -> bool:
    """Tell whether every entity is in one of the zones.

    Raises:
        HubError: it cannot be told.
    """
    errors: list[str] = []
    for entity_id in condition.entity_id:
        if not any(_is_in(entity_id, zone, world, errors) for zone in condition.zone):
            if errors:
                raise ConditionFailed("; ".join(errors))
            return False
    return True


def _is_in(entity_id: str, zone: str, world: World, errors: list[str]) -> bool:
    try:
        return is_in_zone(state_of(world.home, entity_id), zone, world)
    except HubError as error:
        errors.append(str(error))
        return False


def is_in_zone(state: State, zone: str, world: World) -> bool:
    """Tell whether somebody is in a zone: by position, else by what its state says.

    As in Home Assistant, somebody whose position is that inexact is given the benefit of it.

    Raises:
        ConditionFailed: there is no such zone.
    """
    latitude, longitude, radius_m = _zone(zone, world)
    here = _position(state)
    if here is None or latitude is None or longitude is None:
        return slugify(state.state) == zone.partition(".")[2]
    accuracy_m = _number(state, "gps_accuracy") or 0.0
    return distance_m(here, (latitude, longitude)) - accuracy_m < radius_m


def _zone(zone: str, world: World) -> tuple[float | None, float | None, float]:
    state = world.home.states.get(zone)  # type: ignore[call-overload]
    if state is None:
        if zone != HOME_ZONE:
            raise ConditionFailed(f"no zone {zone!r} in this home; correct the condition")
        return world.place.latitude, world.place.longitude, HOME_RADIUS_M
    latitude, longitude = _position(state) or (None, None)
    radius_m = _number(state, "radius")
    return latitude, longitude, HOME_RADIUS_M if radius_m is None else radius_m


def _position(state: State) -> tuple[float, float] | None:
    latitude, longitude = _number(state, "latitude"), _number(state, "longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _number(state: State, attribute: str) -> float | None:
    value = state.attributes.get(attribute)
    return float(value) if isinstance(value, int | float) else None
