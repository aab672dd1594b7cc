"""Which pairs of rules fight, and which only look like it."""

import pytest

from hub.automation.checking import Finding, Known, check
from hub.automation.model.actions import ActivateScene, Call
from hub.automation.model.conditions import AnyCondition
from hub.automation.model.rules import Automation, HelperConfig, Scene, Script
from hub.automation.model.triggers import AnyTrigger, ZoneTrigger
from hub.home.ids import EntityId
from tests.support.rule_models import (
    any_of,
    at,
    becomes,
    between,
    by,
    call,
    choose,
    entities,
    event,
    every,
    home,
    if_,
    is_number,
    is_state,
    none_of,
    number,
    rule,
    script,
    sun,
    true_of,
    wait,
)

ON = call("light.turn_on", "light.hall")
OFF = call("light.turn_off", "light.hall")
MOTION = becomes("binary_sensor.motion", "on")


def conflicts(
    *rules: Automation | Script | Scene | HelperConfig, known: Known | None = None
) -> list[Finding]:
    return [one for one in check(home(*rules), known) if one.code == "conflict"]


SAME_MOMENT = [
    (MOTION, MOTION),
    (MOTION, becomes("binary_sensor.motion")),
    (MOTION, becomes("binary_sensor.motion", "on", from_=("off",))),
    (becomes("sensor.mode", "a", "b"), becomes("sensor.mode", "b", "c")),
    (becomes("sensor.mode", not_to=("a",)), becomes("sensor.mode", "b")),
    (at(7), at(7)),
    (at(7), at(7, 0, 45)),
    (at(7, 30), every(minutes="/15")),
    (every(minutes="/10"), every(minutes="/15")),
    (sun("sunset"), sun("sunset")),
    (sun("sunset", -600), sun("sunset", -630)),
    (event("pressed", button=1), event("pressed")),
    (number("sensor.warmth", above=25), number("sensor.warmth", above=25, below=30)),
    (
        becomes("person.anna", "home"),
        ZoneTrigger(entity_id=entities("person.anna"), zone=EntityId("zone.home")),
    ),
]
OTHER_MOMENTS = [
    (MOTION, becomes("binary_sensor.motion", "off")),
    (MOTION, becomes("binary_sensor.other", "on")),
    (MOTION, becomes("binary_sensor.motion", "on", for_=60.0)),
    (MOTION, becomes("binary_sensor.motion", from_=("on",), not_to=("on",))),
    (becomes("sensor.mode", not_to=("a",)), becomes("sensor.mode", "a")),
    (MOTION, becomes("binary_sensor.motion", attribute="battery")),
    (at(7), at(7, 2)),
    (at(7, weekday=("mon",)), at(7, weekday=("tue",))),
    (at(7, 20), every(minutes="/15")),
    (sun("sunset"), sun("sunrise")),
    (sun("sunset"), sun("sunset", 1800)),
    (event("pressed", button=1), event("pressed", button=2)),
    (number("sensor.warmth", above=25), number("sensor.warmth", below=25)),
    (number("sensor.warmth", above=20), number("sensor.warmth", above=25)),
]


@pytest.mark.parametrize(("one", "other"), SAME_MOMENT)
def test_opposite_effects_at_one_moment_fight(one: AnyTrigger, other: AnyTrigger) -> None:
    (found,) = conflicts(rule("Light on", [one], [ON]), rule("Light off", [other], [OFF]))
    assert found.severity == "warning"
    assert found.rules == ("automation.light_on", "automation.light_off")
    assert "'Light on' sets light.hall to 'on'" in found.message


@pytest.mark.parametrize(("one", "other"), OTHER_MOMENTS)
def test_opposite_effects_at_other_moments_do_not(one: AnyTrigger, other: AnyTrigger) -> None:
    assert not conflicts(rule("Light on", [one], [ON]), rule("Light off", [other], [OFF]))


EXCLUSIVE = [
    (is_state("input_boolean.away", "on"), is_state("input_boolean.away", "off")),
    (is_state("input_boolean.away", "on"), none_of(is_state("input_boolean.away", "on"))),
    (is_number("sensor.lux", below=10), is_number("sensor.lux", above=10)),
    (is_number("sensor.lux", below=10), none_of(is_number("sensor.lux", below=10))),
    (between(22, 6), between(6, 22)),
    (between(22, 6), none_of(between(22, 6))),
    (between(weekday=("mon",)), between(weekday=("sat", "sun"))),
    (true_of("{{ x }}"), none_of(true_of("{{ x }}"))),
    (
        any_of(is_state("sensor.mode", "a"), is_state("sensor.mode", "b")),
        is_state("sensor.mode", "c"),
    ),
]
BOTH = [
    (is_state("input_boolean.away", "on"), is_state("input_boolean.night", "on")),
    (is_number("sensor.lux", below=10), is_number("sensor.lux", above=5)),
    (between(22, 6), between(5, 8)),
    (
        any_of(is_state("sensor.mode", "a"), is_state("sensor.mode", "b")),
        is_state("sensor.mode", "b"),
    ),
    (is_state("sensor.mode", "a", "b"), none_of(is_state("sensor.mode", "a"))),
]


