"""Names that stand for nothing, and templates that are none."""

import pytest

from hub.automation.checking import Finding, Known, check
from hub.automation.checking.mentions import mentions_of
from hub.automation.model.actions import ActivateScene, AnyAction, Call
from hub.automation.model.conditions import AnyCondition
from hub.automation.model.rules import HelperConfig, Scene
from hub.automation.model.triggers import AnyTrigger
from tests.support.rule_models import becomes, call, home, is_state, rule, script, true_of

KNOWN = Known(
    entities=frozenset({"light.hall", "binary_sensor.motion", "sensor.warmth"}),
    actions=frozenset({"light.turn_on", "light.turn_off", "notify.all", "script.turn_on"}),
    areas={"hall": frozenset({"light.hall"})},
    devices={"d1": frozenset({"light.hall"})},
    floors={},
    labels={"night": frozenset()},
)
MOTION = becomes("binary_sensor.motion", "on")
ON = call("light.turn_on", "light.hall")


def unknown(
    action: AnyAction = ON, *conditions: AnyCondition, trigger: AnyTrigger = MOTION
) -> list[Finding]:
    return check(home(rule("A", [trigger], [action], *conditions)), KNOWN)


def test_known_names_are_fine() -> None:
    assert not unknown(ON, is_state("light.hall", "on"), is_state("automation.a", "on"))


def test_unknown_entities_are_named_with_the_nearest() -> None:
    (found,) = unknown(trigger=becomes("binary_sensor.moton", "on"))
    assert (found.severity, found.code) == ("error", "unknown_entity")
    assert "'binary_sensor.moton'" in found.message
    assert "did you mean 'binary_sensor.motion'?" in found.message
    assert found.place.file == "rules/home.yaml"
    assert [one.code for one in unknown(ON, is_state("light.hal", "on"))] == ["unknown_entity"]
    assert [one.code for one in unknown(call("light.turn_on", "light.x"))] == ["unknown_entity"]


def test_nothing_is_said_of_what_nobody_knows() -> None:
    assert not check(home(rule("A", [becomes("light.x", "on")], [call("x.y", "light.z")])))


def test_helpers_scripts_scenes_and_rules_are_there() -> None:
    helper = HelperConfig(domain="input_boolean", object_id="away", options={})
    movie = Scene(name="Movie night", states={"light.hall": ("on", {})})
    acts: list[AnyAction] = [
        call("script.turn_on", "script.s"),
        ActivateScene(scene="scene.movie_night"),
    ]
    config = home(
        rule("A", [becomes("input_boolean.away", "on")], acts), script("s", ON), helper, movie
    )
    assert not check(config, KNOWN)


@pytest.mark.parametrize(
    ("key", "name", "code"),
    [
        ("area_id", "hal", "unknown_area"),
        ("device_id", "d2", "unknown_device"),
        ("floor_id", "up", "unknown_floor"),
        ("label_id", "nite", "unknown_label"),
    ],
)
def test_unknown_places(key: str, name: str, code: str) -> None:
    (found,) = unknown(Call(action="light.turn_on", target={key: [name]}))
    assert (found.severity, found.code) == ("error", code)


def test_known_places() -> None:
    assert not unknown(Call(action="light.turn_on", target={"area_id": "hall", "device_id": "d1"}))


def test_unknown_actions() -> None:
    (found,) = unknown(call("light.trun_on", "light.hall"))
    assert (found.severity, found.code) == ("error", "unknown_action")
    assert "did you mean 'light.turn_on'?" in found.message
    assert [one.code for one in unknown(call("script.gone"))] == ["unknown_action"]


def test_unknown_notifiers_are_only_a_note() -> None:
    (found,) = unknown(call("notify.mobile_app_phone", message="x"))
    assert found.severity == "note"
    assert not unknown(call("notify.all", message="x"))


def test_scenes_with_unknown_entities() -> None:
    (found,) = check(home(Scene(name="X", states={"light.gone": ("on", {})})), KNOWN)
    assert (found.code, found.rules) == ("unknown_entity", ("scene.x",))


@pytest.mark.parametrize(
    "source",
    [
        "{{ states('light.gone') }}",
        "{{ is_state('light.gone', 'on') }}",
        "{{ states.light.gone.state == 'on' }}",
        "{{ states['light.gone'].state }}",
        "{% if is_state_attr('light.gone', 'a', 1) %}x{% endif %}",
        "{{ ['light.gone'] | expand | list }}",
        "{{ expand(['light.gone', 'light.hall']) }}",
        "{{ 'light.gone' | has_value }}",
    ],
)
def test_entities_inside_templates(source: str) -> None:
    (found,) = unknown(ON, true_of(source))
    assert (found.severity, found.code) == ("warning", "unknown_entity")
    assert "in a template" in found.message


@pytest.mark.parametrize(
    "source",
    [
        "{{ states('light.' ~ name) }}",
        "{{ states.light | list }}",
        "{{ states.light.hall.state }}",
        "{{ 'light.gone' }}",
        "{{ trigger.to_state.state }}",
        "{{ states(trigger.entity_id) }}",
    ],
)
def test_templates_that_name_nothing_unknown(source: str) -> None:
    assert not unknown(ON, true_of(source))


def test_fields_of_scripts() -> None:
    fields = {"text": {"required": True}, "loud": {}}
    say = script("say", ON, fields=fields)

    def said(**data: str) -> list[str]:
        config = home(rule("A", [MOTION], [call("script.say", **data)]), say)
        return [one.message for one in check(config, KNOWN)]

    assert not said(text="x", loud="y")
    assert "must have" in said()[0]
    assert "did you mean 'text'?" in said(text="x", txt="y")[0]


def test_broken_templates_are_errors() -> None:
    (found,) = unknown(ON, true_of("{{ states('light.hall' }}"))
    assert (found.severity, found.code) == ("error", "template")
    (found,) = unknown(call("light.turn_on", "light.hall", brightness="{% if x %}1"))
    assert found.code == "template"


def test_another_checker_of_templates_may_be_given() -> None:
    config = home(rule("A", [MOTION], [ON], true_of("{{ fine }}")))
    (found,) = check(config, template_error=lambda source: f"no {source}")
    assert "no {{ fine }}" in found.message


def test_a_template_that_is_nested_too_deeply_is_an_error() -> None:
    assert mentions_of("{{ " + "(" * 5000 + ")" * 5000 + " }}").error is not None
