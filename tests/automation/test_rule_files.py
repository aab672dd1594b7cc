"""Rules go into YAML and come back; what people write is read, and left alone if it is wrong."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.automation.durations import as_clock, seconds_of
from hub.automation.files.loading import load
from hub.automation.gist import gist_of
from hub.automation.rule_yaml import to_item
from hub.automation.spoken_files import RuleFileFailed, write_spoken
from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.rules import (
    Delay,
    DistanceTrigger,
    NotCondition,
    NumericStateCondition,
    NumericStateTrigger,
    Rule,
    StateCondition,
    StateTrigger,
    SunCondition,
    SunTrigger,
    Tell,
    TimeCondition,
    TimePatternTrigger,
    TimeTrigger,
    ZoneTrigger,
)
from hub.home.step import Step
from tests.support.fakes import put

IDS = st.lists(
    st.sampled_from([EntityId("light.a"), EntityId("sensor.b"), EntityId("person.c")]),
    min_size=1, max_size=2, unique=True,
).map(tuple)  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20)
STATE = st.sampled_from(["on", "off", "12:30", "home", "null"])
STATES = st.lists(STATE, max_size=2).map(tuple)
SECONDS = st.integers(0, 400_000).map(float) | st.sampled_from([0.5, 1.25])
BOUND = st.floats(-50, 50).map(lambda number: round(number, 2))
HIGHER = st.none() | BOUND.map(lambda number: number + 101)
TIMES = st.times().map(lambda at: at.replace(microsecond=0))
ZONE = st.just(EntityId("zone.home"))
WAYS = st.sampled_from(["enter", "leave"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds
PATTERN = st.none() | st.sampled_from(["/5", "0", "*"])
SUN = st.sampled_from(["sunrise", "sunset"])
TRIGGERS = st.one_of(
    st.builds(TimeTrigger, at=TIMES | MOMENTS),
    st.builds(TimePatternTrigger, hours=PATTERN, minutes=PATTERN, seconds=st.just("0")),
    st.builds(SunTrigger, event=SUN, offset_s=SECONDS | SECONDS.map(lambda s: -s)),
    st.builds(StateTrigger, entity_id=IDS, to=STATES, from_=STATES, for_s=SECONDS),
    st.builds(NumericStateTrigger, entity_id=IDS, above=BOUND, below=HIGHER, for_s=SECONDS),
    st.builds(ZoneTrigger, entity_id=IDS, zone=ZONE, event=WAYS),
    st.builds(DistanceTrigger, entity_id=IDS, zone=ZONE, within_m=st.just(2000.0), event=WAYS),
)
DAYS = st.lists(st.sampled_from(["mon", "sat", "sun"]), unique=True).map(tuple)
SIMPLE = st.one_of(
    st.builds(TimeCondition, after=TIMES, before=st.none() | TIMES, weekday=DAYS),
    st.builds(SunCondition, after=SUN),
    st.builds(
        StateCondition,
        entity_id=IDS, state=st.tuples(STATE), match=st.sampled_from(["all", "any"]),
    ),
    st.builds(NumericStateCondition, entity_id=IDS, above=BOUND, below=HIGHER),
)  # fmt: skip
CONDITIONS = SIMPLE | st.builds(NotCondition, conditions=st.tuples(SIMPLE))
DONE: list[tuple[str, dict[str, Any], str]] = [
    ("light.turn_on", {"brightness_pct": 40, "color_name": "red"}, "light.a"),
    ("light.turn_off", {}, "light.porch"),
    ("climate.set_temperature", {"temperature": 20.5, "hvac_mode": "off"}, "climate.d"),
    ("lock.lock", {"code": "0123"}, "lock.e"),
]
STEPS = st.sampled_from(
    [
        Step.model_validate({"command": parse_command(action, data), "targets": (target,)})
        for action, data, target in DONE
    ]
)
ACTIONS = st.one_of(
    STEPS,
    st.builds(Delay, delay_s=SECONDS.map(lambda seconds: seconds + 1)),
    st.builds(Tell, tell=TEXT),
)
HOME = Home()
for entity_id in ("light.a", "light.porch", "sensor.b", "person.c", "climate.d", "lock.e"):
    put(HOME, entity_id)
RULES = st.builds(
    Rule,
    id=st.just("abc"),
    alias=TEXT,
    triggers=st.lists(TRIGGERS, min_size=1, max_size=2).map(tuple),
    conditions=st.lists(CONDITIONS, max_size=2).map(tuple),
    actions=st.lists(ACTIONS, min_size=1, max_size=3).map(tuple),
    once=st.booleans(),
    said=st.just("") | TEXT,
)


@given(RULES)
def test_what_is_spoken_comes_back_from_its_file(
    tmp_path_factory: pytest.TempPathFactory, rule: Rule
) -> None:
    folder = tmp_path_factory.mktemp("rules")
    loaded = load(write_spoken(folder, rule))
    assert loaded.problems == ()
    [automation] = loaded.configuration.automations
    gist = gist_of(automation, HOME)
    assert gist == rule
    # Written anew, it says the same: nothing is lost between a sentence and its file.
    assert to_item(gist) == to_item(rule)


@given(st.integers(-400_000, 400_000).map(float) | st.sampled_from([0.5, -1.5]))
def test_durations_come_back(seconds: float) -> None:
    assert seconds_of(as_clock(seconds)) == seconds


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("00:10", 600),
        ("1:00:00", 3600),
        (90, 90),
        ({"minutes": 2, "seconds": 5}, 125),
        ("-0:30", -1800),
    ],
)
def test_durations_are_read_as_people_write_them(written: object, seconds: float) -> None:
    assert seconds_of(written) == seconds


ODD = """\
- alias: Odd
  trigger:
    - {platform: template, value_template: "{{ is_state('light.a', 'on') }}"}
    - {platform: state, entity_id: light.a, for: "{{ 5 }}"}
  condition: "{{ true }}"
  action:
    - if: "{{ now().hour > 6 }}"
      then:
        - service: light.turn_on
          target: {entity_id: light.porch}
          data: {brightness: "{{ 5 }}"}
    - repeat: {count: 2, sequence: [{action: light.turn_off, target: {entity_id: [light.porch]}}]}
    - service: "{{ 'light.turn_on' }}"
    - service: light.turn_on
      target: {entity_id: light.elsewhere}
