"""Can conditions hold at the same time?

Conditions are turned into a disjunction of `Box`es, each a conjunction of what may be the case:
values of states, minutes of the day, days, positions of the sun. What cannot be said in these
terms (templates, entities as bounds) is kept as `opaque`, by name, and never makes a box
impossible except beside its own contrary.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from itertools import product

from hub.automation.checking.domains import ANY, ANY_MINUTE, Values, minutes_between
from hub.automation.model.conditions import (
    AndCondition,
    AnyCondition,
    NotCondition,
    NumericStateCondition,
    OrCondition,
    StateCondition,
    SunCondition,
    TemplateCondition,
    TimeCondition,
    TriggerCondition,
    ZoneCondition,
)
from hub.record import record

Subject = tuple[str, str | None]  # entity id, attribute
_DAYS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
# The sun's day: before sunrise, between, after sunset.
_SUN = frozenset((0, 1, 2))
_MOST_BOXES = 256
_INPUTS = ("input_boolean.", "input_number.", "input_select.", "input_text.", "input_datetime.")


@record(frozen=True, slots=True)
class Box:
    """A conjunction of what may be the case. `ids` None: any trigger started it."""

    states: Mapping[Subject, Values] = field(default_factory=dict)
    minutes: frozenset[int] = ANY_MINUTE
    days: frozenset[str] = _DAYS
    sun: frozenset[int] = _SUN
    ids: frozenset[str] | None = None
    opaque: frozenset[tuple[str, bool]] = frozenset()

    def possible(self) -> bool:
        """Tell whether nothing in it is contradictory."""
        contrary = any((name, not holds) in self.opaque for name, holds in self.opaque)
        return bool(
            self.minutes
            and self.days
            and self.sun
            and (self.ids is None or self.ids)
            and not contrary
            and all(values.possible() for values in self.states.values())
        )

    def meet(self, other: "Box") -> "Box":
        """Return what is the case when both are."""
        states = dict(self.states)
        for subject, values in other.states.items():
            states[subject] = states.get(subject, ANY).meet(values)
        return Box(
            states=states,
            minutes=self.minutes & other.minutes,
            days=self.days & other.days,
            sun=self.sun & other.sun,
            ids=other.ids if self.ids is None else _both(self.ids, other.ids),
            opaque=self.opaque | other.opaque,
        )


Boxes = tuple[Box, ...]
EVERYTHING: Boxes = (Box(),)


def _both(ids: frozenset[str], others: frozenset[str] | None) -> frozenset[str]:
    return ids if others is None else ids & others


def meet(*several: Boxes) -> Boxes:
    """Return the boxes that are possible when all hold; one box of everything if too many."""
    found = EVERYTHING
    for boxes in several:
        found = tuple(
            both for one, other in product(found, boxes) if (both := one.meet(other)).possible()
        )
        if len(found) > _MOST_BOXES:
            found = (Box(opaque=frozenset({("too many ways", True)})),)
    return found


def boxes_of_all(conditions: Iterable[AnyCondition]) -> Boxes:
    """Return when all of the conditions hold."""
    return meet(*(boxes_of(condition) for condition in conditions))


def boxes_of(  # noqa: PLR0911 - a case a kind
    condition: AnyCondition, *, holds: bool = True
) -> Boxes:
    """Return when a condition holds, or does not; nothing if that cannot be."""
    if condition.enabled is not True:
        # One that is switched off counts as holding; a template of that is anybody's guess.
        return (
            EVERYTHING if condition.enabled is False and holds else _guess(condition, holds=holds)
        )
    match condition:
        case AndCondition():
            return _joined(condition.conditions, every=holds, holds=holds)
        case OrCondition():
            return _joined(condition.conditions, every=not holds, holds=holds)
        case NotCondition():
            return _joined(condition.conditions, every=holds, holds=not holds)
        case TimeCondition():
            return _time_boxes(condition, holds=holds)
        case SunCondition():
            return _sun_boxes(condition, holds=holds)
        case TriggerCondition():
            return (Box(ids=frozenset(condition.id)),) if holds else _guess(condition, holds=False)
        case _:
            return _state_boxes(condition, holds=holds)


def _guess(condition: AnyCondition, *, holds: bool) -> Boxes:
    name = condition.value_template.source if isinstance(condition, TemplateCondition) else None
    return (Box(opaque=frozenset({(name or repr(condition), holds)})),)


def _joined(conditions: tuple[AnyCondition, ...], *, every: bool, holds: bool) -> Boxes:
    several = [boxes_of(condition, holds=holds) for condition in conditions]
    if every:
        return meet(*several)
    return tuple(box for boxes in several for box in boxes)


def _state_boxes(condition: AnyCondition, *, holds: bool) -> Boxes:
    match condition:
        case StateCondition() if not any(one.startswith(_INPUTS) for one in condition.state):
            named = Values(allowed=frozenset(condition.state))
            values = [named] if holds else [Values(excluded=frozenset(condition.state))]
            every = (condition.match == "all") == holds
            held = not holds and condition.for_ is not None
            # Not for so long already: the state itself may well be that.
            return _guess(condition, holds=False) if held else _over(condition, values, every=every)
        case NumericStateCondition(value_template=None):
            if isinstance(condition.above, str) or isinstance(condition.below, str):
                return _guess(condition, holds=holds)
            return _over(
                condition, _numbers(condition.above, condition.below, holds=holds), every=holds
            )
        case ZoneCondition(zone=("zone.home",), entity_id=entity_id):
            like = StateCondition(entity_id=entity_id, state=("home",))
            return _state_boxes(like, holds=holds)
        case _:
            return _guess(condition, holds=holds)


def _numbers(above: float | None, below: float | None, *, holds: bool) -> list[Values]:
    if holds:
        return [Values(number=True, low=above, high=below)]
    found = [Values(number=False)]
    if above is not None:
        found.append(Values(number=True, high=above, closed=True))
    if below is not None:
        found.append(Values(number=True, low=below, closed=True))
    return found


def _over(
    condition: StateCondition | NumericStateCondition, values: list[Values], *, every: bool
) -> Boxes:
    each = [
        tuple(Box(states={(entity_id, condition.attribute): one}) for one in values)
        for entity_id in condition.entity_id
    ]
    return meet(*each) if every else tuple(box for boxes in each for box in boxes)


def _time_boxes(condition: TimeCondition, *, holds: bool) -> Boxes:
    after, before = condition.after, condition.before
    if isinstance(after, str) or isinstance(before, str):
        guess = _guess(condition, holds=holds)
        days = frozenset(condition.weekday) or _DAYS
        return tuple(replace(box, days=days) for box in guess) if holds else guess
    minutes = minutes_between(after, before)
    days = frozenset[str](condition.weekday) or _DAYS
    if holds:
        return (Box(minutes=minutes, days=days),)
    edges = minutes_between(before, after) if after and before else ANY_MINUTE - minutes
    outside = (Box(minutes=edges), Box(days=_DAYS - days))
    return tuple(box for box in outside if box.possible())


def _sun_boxes(condition: SunCondition, *, holds: bool) -> Boxes:
    if condition.after_offset_s or condition.before_offset_s:
        return _guess(condition, holds=holds)
    after = {None: _SUN, "sunrise": frozenset({1, 2}), "sunset": frozenset({2})}[condition.after]
    before = {None: _SUN, "sunrise": frozenset({0}), "sunset": frozenset({0, 1})}[condition.before]
    night = condition.after == "sunset" and condition.before == "sunrise"
    found = frozenset({0, 2}) if night else after & before
    return tuple(box for box in (Box(sun=found if holds else _SUN - found),) if box.possible())
