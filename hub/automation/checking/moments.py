"""Do two triggers fire at the same moment, and what is the case then?"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time

from hub.automation.checking.domains import Values
from hub.automation.checking.possible import EVERYTHING, Box, Boxes, boxes_of_all, meet
from hub.automation.model.rules import Automation
from hub.automation.model.triggers import (
    AnyTrigger,
    EntityTime,
    EventTrigger,
    MqttTrigger,
    NumericStateTrigger,
    StateTrigger,
    SunTrigger,
    TimePatternTrigger,
    TimeTrigger,
    ZoneTrigger,
)

_NEAR_S = 60
ALL_DAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


def fires_of(rule: Automation) -> Iterator[tuple[AnyTrigger, str]]:
    """Return the triggers of a rule that are switched on, each with its id."""
    for number, trigger in enumerate(rule.triggers):
        if trigger.enabled is not False:
            yield trigger, trigger.id if trigger.id is not None else str(number)


def passing(rule: Automation, trigger_id: str, *more: Boxes) -> Boxes:
    """Return when a rule that this trigger started does more than end at its conditions."""
    found = meet((Box(ids=frozenset({trigger_id})),), boxes_of_all(rule.conditions), *more)
    return tuple(replace(box, ids=None) for box in found)


def together(one: AnyTrigger, other: AnyTrigger) -> Boxes:  # noqa: PLR0911 - a case a kind
    """Return what is the case when both fire at the same moment; nothing if they never do.

    Only where one thing surely fires both: two thresholds that a jump may pass at once, or a wait
    (`for:`) beside none, are not the same moment.
    """
    one, other = _as_state(one), _as_state(other)
    match one, other:
        case StateTrigger(), StateTrigger():
            return _same_change(one, other)
        case NumericStateTrigger(), NumericStateTrigger():
            return _same_threshold(one, other)
        case ((TimeTrigger() | TimePatternTrigger()), (TimeTrigger() | TimePatternTrigger())):
            return _same_time(one, other)
        case SunTrigger(), SunTrigger():
            near = abs(one.offset_s - other.offset_s) <= _NEAR_S
            return EVERYTHING if one.event == other.event and near else ()
        case EventTrigger(), EventTrigger():
            return EVERYTHING if _same_event(one, other) else ()
        case MqttTrigger(), MqttTrigger() if None in (one.payload, other.payload):
            return EVERYTHING if one.topic == other.topic else ()
        case _:
            return EVERYTHING if _bare(one) == _bare(other) else ()


def _bare(trigger: AnyTrigger) -> AnyTrigger:
    return replace(trigger, id=None, alias=None, variables={})


def _as_state(trigger: AnyTrigger) -> AnyTrigger:
    if not isinstance(trigger, ZoneTrigger) or trigger.zone != "zone.home":
        return trigger
    home = ("home",)
    entered = trigger.event == "enter"
    return StateTrigger(
        entity_id=trigger.entity_id,
        to=home if entered else None,
        not_to=None if entered else home,
        from_=None if entered else home,
        not_from=home if entered else None,
    )


def values_to(trigger: StateTrigger) -> Values:
    """Return what an entity may be when the trigger has fired."""
    return _values(trigger.to, trigger.not_to)


def values_from(trigger: StateTrigger) -> Values:
    """Return what an entity may have been when the trigger fires."""
    return _values(trigger.from_, trigger.not_from)


def _values(named: tuple[str, ...] | None, left_out: tuple[str, ...] | None) -> Values:
    return Values(
        allowed=None if named is None else frozenset(named), excluded=frozenset(left_out or ())
    )


def _same_change(one: StateTrigger, other: StateTrigger) -> Boxes:
    entities = sorted(set(one.entity_id) & set(other.entity_id))
    to = values_to(one).meet(values_to(other))
    before = values_from(one).meet(values_from(other))
    same = one.attribute == other.attribute and one.for_ == other.for_
    if not (same and to.possible() and before.possible()):
        return ()
    if to.allowed is not None and before.allowed == to.allowed and len(to.allowed) == 1:
        return ()
    return tuple(Box(states={(entity_id, one.attribute): to}) for entity_id in entities)


def _same_threshold(one: NumericStateTrigger, other: NumericStateTrigger) -> Boxes:
    entities = sorted(set(one.entity_id) & set(other.entity_id))
    same = one.attribute == other.attribute and one.for_ == other.for_
    same = same and one.value_template == other.value_template
    shared = (one.above is not None and one.above == other.above) or (
        one.below is not None and one.below == other.below
    )
    if not (same and shared):
        return ()
    values = numbers_of(one).meet(numbers_of(other))
    if not values.possible():
        return ()
    key = one.attribute if one.value_template is None else f"{one.attribute}|{one.value_template}"
    return tuple(Box(states={(entity_id, key): values}) for entity_id in entities)


def numbers_of(trigger: NumericStateTrigger) -> Values:
    """Return what the number is when the trigger has fired, as far as bounds are numbers."""
    low = None if isinstance(trigger.above, str) else trigger.above
    high = None if isinstance(trigger.below, str) else trigger.below
    return Values(number=True, low=low, high=high)


def _same_time(
    one: TimeTrigger | TimePatternTrigger, other: TimeTrigger | TimePatternTrigger
) -> Boxes:
    days = _days(one) & _days(other)
    if not days:
        return ()
    if _entity_times(one) & _entity_times(other):
        return (Box(days=days),)
    if isinstance(one, TimeTrigger) and isinstance(other, TimeTrigger):
        near = frozenset(
            round(moment / 60) % (24 * 60)
            for moment in _clock(one)
            if any(abs(moment - each) <= _NEAR_S for each in _clock(other))
        )
    else:
        near = minutes_of(one) & minutes_of(other)
    return (Box(days=days, minutes=near),) if near else ()


def _days(trigger: TimeTrigger | TimePatternTrigger) -> frozenset[str]:
    if isinstance(trigger, TimePatternTrigger):
        return ALL_DAYS
    return frozenset[str](trigger.weekday) or ALL_DAYS


def _entity_times(trigger: TimeTrigger | TimePatternTrigger) -> frozenset[EntityTime]:
    if isinstance(trigger, TimePatternTrigger):
        return frozenset()
    return frozenset(one for one in trigger.at if isinstance(one, EntityTime))


def _clock(trigger: TimeTrigger) -> Iterator[int]:
    for at in trigger.at:
        if isinstance(at, time | datetime):
            yield at.hour * 3600 + at.minute * 60 + at.second


def minutes_of(trigger: TimeTrigger | TimePatternTrigger) -> frozenset[int]:
    """Return the minutes of the day in which a clock fires it."""
    if isinstance(trigger, TimeTrigger):
        return frozenset(moment // 60 for moment in _clock(trigger))
    hours, minutes, _ = filled_in(trigger)
    return frozenset(
        hour * 60 + minute for hour in _fitting(hours, 24) for minute in _fitting(minutes, 60)
    )


def filled_in(trigger: TimePatternTrigger) -> tuple[str, str, str]:
    """Return hours, minutes and seconds; what is left out below the greatest given is 0."""
    hours, minutes, seconds = trigger.hours, trigger.minutes, trigger.seconds
    if minutes is None and hours is not None:
        minutes = "0"
    if seconds is None and minutes is not None:
        seconds = "0"
    return hours or "*", minutes or "*", seconds or "*"


def _fitting(pattern: str, size: int) -> Iterable[int]:
    if pattern == "*":
        return range(size)
    try:
        if pattern.startswith("/"):
            return range(0, size, int(pattern[1:])) if int(pattern[1:]) > 0 else ()
        return (int(pattern),) if 0 <= int(pattern) < size else ()
    except ValueError:
        return ()


def fitting(trigger: TimePatternTrigger) -> bool:
    """Tell whether a time pattern ever fits the clock."""
    return all(
        any(True for _ in _fitting(pattern, size))
        for pattern, size in zip(filled_in(trigger), (24, 60, 60), strict=True)
    )


def state_after(trigger: AnyTrigger) -> Boxes:
    """Return what is the case when a trigger has fired, as far as that is sure."""
    match trigger:
        case StateTrigger() if trigger.to is not None or trigger.not_to is not None:
            values = values_to(trigger)
        case NumericStateTrigger(value_template=None):
            values = numbers_of(trigger)
        case TimeTrigger() if all(isinstance(at, time) for at in trigger.at):
            days = frozenset[str](trigger.weekday) or ALL_DAYS
            return (Box(minutes=minutes_of(trigger), days=days),)
        case TimePatternTrigger():
            return (Box(minutes=minutes_of(trigger)),)
        case _:
            return (Box(),)
    return tuple(
        Box(states={(entity_id, trigger.attribute): values}) for entity_id in trigger.entity_id
    )


def _same_event(one: EventTrigger, other: EventTrigger) -> bool:
    shared = set(one.event_type) & set(other.event_type)
    keys = one.event_data.keys() & other.event_data.keys()
    return bool(shared) and all(one.event_data[key] == other.event_data[key] for key in keys)
