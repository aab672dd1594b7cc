"""Whether something that happened in the home fires a trigger."""

from typing import assert_never

from hub.automation.conditions import is_between, number_of
from hub.automation.place import Place, distance_m
from hub.home.home import Home
from hub.home.ids import EntityId, slugify
from hub.home.model import UNAVAILABLE, UNKNOWN, State
from hub.home.rules import (
    DistanceTrigger,
    NumericStateTrigger,
    Rule,
    StateTrigger,
    ZoneTrigger,
)

EventTrigger = StateTrigger | NumericStateTrigger | ZoneTrigger | DistanceTrigger

HOME_ZONE = "zone.home"
HOME_RADIUS_M = 100.0
_NOT_KNOWN = frozenset({UNKNOWN, UNAVAILABLE})


def event_triggers(rule: Rule) -> list[EventTrigger]:
    """Return the triggers of a rule that watch entities, not the clock."""
    return [trigger for trigger in rule.triggers if isinstance(trigger, EventTrigger)]


def held_s(trigger: EventTrigger) -> float:
    """Return for how many seconds it must stay so before the trigger fires."""
    return getattr(trigger, "for_s", 0.0)


def fires(trigger: EventTrigger, old: State, new: State, home: Home, place: Place) -> bool:
    """Tell whether the change from `old` to `new` fires `trigger`.

    A device that is heard of for the first time, or again, tells how things are, not that they
    changed: that fires only a trigger which names "unknown" or "unavailable" itself.
    """
    if not isinstance(trigger, StateTrigger):
        was, now = (is_met(trigger, state, home, place) for state in (old, new))
        return was is False and now is True
    if old.state == new.state:
        return False
    if trigger.from_ and old.state not in trigger.from_:
        return False
    if not trigger.from_ and old.state in _NOT_KNOWN and new.state not in _NOT_KNOWN:
        return False
    return bool(is_met(trigger, new, home, place))


def is_met(trigger: EventTrigger, state: State, home: Home, place: Place) -> bool | None:
    """Tell whether an entity is where the trigger wants it; None if nobody can tell."""
    match trigger:
        case StateTrigger(to=()):
            return state.state not in _NOT_KNOWN
        case StateTrigger():
            return state.state in trigger.to
        case NumericStateTrigger():
            number = number_of(state, trigger.attribute)
            return None if number is None else is_between(number, trigger)
        case ZoneTrigger():
            inside = _is_in_zone(state, trigger.zone, home, place)
        case DistanceTrigger():
            away_m = _distance_m(state, trigger.zone, home, place)
            inside = None if away_m is None else away_m <= trigger.within_m
        case _:
            assert_never(trigger)
    return None if inside is None else inside is (trigger.event == "enter")


def _is_in_zone(state: State, zone: EntityId, home: Home, place: Place) -> bool | None:
    away_m = _distance_m(state, zone, home, place)
    if away_m is not None:
        return away_m <= _zone(zone, home, place)[2]
    if state.state in _NOT_KNOWN:
        return None
    return slugify(state.state) == zone.partition(".")[2]


def _distance_m(state: State, zone: EntityId, home: Home, place: Place) -> float | None:
    here = _position(state)
    latitude, longitude, _ = _zone(zone, home, place)
    if here is None or latitude is None or longitude is None:
        return None
    return distance_m(here, (latitude, longitude))


def _zone(zone: EntityId, home: Home, place: Place) -> tuple[float | None, float | None, float]:
    """Return latitude, longitude and radius of a zone; the house itself is always known."""
    state = home.states.get(zone)
    middle = _position(state) if state is not None else None
    radius = number_of(state, "radius") if state is not None else None
    if middle is None and zone == HOME_ZONE:
        middle = (place.latitude, place.longitude)
    latitude, longitude = middle or (None, None)
    return latitude, longitude, HOME_RADIUS_M if radius is None else radius


def _position(state: State) -> tuple[float, float] | None:
    latitude, longitude = number_of(state, "latitude"), number_of(state, "longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)
