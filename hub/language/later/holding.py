"""Whether a condition holds now, as far as the home tells."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from hub.home.domains.sensors import in_words
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.rules import (
    AnyCondition,
    NotCondition,
    NumericStateCondition,
    StateCondition,
    SunCondition,
    TimeCondition,
)
from hub.language.later.facts import NotHere
from hub.language.later.whens import EVERY_DAY
from hub.language.resolve import full_name, listed

_SUN = EntityId("sun.sun")


def all_hold(conditions: Iterable[AnyCondition], home: Home, now: datetime) -> bool:
    """Tell whether all conditions hold at the local time `now`.

    Raises:
        NotHere: a device does not report, so nobody can tell.
    """
    return all(_holds(condition, home, now) for condition in conditions)


def _holds(condition: AnyCondition, home: Home, now: datetime) -> bool:
    match condition:
        case TimeCondition():
            return _is_time(condition, now)
        case SunCondition():
            return _is_sun(condition, home)
        case StateCondition():
            found = [_state(home, one) in condition.state for one in condition.entity_id]
            return any(found) if condition.match == "any" else all(found)
        case NumericStateCondition():
            return all(_is_within(condition, home, one) for one in condition.entity_id)
        case NotCondition():
            return not any(_holds(inner, home, now) for inner in condition.conditions)
        case _:
            assert_never(condition)


def _state(home: Home, entity_id: EntityId) -> str:
    state = home.state(entity_id)
    if not state.is_available:
        name = full_name(home, home.entity(entity_id))
        raise NotHere(f"I can't tell: {name} does not report.")
    return state.state


def _is_within(condition: NumericStateCondition, home: Home, entity_id: EntityId) -> bool:
    value: object = _state(home, entity_id)
    if condition.attribute is not None:
        value = home.state(entity_id).attributes.get(condition.attribute)
    try:
        number = float(str(value))
    except ValueError:
        name = full_name(home, home.entity(entity_id))
        raise NotHere(f"I can't tell: {name} reports no number.") from None
    is_above = condition.above is None or number > condition.above
    return is_above and (condition.below is None or number < condition.below)


def _is_sun(condition: SunCondition, home: Home) -> bool:
    if _SUN not in home.states:
        raise NotHere("I can't tell whether the sun is up; say a time instead.")
    is_up = _state(home, _SUN) == "above_horizon"
    wanted = {condition.after == "sunrise"} if condition.after else set()
    if condition.before is not None:
        wanted.add(condition.before == "sunset")
    return all(is_up is one for one in wanted)


def _is_time(condition: TimeCondition, now: datetime) -> bool:
    if condition.weekday and EVERY_DAY[now.weekday()] not in condition.weekday:
        return False
    at, after, before = now.time(), condition.after, condition.before
    if after is None or before is None:
        return (after is None or at >= after) and (before is None or at < before)
    return after <= at < before if after < before else at >= after or at < before


def how_it_is(
    entity_ids: Iterable[EntityId], home: Home, asked: Iterable[AnyCondition] = ()
) -> str:
    """Say how things are: "The Kitchen window is closed".

    `asked` says which of their attributes are meant, if not their states.
    """
    attributes = {
        entity_id: one.attribute
        for one in asked
        if isinstance(one, NumericStateCondition) and one.attribute
        for entity_id in one.entity_id
    }
    told = []
    for entity_id in entity_ids:
        name = full_name(home, home.entity(entity_id))
        attribute = attributes.get(entity_id)
        if attribute is None:
            told.append(f"{name} is {_shown(home, entity_id)}")
        else:
            value = home.state(entity_id).attributes.get(attribute)
            told.append(f"{name}: {attribute.replace('_', ' ')} is {value}")
    return listed(told)


def _shown(home: Home, entity_id: EntityId) -> str:
    entity, state = home.entity(entity_id), home.state(entity_id)
    if entity.domain == "binary_sensor":
        return in_words(state.state, entity.device_class)
    unit = state.attributes.get("unit_of_measurement") or ""
    return f"{state.state.replace('_', ' ')} {unit}".strip()
