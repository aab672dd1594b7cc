"""Whether the conditions of a rule hold now."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from hub.automation.place import Place
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import State
from hub.home.rules import (
    AnyCondition,
    NotCondition,
    NumericStateCondition,
    StateCondition,
    SunCondition,
    TimeCondition,
    Weekday,
)

_DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def all_hold(conditions: Iterable[AnyCondition], home: Home, place: Place, now: datetime) -> bool:
    """Tell whether every condition holds at `now`; what is not known holds not."""
    return all(holds(condition, home, place, now) for condition in conditions)


def holds(condition: AnyCondition, home: Home, place: Place, now: datetime) -> bool:
    """Tell whether a condition holds at `now`."""
    match condition:
        case TimeCondition():
            return _time_holds(condition, place.local(now))
        case SunCondition():
            return _sun_holds(condition, is_up=place.is_sun_up(now))
        case StateCondition():
            found = [_is_in(home, one, condition.state) for one in condition.entity_id]
            return any(found) if condition.match == "any" else all(found)
        case NumericStateCondition():
            return all(
                is_between(number_of(home.states.get(one), condition.attribute), condition)
                for one in condition.entity_id
            )
        case NotCondition():
            return not any(holds(inner, home, place, now) for inner in condition.conditions)
        case _:
            assert_never(condition)


def number_of(state: State | None, attribute: str | None) -> float | None:
    """Return the number that a state, or an attribute of it, says; None if it says none."""
    if state is None:
        return None
    value = state.state if attribute is None else state.attributes.get(attribute)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if number == number else None  # noqa: PLR0124 -- NaN is no number


def is_between(number: float | None, bounds: object) -> bool:
    """Tell whether a number lies above and below the bounds that `bounds` has, both exclusive."""
    above, below = getattr(bounds, "above", None), getattr(bounds, "below", None)
    if number is None:
        return False
    return (above is None or number > above) and (below is None or number < below)


def _time_holds(condition: TimeCondition, local: datetime) -> bool:
    if condition.weekday and _DAYS[local.weekday()] not in condition.weekday:
        return False
    now, after, before = local.time(), condition.after, condition.before
    if after is None or before is None:
        return (after is None or now >= after) and (before is None or now < before)
    if after < before:
        return after <= now < before
    return now >= after or now < before


def _sun_holds(condition: SunCondition, *, is_up: bool) -> bool:
    """The day begins at sunrise, the night at sunset; each lasts until the other."""
    by_day = {condition.after == "sunrise"} if condition.after else set()
    if condition.before is not None:
        by_day.add(condition.before == "sunset")
    return all(is_up is wanted for wanted in by_day)


def _is_in(home: Home, entity_id: EntityId, states: Iterable[str]) -> bool:
    state = home.states.get(entity_id)
    return state is not None and state.state in states
