"""A whole configuration folder is read as it is; what is wrong in it is named with its line."""

import json
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.automation.files.loading import Loaded, load
from hub.automation.files.rule_items import parse_automation
from hub.automation.model.actions import Call, Choose, Delay, SubSequence
from hub.automation.model.rules import Automation
from hub.automation.model.triggers import StateTrigger, WebhookTrigger
from hub.home.yaml_config import ConfigProblem


def _read(path: Path) -> Loaded:
    return load(path, environ={})


def _rules(loaded: Loaded) -> dict[str, Automation]:
    return {rule.id: rule for rule in loaded.configuration.automations}


def _where(problems: Iterable[ConfigProblem]) -> set[tuple[str, int]]:
    return {(Path(problem.file).name, problem.line) for problem in problems}


def test_rules_of_every_include_form_are_found(house: Path) -> None:
    assert list(_rules(_read(house))) == [
        "1001",
        "1002",
        "garden_at_dusk",
        "door_left_open",
        "fine",
        "one_file_one_rule",
        "written_right_here",
        "pump",
    ]


def test_what_is_wrong_is_named_with_file_and_line_and_stops_nothing_else(house: Path) -> None:
    assert _where(_read(house).problems) == {
        ("broken.yaml", 4),
        ("broken.yaml", 8),
        ("broken.yaml", 15),
        ("water.yaml", 4),
        ("core.entity_registry", 1),
    }


def test_secrets_stand_where_they_are_named(house: Path) -> None:
    [trigger] = _rules(_read(house))["1002"].triggers
    assert isinstance(trigger, WebhookTrigger)
    assert trigger.webhook_id == "very-long-secret-hook"


def test_a_secret_of_a_nearer_folder_wins(house: Path) -> None:
    (house / "automations" / "secrets.yaml").write_text("never_written: near\n")
    assert "missing_secret" in _rules(_read(house))


def test_environment_variables_have_their_defaults(house: Path) -> None:
    rule = _rules(_read(house))["written_right_here"]
    assert isinstance(rule.actions[0], Delay)
    assert rule.actions[0].delay == 5.0
    given = load(house, environ={"SHORT_PAUSE": "00:01:00"})
    first = _rules(given)["written_right_here"].actions[0]
    assert isinstance(first, Delay)
    assert first.delay == 60.0


def test_inputs_are_put_into_blueprints(house: Path) -> None:
    rule = _rules(_read(house))["garden_at_dusk"]
    delay, call, rest = rule.actions
    assert (delay, call) == (
        Delay(delay=5.0),
        Call(action="light.turn_on", target={"entity_id": ["light.garden"]}),
    )
    assert rest == SubSequence(sequence=())
    assert (rule.mode, rule.variables) == ("restart", {"wait_s": 5})
    assert json.loads(json.dumps(rule.raw)) == rule.raw


def test_an_unknown_input_is_noted_and_a_missing_one_is_a_problem(house: Path) -> None:
    assert any("'colour'" in note.message for note in _read(house).notes)
    file = house / "automations.yaml"
    file.write_text(file.read_text().replace("lamps:", "lmps:"))
    loaded = _read(house)
    assert "garden_at_dusk" not in _rules(loaded)
    assert any("input lamps is missing" in problem.message for problem in loaded.problems)


def test_lists_that_inputs_bring_are_spread_among_other_steps(house: Path) -> None:
    file = house / "blueprints" / "automation" / "own" / "dusk.yaml"
    file.write_text(file.read_text().replace("  - sequence: !input more", "  - !input more"))
    rules = house / "automations.yaml"
    steps = "      more: [{delay: 1}, {delay: 2}]\n"
    rules.write_text(rules.read_text().replace("      colour: red\n", steps))
    actions = _rules(_read(house))["garden_at_dusk"].actions
    assert actions[2:] == (Delay(delay=1.0), Delay(delay=2.0))


def test_a_blueprint_outside_its_folder_is_refused(house: Path) -> None:
    file = house / "automations.yaml"
    file.write_text(file.read_text().replace("own/dusk.yaml", "../../automations.yaml"))
    assert any("outside blueprints/automation" in p.message for p in _read(house).problems)


def test_a_missing_blueprint_is_told_with_the_nearest(house: Path) -> None:
    file = house / "automations.yaml"
    file.write_text(file.read_text().replace("own/dusk.yaml", "own/dsk.yaml"))
    assert any("did you mean 'own/dusk.yaml'" in p.message for p in _read(house).problems)


def test_packages_hold_rules_and_helpers(house: Path) -> None:
    loaded = _read(house)
    [step] = _rules(loaded)["pump"].actions
    assert isinstance(step, Choose)
    assert step.options[0].sequence[1] == Delay(delay=180.0)
    helpers = {(h.domain, h.object_id): h.options for h in loaded.configuration.helpers}
    assert ("input_boolean", "pump_allowed") in helpers
    assert helpers["input_number", "target_level"] == {"min": 0, "max": 100}