"""
HAND_WRITTEN = """\
# My rule.
- id: '1700000000001'
  alias: Porch light   # the left one
  trigger:
    - platform: sun
      event: sunset
      offset: '-00:15:00'
  condition:
    - condition: state
      entity_id: binary_sensor.door
      state: 'on'
  action:
    - service: light.turn_on
      target:
        entity_id: light.porch
      data:
        brightness_pct: 30
    - delay: {minutes: 5}
    - service: light.turn_off
      entity_id: light.porch
"""


def test_the_gist_of_a_file_is_what_can_be_said_of_it(tmp_path: Path) -> None:
    file = tmp_path / "porch.yaml"
    file.write_text(HAND_WRITTEN)
    [automation] = load(file).configuration.automations
    gist = gist_of(automation, HOME)
    assert gist.triggers == (SunTrigger(event="sunset", offset_s=-900),)
    assert [step.command.action for step in gist.steps] == ["light.turn_on", "light.turn_off"]
    assert gist.actions[1] == Delay(delay_s=300)


def test_what_no_sentence_says_is_left_out_of_the_gist(tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(ODD)
    [automation] = load(file).configuration.automations
    gist = gist_of(automation, HOME)
    assert (gist.triggers, gist.conditions) == ((), ())
    assert [step.command.action for step in gist.steps] == ["light.turn_on", "light.turn_off"]


def test_files_are_private_and_nothing_half_written_stays(tmp_path: Path) -> None:
    step = Step(command=parse_command("light.turn_on", {}), targets=(EntityId("light.a"),))
    rule = Rule(alias="../Évil name/", triggers=(TimeTrigger(at=time(7)),), actions=(step,))
    file = write_spoken(tmp_path / "x" / "y", rule)
    assert file.parent == tmp_path / "x" / "y"
    assert file.name == f"evil_name-{rule.id}.yaml"
    assert file.stat().st_mode & 0o077 == 0
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    rule = Rule(alias="a", triggers=(TimeTrigger(at=time(7)),), actions=(Tell(tell="x"),))
    with pytest.raises(RuleFileFailed, match="cannot be written"):
        write_spoken(tmp_path / "x", rule)


def test_the_example_of_the_readme_is_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "hub" / "automation" / "README.md").read_text()
    example = text.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "example.yaml").write_text(example)
    loaded = load(tmp_path / "example.yaml")
    assert loaded.problems == ()
    [automation] = loaded.configuration.automations
    assert automation.initial_state is False
    assert len(automation.actions) == 3
