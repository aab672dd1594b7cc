"""What can never fire, hold or run; and near it, what can."""

import pytest

from hub.automation.checking import Finding, check
from hub.automation.model.actions import AnyAction, WaitForTrigger, WaitTemplate
from hub.automation.model.conditions import AnyCondition, SunCondition
from hub.automation.model.rules import HelperConfig
from hub.automation.model.triggers import AnyTrigger
from hub.automation.model.values import Template
from tests.support.rule_models import (
    all_of,
    any_of,
    at,
    becomes,
    between,
    by,
    call,
    choose,
    every,
    home,
    if_,
    is_number,
    is_state,
    none_of,
    number,
    rule,
    true_of,
    wait,
)

ON = call("light.turn_on", "light.hall")
MOTION = becomes("binary_sensor.motion", "on")
MODE = HelperConfig(domain="input_select", object_id="mode", options={"options": ["Day", "Night"]})


def findings(
    *conditions: AnyCondition,
    trigger: AnyTrigger = MOTION,
    actions: tuple[AnyAction, ...] = (ON,),
) -> list[Finding]:
    return check(home(rule("A", [trigger], actions, *conditions), MODE))


IMPOSSIBLE = [
    (is_state("sensor.mode", "a"), is_state("sensor.mode", "b")),
    (is_state("light.x", "on"), none_of(is_state("light.x", "on"))),
    (is_number("sensor.lux", above=10, below=5),),
    (is_number("sensor.lux", above=5, below=5),),
    (is_number("sensor.lux", above=10), is_number("sensor.lux", below=10)),
    (is_number("sensor.lux", above=10), is_state("sensor.lux", "unavailable")),
    (between(22), between(None, 6)),
    (between(8, 10), between(12, 14)),
    (between(weekday=("mon",)), between(weekday=("tue",))),
    (SunCondition(after="sunset", before="sunset"),),
    (SunCondition(after="sunset"), SunCondition(before="sunrise")),
    (true_of("{{ x }}"), none_of(true_of("{{ x }}"))),
    (any_of(is_state("light.x", "on")), is_state("light.x", "off")),
    (is_state("binary_sensor.motion", "off"),),
]
POSSIBLE = [
    (is_state("sensor.mode", "a"), is_state("sensor.other", "b")),
    (is_state("sensor.mode", "a", "b"), is_state("sensor.mode", "b")),
    (is_state("light.x", "on"), none_of(is_state("light.x", "off"))),
    (none_of(is_state("light.x", "on"), is_state("light.x", "off")),),
    (is_number("sensor.lux", above=5, below=10),),
    (is_number("sensor.lux", above=5), is_state("sensor.lux", "7")),
    (between(22, 6), between(None, 6)),
    (between(8, 10), between(9, 14)),
    (SunCondition(after="sunset", before="sunrise"),),
    (any_of(SunCondition(after="sunset"), SunCondition(before="sunrise")),),
    (any_of(is_state("light.x", "on"), is_state("light.x", "off")), is_state("light.x", "off")),
    (
        none_of(all_of(is_state("light.x", "on"), is_state("light.y", "on"))),
        is_state("light.x", "on"),
    ),
    (is_state("light.x", "on", for_=60.0), none_of(is_state("light.x", "on", for_=600.0))),
    (is_state("person.a", "home"), is_state("person.b", "not_home")),
]


@pytest.mark.parametrize("conditions", IMPOSSIBLE)
def test_conditions_that_contradict_each_other(conditions: tuple[AnyCondition, ...]) -> None:
    (found,) = findings(*conditions)
    assert (found.severity, found.code) == ("error", "never")


@pytest.mark.parametrize("conditions", POSSIBLE)
def test_conditions_that_can_hold(conditions: tuple[AnyCondition, ...]) -> None:
    assert not findings(*conditions)