def test_helpers_of_yaml_and_of_the_interface_are_found(house: Path) -> None:
    found = {(h.domain, h.object_id) for h in _read(house).configuration.helpers}
    assert found == {
        ("input_boolean", "guests"),
        ("input_boolean", "holiday"),
        ("input_boolean", "pump_allowed"),
        ("input_boolean", "quiet"),
        ("input_number", "target_level"),
        ("zone", "old_mill"),
        ("zone", "school"),
        ("person", "nora"),
        ("group", "lamps"),
        ("sensor", "warm_rooms"),
        ("template", "wind_chill"),
        ("schedule", "school_days"),
    }


def test_scenes_take_yaml_booleans_for_states(house: Path) -> None:
    [scene] = _read(house).configuration.scenes
    assert scene.states == {
        "light.hall": ("on", {}),
        "light.attic": ("off", {}),
        "climate.bath": ("heat", {"temperature": 22}),
    }


def test_what_is_not_ours_is_left_alone_and_said(house: Path) -> None:
    left = _read(house).configuration.left_alone
    assert set(left) == {"default_config", "homeassistant", "http", "mqtt", "sensor"}
    assert left["http"].line == 10


def test_registries_are_read(house: Path) -> None:
    registries = _read(house).registries
    assert (registries.areas[0].floor_id, registries.floors[0].level) == ("upstairs", 1)
    assert registries.devices[0].identifiers == (("mqtt", "0x01"),)
    assert [(entity.id[0], entity.entity_id) for entity in registries.entities] == [
        ("e", "light.attic"),
        ("f", "input_boolean.quiet"),
    ]


def test_loading_twice_gives_equal_rules(house: Path) -> None:
    assert _read(house) == _read(house)


def test_a_rule_that_moves_down_its_file_stays_equal(house: Path) -> None:
    before = _rules(_read(house))
    file = house / "automations.yaml"
    file.write_text("# one more line\n" + file.read_text())
    assert _rules(_read(house)) == before


@pytest.mark.parametrize("name", ["../outside.yaml", "/etc/hostname", "link.yaml"])
def test_nothing_outside_the_folder_is_included(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.yaml").write_text("- id: stolen\n  triggers: []\n  actions: []\n")
    root = tmp_path / "config"
    root.mkdir()
    (root / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (root / "configuration.yaml").write_text(f"automation: !include {name}\n")
    loaded = _read(root)
    assert loaded.configuration.automations == ()
    assert "outside the configuration folder" in str(loaded.problems[0])


def test_a_file_that_includes_itself_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "configuration.yaml").write_text("automation: !include configuration.yaml\n")
    assert "includes itself" in str(_read(tmp_path).problems[0])


def test_a_broken_included_file_costs_only_its_own_rules(house: Path) -> None:
    (house / "automations" / "doors.yaml").write_text("- alias: [\n")
    loaded = _read(house)
    assert ("doors.yaml", 2) in _where(loaded.problems)
    assert {"1001", "fine", "pump"} <= set(_rules(loaded))


def test_aliases_cannot_blow_up(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    text = "automation:\n  alias: bomb\n  triggers: []\n  actions: []\n  variables:\n    v: *a9\n"
    (tmp_path / "configuration.yaml").write_text("\n".join(lines) + "\n" + text)
    began = time.monotonic()
    loaded = _read(tmp_path)
    assert time.monotonic() - began < 2
    assert loaded.configuration.automations == ()
    assert any("too large" in problem.message for problem in loaded.problems)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "- " * 100_000 + "a",
        "{a: " * 50_000,
        "a0: &a0 []\n"
        + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 2000))
        + "automation: *a1999\n",
    ],
    ids=["lists", "dashes", "mappings", "aliases"],
)
def test_no_depth_overruns_the_stack(tmp_path: Path, text: str) -> None:
    (tmp_path / "configuration.yaml").write_text(text)
    loaded = _read(tmp_path)
    assert loaded.configuration.automations == ()
    assert len(loaded.problems) == 1


def test_duplicate_ids_are_reported_and_the_first_stays(tmp_path: Path) -> None:
    rule = "- id: a\n  alias: {}\n  triggers: []\n  actions: []\n"
    (tmp_path / "automations.yaml").write_text(rule.format("One") + rule.format("Two"))
    loaded = _read(tmp_path)
    assert [rule.alias for rule in loaded.configuration.automations] == ["One"]
    assert ("automations.yaml", 5) in _where(loaded.problems)


