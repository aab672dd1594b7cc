"""Timers of the community's tests: which are meant, and what becomes of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.language.evaluation.cases import (
    Answers,
    Asks,
    ChoreWanted,
    Does,
    Expected,
    Refuses,
    RuleWanted,
)
from hub.language.evaluation.community_answers import Agrees
from hub.language.evaluation.community_home import CountdownSheet, Fixture
from hub.language.evaluation.community_slots import NOTHING_THERE, Slots, Test, first_of, text_of
from hub.language.evaluation.texts import folded

TIMER_OPS = {
    "HassCancelTimer": "cancel_timers", "HassCancelAllTimers": "cancel_timers",
    "HassPauseTimer": "pause_timers", "HassUnpauseTimer": "resume_timers",
    "HassIncreaseTimer": "extend_timers", "HassDecreaseTimer": "extend_timers",
}  # fmt: skip
_UNITS = {"hours": 3600.0, "minutes": 60.0, "seconds": 1.0}


def timer_id(number: int) -> str:
    """Return the id of a fixture's timer by its place."""
    return f"timer_{number}"


def timers_changed(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    """Expect a change of the timers that are meant; of one of them, if only one can be meant."""
    found = _timers_meant(test, fixture)
    op = TIMER_OPS[test.intent]
    is_so = False
    if op in {"pause_timers", "resume_timers"}:
        fitting = [(i, t) for i, t in found if t.is_active is (op == "pause_timers")]
        is_so = not fitting
        found = fitting or found
    if not found:
        return NOTHING_THERE
    fields: dict[str, Any] = {"op": op}
    if op == "extend_timers":
        sign = -1 if "Decrease" in test.intent else 1
        fields["seconds"] = sign * _seconds(test.slots)
    if test.intent == "HassCancelAllTimers":
        return (_timer_chore(fields, [i for i, _ in found]),)
    one_each: list[Expected] = [_timer_chore(fields, [i]) for i, _ in found]
    if len(found) > 1:
        one_each.append(Asks())
    is_over = any(t.total_seconds_left + fields.get("seconds", 0.0) <= 0 for _, t in found)
    if is_over or is_so:
        one_each += (Refuses(), Answers())
    return tuple(one_each)


def timer_started(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    """Expect a new timer; where it is to end in a command, a rule for that moment."""
    del fixture
    seconds = _seconds(test.slots)
    if "conversation_command" in test.slots:
        rule = RuleWanted(triggers=({"in_s": seconds},))
        return (Does(chores=(ChoreWanted(rule=rule),)), Refuses())
    fields: dict[str, Any] = {"op": "start_timer", "duration_s": seconds}
    if "name" in test.slots:
        fields["name"] = first_of(test.slots["name"]).strip()
    return (Does(chores=(ChoreWanted(fields),)),)


def timer_status(test: Test, fixture: Fixture) -> tuple[Expected, ...]:
    """Expect what is left of the timer meant, of the next to end if all of them are."""
    found = [timer for _, timer in _timers_meant(test, fixture)]
    if not found:
        return NOTHING_THERE
    running = [t for t in found if t.is_active] or found
    soonest = min(running, key=lambda timer: timer.total_seconds_left)
    return (Answers(check=Agrees(numbers=soonest.said_numbers)),)


def _timers_meant(test: Test, fixture: Fixture) -> list[tuple[str, CountdownSheet]]:
    slots = test.slots
    found = [(timer_id(n), timer) for n, timer in enumerate(fixture.timers)]
    starts = {f"start_{unit}": slots.get(f"start_{unit}") for unit in _UNITS}
    if any(starts.values()):
        wanted = sum(float(starts[f"start_{u}"] or 0) * s for u, s in _UNITS.items())
        found = [(i, t) for i, t in found if t.duration_s == wanted]
    name = text_of(slots.get("name"))
    if name:
        found = [(i, t) for i, t in found if folded(t.name or "") == name]
    if "area" in slots:
        area = fixture.area_id(str(slots["area"]))
        found = [(i, t) for i, t in found if t.area and fixture.area_id(t.area) == area]
    return found


def _seconds(slots: Slots) -> float:
    return sum(float(slots.get(unit) or 0) * seconds for unit, seconds in _UNITS.items())


def _timer_chore(fields: Mapping[str, Any], ids: Sequence[str]) -> Does:
    return Does(chores=(ChoreWanted({**fields, "timer_ids": tuple(ids)}),))