@pytest.mark.parametrize(("one", "other"), EXCLUSIVE)
def test_conditions_that_exclude_each_other_keep_rules_apart(
    one: AnyCondition, other: AnyCondition
) -> None:
    assert not conflicts(rule("A", [MOTION], [ON], one), rule("B", [MOTION], [OFF], other))


@pytest.mark.parametrize(("one", "other"), BOTH)
def test_conditions_that_can_both_hold_do_not(one: AnyCondition, other: AnyCondition) -> None:
    assert conflicts(rule("A", [MOTION], [ON], one), rule("B", [MOTION], [OFF], other))


def test_a_template_makes_it_a_mere_note() -> None:
    (found,) = conflicts(
        rule("A", [MOTION], [ON], true_of("{{ whatever }}")), rule("B", [MOTION], [OFF])
    )
    assert found.severity == "note"


def test_the_state_that_fired_counts_as_a_condition() -> None:
    a = rule("A", [becomes("sensor.mode")], [ON], is_state("sensor.mode", "a"))
    assert not conflicts(a, rule("B", [becomes("sensor.mode", "b")], [OFF]))
    assert conflicts(a, rule("B", [becomes("sensor.mode", "a")], [OFF]))


def test_branches_are_told_apart() -> None:
    night = is_state("input_boolean.night", "on")
    chooses = rule("A", [MOTION], [choose((night, [OFF]), default=[ON])])
    assert not conflicts(chooses, rule("B", [MOTION], [ON], none_of(night)))
    assert conflicts(chooses, rule("B", [MOTION], [ON], night))
    either = rule("A", [MOTION], [if_(night, [OFF], [ON])])
    assert not conflicts(either, rule("B", [MOTION], [OFF], night))


def test_trigger_ids_are_told_apart() -> None:
    both = rule(
        "A",
        [becomes("binary_sensor.motion", "on", id="seen"), becomes("sun.sun", "below_horizon")],
        [choose((by("seen"), [ON]), (by("1"), [OFF]))],
    )
    assert not conflicts(both, rule("B", [MOTION], [ON]))
    assert conflicts(both, rule("B", [MOTION], [OFF]))


def test_what_comes_after_a_wait_is_another_moment() -> None:
    assert not conflicts(rule("A", [MOTION], [ON, wait(60), OFF]), rule("B", [MOTION], [ON]))


def test_a_blink_is_what_it_ends_with() -> None:
    assert not conflicts(rule("A", [MOTION], [OFF, ON]), rule("B", [MOTION], [ON]))


def test_scripts_scenes_and_groups_are_looked_into() -> None:
    lights = HelperConfig(domain="group", object_id="hall", options={"entities": ["light.hall"]})
    dark = Scene(name="Dark", states={"light.hall": ("off", {})})
    on = rule("B", [MOTION], [ON])
    assert conflicts(rule("A", [MOTION], [call("light.turn_off", "group.hall")]), lights, on)
    assert conflicts(rule("A", [MOTION], [call("script.dark")]), script("dark", OFF), on)
    assert conflicts(rule("A", [MOTION], [ActivateScene(scene="scene.dark")]), dark, on)


def test_settings_fight_too() -> None:
    dim = rule("A", [MOTION], [call("light.turn_on", "light.hall", brightness_pct=10)])
    assert conflicts(
        dim, rule("B", [MOTION], [call("light.turn_on", "light.hall", brightness_pct=100)])
    )
    assert not conflicts(
        dim, rule("B", [MOTION], [call("light.turn_on", "light.hall", brightness_pct=10)])
    )
    # As a spoken rule writes it.
    assert not conflicts(
        dim, rule("B", [MOTION], [call("light.turn_on", "light.hall", brightness_pct=10.0)])
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (call("lock.lock", "lock.front"), call("lock.unlock", "lock.front")),
        (call("cover.open_cover", "cover.blind"), call("cover.close_cover", "cover.blind")),
        (
            call("climate.set_hvac_mode", "climate.hall", hvac_mode="heat"),
            call("climate.set_hvac_mode", "climate.hall", hvac_mode="cool"),
        ),
        (
            call("input_select.select_option", "input_select.mode", option="Day"),
            call("input_select.select_option", "input_select.mode", option="Night"),
        ),
    ],
)
def test_more_opposites(one: Call, other: Call) -> None:
    assert conflicts(rule("A", [MOTION], [one]), rule("B", [MOTION], [other]))


def test_areas_are_looked_up() -> None:
    known = Known(areas={"hall": frozenset({"light.hall"})})
    whole = call("light.turn_off")
    object.__setattr__(whole, "target", {"area_id": "hall"})
    rules = (rule("A", [MOTION], [whole]), rule("B", [MOTION], [ON]))
    assert conflicts(*rules, known=known)
    assert not conflicts(*rules)


def test_a_rule_that_is_off_fights_nobody() -> None:
    off = rule("A", [MOTION], [OFF], initial_state=False)
    assert not conflicts(off, rule("B", [MOTION], [ON]))
