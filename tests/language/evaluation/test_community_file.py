"""The community's tests are understood as Home Assistant documents their intents."""

from pathlib import Path

import pytest

from hub.home.yaml_config import ConfigError
from hub.language.evaluation.cases import Answers, Asks, Case, Does, Refuses
from hub.language.evaluation.suites import read_suites

FIXTURES = """
language: en
floors: [{name: Upper, id: upper_id}]
areas: [{name: Kitchen, id: kitchen_id}, {name: Den, id: den_id, floor: upper_id}]
entities:
  - {name: Sink, id: light.sink, area: kitchen_id, state: "on"}
  - {name: Shelf, id: light.shelf, area: den_id, state: {in: "off", out: "off"}}
  - {name: Left, id: cover.left, area: den_id, state: open, attributes: {device_class: blind}}
  - {name: Right, id: cover.right, area: den_id, state: open, attributes: {device_class: curtain}}
  - {name: Gate, id: lock.gate, state: locked}
  - {name: Party, id: scene.party}
  - {name: Mains, id: binary_sensor.mains, state: {in: powered, out: "on"},
     attributes: {device_class: power}}
timers:
  - {name: pizza, start_minutes: 30, total_seconds_left: 100, rounded_minutes_left: 1}
  - {start_hours: 1, total_seconds_left: 60, is_active: false}
"""


def case(folder: Path, test: str) -> Case:
    """Return the only case of a test."""
    (folder / "_fixtures.yaml").write_text(FIXTURES)
    (folder / "a.yaml").write_text(f"language: en\ntests:\n  - {{sentences: [words], {test}}}\n")
    return read_suites(folder)[0].cases[0]


def changes(found: Case) -> set[str]:
    """Return what the first expectation changes."""
    wanted = found.expected[0]
    assert isinstance(wanted, Does)
    return {str(effect) for effect in wanted.steps.effects(found.home.build(found.at))}


@pytest.mark.parametrize(("intent", "wanted"), [
    ("{name: HassTurnOn, slots: {name: Sink}}", {"light.sink power=on"}),
    ("{name: HassTurnOff, slots: {area: Den, domain: light}}", {"light.shelf power=off"}),
    ("{name: HassTurnOff, slots: {floor: Upper, domain: light}}", {"light.shelf power=off"}),
    ("{name: HassTurnOff, slots: {domain: cover, device_class: blind}}", {"cover.left position=0"}),
    ("{name: HassTurnOn, slots: {domain: cover}}",
     {"cover.left position=100", "cover.right position=100"}),
    ("{name: HassTurnOn, slots: {name: Gate}, context: {domain: lock}}", {"lock.gate lock=lock"}),
    ("{name: HassTurnOff, slots: {name: Gate}}", {"lock.gate lock=unlock"}),
    ("{name: HassTurnOn, slots: {name: Party, area: Den, domain: scene}}",
     {"scene.party runs=once"}),
    ("{name: HassLightSet, slots: {name: Sink, brightness: 50}}",
     {"light.sink power=on", "light.sink brightness=128"}),
    ("{name: HassSetPosition, slots: {name: Left, position: 30}}", {"cover.left position=30"}),
])  # fmt: skip
def test_an_intent_changes_what_its_slots_mean(
    tmp_path: Path, intent: str, wanted: set[str]
) -> None:
    assert changes(case(tmp_path, f"intent: {intent}")) == wanted


def test_where_nothing_is_meant_nothing_may_move(tmp_path: Path) -> None:
    found = case(tmp_path, "intent: {name: HassTurnOn, slots: {area: Kitchen, domain: fan}}")
    assert {type(each) for each in found.expected} == {Refuses, Asks, Answers}


def test_the_speakers_area_is_known(tmp_path: Path) -> None:
    found = case(tmp_path, "intent: {name: HassNevermind, context: {area: Den}}")
    assert found.area_id == "den_id"


def test_a_response_demands_names_numbers_or_yes_and_no(tmp_path: Path) -> None:
    def check(response: str, slots: str) -> str:
        test = f"intent: {{name: HassGetState, slots: {slots}}}, response: {response!r}"
        wanted = case(tmp_path, test).expected[0]
        assert isinstance(wanted, Answers)
        return str(wanted.check)

    assert check("Yes", "{domain: lock, name: Gate, state: locked}").startswith("yes")
    assert check("Sink", "{domain: light, state: 'on'}") == "Sink"
    assert check("1", "{domain: light, state: 'on'}") == "1"


@pytest.mark.parametrize(("intent", "ids"), [
    ("{name: HassCancelTimer, slots: {name: [pizza]}}", [("timer_0",)]),
    ("{name: HassCancelTimer, slots: {start_hours: 1}}", [("timer_1",)]),
    ("{name: HassCancelTimer}", [("timer_0",), ("timer_1",)]),
    ("{name: HassCancelAllTimers}", [("timer_0", "timer_1")]),
    ("{name: HassPauseTimer}", [("timer_0",)]),
    ("{name: HassUnpauseTimer}", [("timer_1",)]),
])  # fmt: skip
def test_timers_are_meant_by_name_length_and_state(
    tmp_path: Path, intent: str, ids: list[tuple[str, ...]]
) -> None:
    found = case(tmp_path, f"intent: {intent}")
    does = [each for each in found.expected if isinstance(each, Does)]
    assert [each.chores[0].fields["timer_ids"] for each in does] == ids


def test_an_unknown_intent_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"a.yaml:3: .*the intent 'HassDance' cannot be scored"):
        case(tmp_path, "intent: {name: HassDance}")
