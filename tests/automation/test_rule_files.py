"""Rules go into YAML and come back; what people write is read, and left alone if it is wrong."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hub.automation.durations import as_clock, seconds_of
from hub.automation.rule_files import RuleFiles
from hub.automation.rule_yaml import RuleProblem, from_item, to_item
from hub.home.actions import parse_command
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

IDS = st.lists(
    st.sampled_from([EntityId("light.a"), EntityId("sensor.b"), EntityId("person.c")]),
    min_size=1, max_size=2, unique=True,
).map(tuple)  # fmt: skip
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20)
STATE = st.sampled_from(["on", "off", "12:30", "home", "null"])
STATES = st.lists(STATE, max_size=2).map(tuple)
SECONDS = st.integers(0, 400_000).map(float) | st.sampled_from([0.5, 1.25])
NUMBERS = st.none() | st.floats(-50, 50).map(lambda number: round(number, 2))
TIMES = st.times().map(lambda at: at.replace(microsecond=0))
ZONE = st.just(EntityId("zone.home"))
WAYS = st.sampled_from(["enter", "leave"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds
PATTERN = st.none() | st.sampled_from(["/5", "0", "*"])
SUN = st.sampled_from(["sunrise", "sunset"])
TRIGGERS = st.one_of(
    st.builds(TimeTrigger, at=TIMES | MOMENTS),
    st.builds(TimePatternTrigger, hours=PATTERN, minutes=PATTERN, seconds=PATTERN),
    st.builds(SunTrigger, event=SUN, offset_s=SECONDS | SECONDS.map(lambda s: -s)),
    st.builds(StateTrigger, entity_id=IDS, to=STATES, from_=STATES, for_s=SECONDS),
    st.builds(NumericStateTrigger, entity_id=IDS, above=NUMBERS, below=NUMBERS, for_s=SECONDS),
    st.builds(ZoneTrigger, entity_id=IDS, zone=ZONE, event=WAYS),
    st.builds(DistanceTrigger, entity_id=IDS, zone=ZONE, within_m=st.just(2000.0), event=WAYS),
)
DAYS = st.lists(st.sampled_from(["mon", "sat", "sun"]), unique=True).map(tuple)
SIMPLE = st.one_of(
    st.builds(TimeCondition, after=st.none() | TIMES, before=st.none() | TIMES, weekday=DAYS),
    st.builds(SunCondition, after=st.none() | SUN, before=st.none() | SUN),
    st.builds(
        StateCondition,
        entity_id=IDS, state=st.tuples(STATE), match=st.sampled_from(["all", "any"]),
    ),
    st.builds(NumericStateCondition, entity_id=IDS, above=NUMBERS, below=NUMBERS),
)  # fmt: skip
CONDITIONS = SIMPLE | st.builds(NotCondition, conditions=st.tuples(SIMPLE))
COMMANDS = st.sampled_from(
    [
        parse_command("light.turn_on", {"brightness_pct": 40, "color_name": "red"}),
        parse_command("light.turn_off", {}),
        parse_command("climate.set_temperature", {"temperature": 20.5, "hvac_mode": "off"}),
        parse_command("select.select_option", {"option": "on"}),
        parse_command("lock.lock", {"code": "0123"}),
    ]
)
ACTIONS = st.one_of(
    st.builds(Step, command=COMMANDS, targets=IDS),
    st.builds(Delay, delay_s=SECONDS.map(lambda seconds: seconds + 1)),
    st.builds(Tell, tell=TEXT),
)
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


@given(RULES, st.booleans())
def test_what_goes_in_comes_out(rule: Rule, is_paused: bool) -> None:  # noqa: FBT001
    assert from_item(to_item(rule, is_paused=is_paused)) == (rule, is_paused)


@given(RULES)
def test_it_comes_back_from_a_file_that_home_assistant_reads_alike(
    tmp_path_factory: pytest.TempPathFactory, rule: Rule
) -> None:
    files = RuleFiles(tmp_path_factory.mktemp("rules"))
    filed = files.add(rule)
    [read], problems = files.load()
    assert (read.rule, problems) == (rule, [])
    # PyYAML reads YAML 1.1, as Home Assistant does: on, off and 12:30 must stay words.
    [item] = yaml.safe_load(files.text(filed))
    assert from_item(item)[0] == rule


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


def test_the_old_spelling_is_read_and_pausing_keeps_comments(tmp_path: Path) -> None:
    file = tmp_path / "porch.yaml"
    file.write_text(HAND_WRITTEN)
    files = RuleFiles(tmp_path)
    [filed], problems = files.load()
    assert problems == []
    rule = filed.rule
    assert rule.triggers == (SunTrigger(event="sunset", offset_s=-900),)
    assert [step.command.action for step in rule.steps] == ["light.turn_on", "light.turn_off"]
    assert rule.actions[1] == Delay(delay_s=300)
    paused = files.pause(filed, is_paused=True)
    text = file.read_text()
    assert "# My rule." in text
    assert "# the left one" in text
    assert [one.is_paused for one in files.load()[0]] == [True]
    files.pause(paused, is_paused=False)
    [again], _ = files.load()
    assert (again.rule, again.is_paused) == (rule, False)


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("platform: sun", "platform: moon"), 5, "moon"),
        (("minutes: 5", "minutes: five"), 18, "five"),
        (("light.turn_on", "light.turn_up"), 13, "did you mean"),
        (("brightness_pct: 30", "brightness_pct: 300"), 13, "brightness_pct"),
        (("  alias", "  variables: {}\n  alias"), 3, "variables"),
        (("state: 'on'", "state: [}"), 11, "not YAML"),
        (("  action:", "  mode: parallel\n  action:"), 12, "parallel"),
        (("entity_id: light.porch\n      data", "area_id: porch\n      data"), 14, "entity_id"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, words: str
) -> None:
    text = HAND_WRITTEN.replace(*change)
    assert text != HAND_WRITTEN
    (tmp_path / "porch.yaml").write_text(text)
    rules, [problem] = RuleFiles(tmp_path).load()
    assert rules == []
    assert (problem.line, problem.file) == (line, str(tmp_path / "porch.yaml"))
    assert words in str(problem)
    assert (tmp_path / "porch.yaml").read_text() == text


def test_two_files_with_one_id_are_not_both_run(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(HAND_WRITTEN)
    [filed], [problem] = RuleFiles(tmp_path).load()
    assert filed.file.name == "a.yaml"
    assert "taken by a.yaml" in str(problem)


@pytest.mark.parametrize("item", [None, 3, [], "x", {"id": "a"}, {"id": "a", "triggers": 5}])
def test_what_is_no_automation_is_a_problem(item: object) -> None:
    with pytest.raises(RuleProblem):
        from_item(item)


def test_files_are_private_and_nothing_half_written_stays(tmp_path: Path) -> None:
    step = Step(command=parse_command("light.turn_on", {}), targets=(EntityId("light.a"),))
    rule = Rule(alias="../Évil name/", triggers=(TimeTrigger(at=time(7)),), actions=(step,))
    filed = RuleFiles(tmp_path / "x" / "y").add(rule)
    assert filed.file.parent == tmp_path / "x" / "y"
    assert filed.file.name == f"evil_name-{rule.id}.yaml"
    assert filed.file.stat().st_mode & 0o077 == 0
    assert [file.name for file in filed.file.parent.iterdir()] == [filed.file.name]


def test_the_example_of_the_readme_is_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "hub" / "automation" / "README.md").read_text()
    example = text.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "example.yaml").write_text(example)
    [filed], problems = RuleFiles(tmp_path).load()
    assert problems == []
    assert filed.is_paused
    assert len(filed.rule.actions) == 3
