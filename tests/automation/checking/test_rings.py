"""Which rules set themselves off for ever, and which rings come to rest."""

from hub.automation.checking import Finding, check
from hub.automation.model.actions import Call
from hub.automation.model.rules import Automation, Script
from hub.automation.model.triggers import MqttTrigger
from tests.support.rule_models import (
    becomes,
    by,
    call,
    choose,
    event,
    fire,
    home,
    is_state,
    none_of,
    rule,
    script,
    wait,
)


def loops(*rules: Automation | Script) -> list[Finding]:
    return [one for one in check(home(*rules)) if one.code == "loop"]


A_ON, A_OFF = call("switch.turn_on", "switch.a"), call("switch.turn_off", "switch.a")
B_ON, B_OFF = call("switch.turn_on", "switch.b"), call("switch.turn_off", "switch.b")


def test_two_rules_that_undo_each_other_spin() -> None:
    (found,) = loops(
        rule("Off", [becomes("switch.a", "on")], [A_OFF]),
        rule("On", [becomes("switch.a", "off")], [A_ON]),
    )
    assert set(found.rules) == {"automation.off", "automation.on"}
    assert "'Off' sets switch.a to 'off', which starts 'On' sets switch.a to 'on'" in found.message


def test_a_longer_ring_is_told_whole() -> None:
    (found,) = loops(
        rule("One", [becomes("switch.a", "on")], [B_ON, A_OFF]),
        rule("Two", [becomes("switch.b", "on")], [fire("go"), B_OFF]),
        rule("Three", [event("go")], [A_ON]),
    )
    assert set(found.rules) == {"automation.one", "automation.two", "automation.three"}


def test_setting_what_is_set_already_starts_nothing() -> None:
    assert not loops(rule("A", [becomes("switch.a", "on")], [A_ON]))
    assert not loops(rule("A", [becomes("switch.a")], [A_ON]))


def test_two_way_ties_come_to_rest() -> None:
    assert not loops(
        rule("1", [becomes("switch.a", "on")], [B_ON]),
        rule("2", [becomes("switch.b", "on")], [A_ON]),
        rule("3", [becomes("switch.a", "off")], [B_OFF]),
        rule("4", [becomes("switch.b", "off")], [A_OFF]),
    )


def test_toggling_what_one_listens_to_spins() -> None:
    assert loops(rule("A", [becomes("switch.a")], [call("switch.toggle", "switch.a")]))
    assert not loops(rule("A", [becomes("switch.a", "on")], [call("switch.toggle", "switch.a")]))


def test_counting_what_one_listens_to_spins() -> None:
    assert loops(rule("A", [becomes("counter.c")], [call("counter.increment", "counter.c")]))
    assert not loops(rule("A", [becomes("counter.c", "3")], [call("counter.reset", "counter.c")]))


def test_a_condition_breaks_it() -> None:
    toggle = call("switch.toggle", "switch.a")
    assert not loops(rule("A", [becomes("switch.a")], [toggle], is_state("switch.a", "on")))
    guarded = none_of(is_state("input_boolean.busy", "on"))
    busy = call("input_boolean.turn_on", "input_boolean.busy")
    assert not loops(rule("A", [becomes("switch.a")], [busy, toggle], guarded))


def test_a_guard_that_was_set_earlier_in_the_ring_breaks_it() -> None:
    busy = call("input_boolean.turn_on", "input_boolean.busy")
    assert not loops(
        rule(
            "Off",
            [becomes("switch.a", "on")],
            [busy, A_OFF],
            is_state("input_boolean.busy", "off"),
        ),
        rule("On", [becomes("switch.a", "off")], [A_ON]),
    )


def test_trigger_ids_break_it() -> None:
    triggers = [becomes("switch.a", "on", id="up"), becomes("switch.b", "on", id="other")]
    assert not loops(rule("A", triggers, [choose((by("other"), [A_OFF, A_ON]))]))
    assert loops(rule("A", triggers, [choose((by("up"), [A_OFF, A_ON]))]))


def test_events_spin_if_their_data_fits() -> None:
    assert loops(rule("A", [event("go")], [fire("go")]))
    assert loops(rule("A", [event("go", n=1)], [fire("go", n=1)]))
    assert not loops(rule("A", [event("go", n=1)], [fire("go", n=2)]))


def test_messages_spin() -> None:
    publish = Call(action="mqtt.publish", data={"topic": "a/b", "payload": "x"})
    assert loops(rule("A", [MqttTrigger(topic="a/b")], [publish]))
    assert not loops(rule("A", [MqttTrigger(topic="a/b", payload="y")], [publish]))


def test_running_oneself_spins() -> None:
    assert loops(rule("Again", [event("go")], [call("automation.trigger", "automation.again")]))
    assert not loops(rule("Again", [event("go")], [call("automation.trigger", "automation.b")]))


def test_scripts_that_call_each_other_spin() -> None:
    assert loops(script("a", call("script.b")), script("b", call("script.a")))
    counts = choose((is_state("counter.c", "1"), [call("script.a")]))
    assert not loops(script("a", call("script.b")), script("b", counts))


def test_a_ring_over_a_script_is_found() -> None:
    assert loops(
        rule("A", [becomes("switch.a", "on")], [call("script.blink")]),
        script("blink", A_OFF, A_ON),
    )


def test_a_slow_ring_is_a_note() -> None:
    (found,) = loops(rule("A", [becomes("switch.a", "on")], [A_OFF, wait(60), A_ON]))
    assert found.severity == "note"
    assert "slowly" in found.message


def test_a_rule_that_is_off_ends_the_ring() -> None:
    assert not loops(
        rule("Off", [becomes("switch.a", "on")], [A_OFF], initial_state=False),
        rule("On", [becomes("switch.a", "off")], [A_ON]),
    )