NEVER_FIRES = [
    becomes("binary_sensor.door", "open"),
    becomes("light.hall", "of"),
    becomes("cover.blind", "on"),
    becomes("lock.front", "lock"),
    becomes("light.hall", "on", from_=("on",)),
    becomes("light.hall", from_=("dark",)),
    becomes("input_select.mode", "Evening"),
    becomes("light.hall", "on", not_to=("on",)),
    becomes("light.hall", "on", for_=-5.0),
    becomes("light.hall", "on", for_={"minutes": -5}),
    number("sensor.lux", above=10, below=5),
    every(hours="24"),
    every(minutes="60"),
    every(minutes="/0"),
]
FIRES = [
    becomes("binary_sensor.door", "on"),
    becomes("binary_sensor.door", "unavailable"),
    becomes("sensor.anything", "open"),
    becomes("cover.blind", "open", "opening"),
    becomes("light.hall", "on", from_=("off",)),
    becomes("light.hall", "bright", attribute="effect"),
    becomes("input_select.mode", "Night"),
    becomes("input_select.other", "Evening"),
    becomes("light.hall", "on", for_={"minutes": 5}),
    becomes("light.hall", "on", for_=Template("{{ 5 }}")),
    number("sensor.lux", above=5, below=10),
    every(hours="23"),
    every(minutes="/7"),
    every(seconds="*"),
]


@pytest.mark.parametrize("trigger", NEVER_FIRES)
def test_triggers_that_never_fire(trigger: AnyTrigger) -> None:
    (found,) = findings(trigger=trigger)
    assert (found.severity, found.code) == ("error", "never")


@pytest.mark.parametrize("trigger", FIRES)
def test_triggers_that_do(trigger: AnyTrigger) -> None:
    assert not findings(trigger=trigger)


def test_the_right_word_is_offered() -> None:
    (found,) = findings(trigger=becomes("binary_sensor.door", "open"))
    assert "did you mean 'on'?" in found.message
    (found,) = findings(is_state("input_select.mode", "Nigth"))
    assert "did you mean 'Night'?" in found.message


def test_a_clock_outside_the_window_of_the_condition() -> None:
    assert [one.code for one in findings(between(8, 20), trigger=at(21))] == ["never"]
    assert not findings(between(8, 20), trigger=at(8))
    assert [one.code for one in findings(between(8, 20), trigger=at(20))] == ["never"]
    monday = between(weekday=("mon",))
    assert [one.code for one in findings(monday, trigger=at(9, weekday=("tue",)))] == ["never"]


def test_rules_without_a_trigger_that_is_on() -> None:
    (found,) = check(home(rule("A", [], [ON])))
    assert (found.severity, found.code) == ("note", "no_trigger")
    (found,) = findings(trigger=becomes("light.x", "on", enabled=False))
    assert (found.severity, found.code) == ("warning", "never")


def test_a_condition_on_a_trigger_that_is_not_there() -> None:
    named = becomes("binary_sensor.motion", "on", id="seen")
    codes = {one.code for one in findings(by("sene"), trigger=named)}
    assert "unknown_trigger" in codes
    assert not findings(by("seen"), trigger=named)
    assert not findings(by("0"), trigger=MOTION)


def test_branches_that_are_never_taken() -> None:
    night = is_state("input_boolean.night", "on")
    (found,) = findings(
        actions=(choose((night, [ON]), (all_of(night, is_state("x.y", "z")), [ON])),)
    )
    assert (found.severity, found.code) == ("warning", "never_branch")
    assert found.message.startswith("Branch 2")
    day = is_state("input_boolean.night", "off")
    assert not findings(actions=(choose((night, [ON]), (day, [ON]), default=[ON]),))
    contradictory = all_of(night, day)
    assert [one.code for one in findings(actions=(if_(contradictory, [ON]),))] == ["never_branch"]


def test_waits_that_never_end() -> None:
    never = becomes("binary_sensor.door", "open")
    codes = {one.code for one in findings(actions=(WaitForTrigger(triggers=(never,)),))}
    assert "endless_wait" in codes
    in_time = WaitForTrigger(triggers=(never,), timeout=60.0)
    assert "endless_wait" not in {one.code for one in findings(actions=(in_time,))}
    assert not findings(actions=(WaitForTrigger(triggers=(MOTION,)),))


def test_negative_waits() -> None:
    assert [one.code for one in findings(actions=(wait(-1),))] == ["duration"]
    late = WaitTemplate(template=Template("{{ 1 }}"), timeout={"seconds": -1})
    assert [one.code for one in findings(actions=(late,))] == ["duration"]