def test_ids_made_of_the_same_name_are_kept_apart(tmp_path: Path) -> None:
    rule = "- alias: Porch light\n  triggers: []\n  actions: []\n"
    (tmp_path / "automations.yaml").write_text(rule * 2)
    found = _read(tmp_path).configuration.automations
    assert [(rule.id, rule.has_id) for rule in found] == [
        ("porch_light", False),
        ("porch_light_2", False),
    ]


def test_a_plain_folder_is_read_by_what_its_files_hold(tmp_path: Path) -> None:
    files = {
        "automations/a.yaml": "id: a\ntriggers: []\nactions: []\n",
        "more.yaml": "- id: b\n  triggers: []\n  actions: []\n"
        "- name: S\n  entities: {light.a: on}\n",
        "scripts.yaml": "go:\n  sequence: []\n",
        "scripts/run.yaml": "sequence: []\n",
        "input_boolean.yaml": "guest:\n  name: Guest\n",
        "helpers.yaml": "timer:\n  tea:\n    duration: 00:05:00\nautomation kitchen: []\n",
        "zones.yaml": "- name: Mill\n  latitude: 1\n  longitude: 2\n",
        "policy.yaml": "rules: []\n",
        "secrets.yaml": "a: b\n",
        "notes.txt": "no rule",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    loaded = _read(tmp_path)
    assert loaded.problems == ()
    found = loaded.configuration
    assert {rule.id for rule in found.automations} == {"a", "b"}
    assert {script.object_id for script in found.scripts} == {"go", "run"}
    assert {(h.domain, h.object_id) for h in found.helpers} == {
        ("input_boolean", "guest"),
        ("timer", "tea"),
        ("zone", "mill"),
    }
    assert [scene.name for scene in found.scenes] == ["S"]


def test_rules_are_rules_whatever_their_file_is_called(tmp_path: Path) -> None:
    names = ("lock", "light", "person", "scenes", "door")
    for name in names:
        actions = f"[{{action: light.turn_on, target: {{entity_id: light.{name}}}}}]"
        text = f"- id: {name}\n  alias: {name}\n  triggers: []\n  actions: {actions}\n"
        (tmp_path / f"{name}.yaml").write_text(text)
    loaded = load(tmp_path, environ={})
    assert {rule.id for rule in loaded.configuration.automations} == set(names)
    assert (loaded.problems, dict(loaded.configuration.left_alone)) == ((), {})


def test_one_file_is_read_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "anything.yaml"
    file.write_text("alias: One\ntrigger: {platform: sun, event: sunset}\naction: []\n")
    (tmp_path / "other.yaml").write_text("- id: other\n  triggers: []\n  actions: []\n")
    assert [rule.alias for rule in _read(file).configuration.automations] == ["One"]


def test_a_path_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert len(_read(tmp_path / "gone.yaml").problems) == 1


def test_five_thousand_lines_load_at_once(tmp_path: Path) -> None:
    rule = """- id: "r%d"
  alias: Rule %d
  triggers:
    - trigger: state
      entity_id: binary_sensor.motion_%d
      to: "on"
  conditions:
    - condition: time
      after: "07:00:00"
  actions:
    - action: light.turn_on
      target:
        entity_id: light.lamp
"""
    text = "".join(rule % (n, n, n) for n in range(400))
    (tmp_path / "automations.yaml").write_text(text)
    began = time.process_time()
    assert len(_read(tmp_path).configuration.automations) == 400
    assert time.process_time() - began < 2


def test_booleans_of_yaml_are_states_and_survive_json(house: Path) -> None:
    rule = _rules(_read(house))["1001"]
    [trigger] = rule.triggers
    assert isinstance(trigger, StateTrigger)
    assert (trigger.to, trigger.for_) == (("on",), 120.0)
    assert parse_automation(json.loads(json.dumps(rule.raw))) == rule


@given(raw=st.binary(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_rules_or_located_problems(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    file = tmp_path_factory.mktemp("any") / "rules.yaml"
    file.write_bytes(raw)
    loaded = _read(file)
    assert all(problem.file == str(file) and problem.line >= 1 for problem in loaded.problems)


_PIECES = st.sampled_from(
    ["- ", "id: a", "triggers:", "[", "]", "{", "}", ": ", "\n", "\n  ", "&a ", "*a", "!secret x",
     "!input y", "<<: ", "actions:", "delay: 1", "? ", "| ", "use_blueprint:", "path: x", "1", "~",
     "automation:", "script:", "sequence:", "condition: and", "choose:", "repeat:", "!include z"]
)  # fmt: skip


@given(pieces=st.lists(_PIECES, max_size=25))
@settings(max_examples=400, deadline=None)
def test_broken_rules_never_break_the_loader(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    file = tmp_path_factory.mktemp("any") / "rules.yaml"
    file.write_text("".join(pieces))
    _read(file)
