"""Rules are changed in their files, and nothing else is."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.automation.files.editing import EditFailed, RuleEditor
from hub.automation.files.loading import Loaded, load
from hub.automation.model.rules import Automation, Scene, Script


def _read(path: Path) -> Loaded:
    return load(path, environ={})


def _rule(path: Path, rule_id: str) -> Automation:
    found = {rule.id: rule for rule in _read(path).configuration.automations}
    return found[rule_id]


def _script(path: Path, object_id: str) -> Script:
    return next(s for s in _read(path).configuration.scripts if s.object_id == object_id)


def test_pausing_adds_one_line_and_keeps_every_comment(house: Path) -> None:
    file = house / "automations.yaml"
    before = file.read_text().splitlines()
    RuleEditor(house, environ={}).pause(_rule(house, "1001"), is_paused=True)
    after = file.read_text().splitlines()
    assert [line for line in after if line not in before] == ["  initial_state: false"]
    assert [line for line in before if line not in after] == []
    assert _rule(house, "1001").initial_state is False


def test_pausing_and_going_on_leaves_the_file_as_it_was(house: Path) -> None:
    file = house / "automations.yaml"
    before = file.read_bytes()
    editor = RuleEditor(house, environ={})
    for rule_id in ("1001", "1002", "garden_at_dusk"):
        editor.pause(_rule(house, rule_id), is_paused=True)
        editor.pause(_rule(house, rule_id), is_paused=False)
    assert file.read_bytes() == before


def test_a_change_keeps_comments_quotes_and_secrets_of_the_rule_itself(house: Path) -> None:
    editor = RuleEditor(house, environ={})
    rule = _rule(house, "1002")
    raw = editor.source(rule)
    raw["action"]["data"]["who"] = "Emil"
    editor.replace(rule, raw)
    text = (house / "automations.yaml").read_text()
    assert "webhook_id: !secret hook" in text
    assert "very-long-secret-hook" not in text
    assert 'alias: "Hook: open"' in text
    assert "who: 'Emil'" in text


def test_a_changed_text_that_yaml_would_misread_is_quoted(house: Path) -> None:
    editor = RuleEditor(house, environ={})
    rule = _rule(house, "1001")
    raw = editor.source(rule) | {"alias": "off", "description": "12:30"}
    editor.replace(rule, raw)
    found = _rule(house, "1001")
    assert (found.alias, found.description) == ("off", "12:30")


def test_a_new_action_between_others_leaves_their_comments(house: Path) -> None:
    editor = RuleEditor(house, environ={})
    rule = _rule(house, "1001")
    raw = editor.source(rule)
    raw["actions"] = [{"delay": "00:00:01"}, *raw["actions"]]
    editor.replace(rule, raw)
    text = (house / "automations.yaml").read_text()
    assert "brightness_pct: 40  # not too bright" in text
    assert "# Motion is enough here." in text
    assert len(_rule(house, "1001").actions) == 2


def test_a_rule_of_a_package_is_changed_in_the_package(house: Path) -> None:
    editor = RuleEditor(house, environ={})
    rule = _rule(house, "pump")
    editor.replace(rule, editor.source(rule) | {"mode": "restart"})
    text = (house / "packages" / "water.yaml").read_text()
    assert "sequence: !include ../extra/steps/steps.yaml" in text
    assert _rule(house, "pump").mode == "restart"


def test_a_blueprint_stays_one_when_its_rule_is_changed(house: Path) -> None:
    editor = RuleEditor(house, environ={})
    rule = _rule(house, "garden_at_dusk")
    raw = editor.source(rule)
    raw["use_blueprint"]["input"]["wait_s"] = 9
    editor.replace(rule, raw)
    assert "path: own/dusk.yaml" in (house / "automations.yaml").read_text()
    assert _rule(house, "garden_at_dusk").variables == {"wait_s": 9}


def test_deleting_takes_the_rule_and_no_other_line(house: Path) -> None:
    file = house / "automations.yaml"
    before = file.read_text().splitlines()
    editor = RuleEditor(house, environ={})
    rule = _rule(house, "1002")
    taken = editor.text(rule).splitlines()
    editor.delete(rule)
    after = file.read_text().splitlines()
    assert len(before) - len(after) == len(taken)
    assert "# The second one is of the old kind." in after
    assert [rule.id for rule in _read(house).configuration.automations if rule.id == "1002"] == []


def test_deleting_the_last_rule_of_an_included_file_leaves_a_file_that_loads(house: Path) -> None:
    (house / "automations.yaml").write_text("- id: only\n  triggers: []\n  actions: []\n")
    known = _read(house).problems
    RuleEditor(house, environ={}).delete(_rule(house, "only"))
    assert _read(house).problems == known


def test_scripts_and_scenes_are_changed_alike(house: Path) -> None:
    editor = RuleEditor(house, environ={})
    script = _script(house, "wake_up")
    editor.replace(script, editor.source(script) | {"mode": "queued"})
    assert _script(house, "wake_up").mode == "queued"
    scene = _read(house).configuration.scenes[0]
    raw = editor.source(scene)
    raw["entities"]["light.hall"] = "off"
    editor.replace(scene, raw)
    assert _read(house).configuration.scenes[0].states["light.hall"] == ("off", {})
    editor.delete(_script(house, "blinker"))
    assert [s.object_id for s in _read(house).configuration.scripts] == ["wake_up"]


def test_new_rules_go_to_the_end_of_automations_yaml(house: Path) -> None:
    before = (house / "automations.yaml").read_text()
    raw = {"id": "new", "alias": "on", "triggers": [], "actions": [{"delay": 3}]}
    RuleEditor(house, environ={}).add(Automation, raw)
    assert (house / "automations.yaml").read_text().startswith(before)
    assert _rule(house, "new").alias == "on"


@pytest.mark.parametrize(
    "before",
    [
        "[]\n",
        "",
        "# none yet\n",
        "  - id: a\n    triggers: []\n    actions: []\n  # end\n",
        "- id: a\r\n  triggers: []\r\n  actions: []",
    ],
)
def test_a_new_rule_fits_in_however_the_file_is_written(house: Path, before: str) -> None:
    file = house / "automations.yaml"
    file.write_bytes(before.encode())
    editor = RuleEditor(house, environ={})
    known = _read(house).problems
    editor.add(Automation, {"id": "new", "triggers": [], "actions": [{"delay": "00:00:01"}]})
    assert _rule(house, "new").id == "new"
    assert _read(house).problems == known
    assert before == "[]\n" or file.read_bytes().startswith(before.encode())
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"") or "\r" not in before


def test_a_new_script_needs_a_file_that_is_included(house: Path) -> None:
    with pytest.raises(EditFailed, match="script: !include scripts.yaml"):
        RuleEditor(house, environ={}).add(Script, {"sequence": []}, object_id="new")


def test_new_rules_of_a_plain_folder_get_files_of_their_own(tmp_path: Path) -> None:
    editor = RuleEditor(tmp_path, environ={})
    editor.add(Automation, {"id": "a1", "alias": "One", "triggers": [], "actions": []})
    editor.add(Script, {"sequence": [{"delay": 1}]}, object_id="blink")
    editor.add(Scene, {"name": "Movie", "entities": {"light.a": "off"}})
    loaded = _read(tmp_path)
    assert loaded.problems == ()
    found = loaded.configuration
    assert (found.automations[0].id, found.scripts[0].object_id) == ("a1", "blink")
    assert found.scenes[0].states == {"light.a": ("off", {})}
    editor.delete(found.automations[0])
    assert not (tmp_path / "one-a1.yaml").exists()


def test_a_rule_that_moved_since_it_was_loaded_is_found(house: Path) -> None:
    rule = _rule(house, "1002")
    file = house / "automations.yaml"
    file.write_text("# one\n# two\n# three\n" + file.read_text())
    RuleEditor(house, environ={}).pause(rule, is_paused=True)
    assert _rule(house, "1002").initial_state is False
    assert _rule(house, "1001").initial_state is None


def test_a_rule_that_is_gone_is_said_to_be(house: Path) -> None:
    rule = _rule(house, "1002")
    editor = RuleEditor(house, environ={})
    editor.delete(rule)
    with pytest.raises(EditFailed, match="no rule 'Hook: open' any more"):
        editor.pause(rule, is_paused=True)


def test_an_anchor_that_other_rules_use_is_not_pulled_from_under_them(tmp_path: Path) -> None:
    file = tmp_path / "automations.yaml"
    text = (
        "- id: a\n  triggers: &t\n    - trigger: sun\n      event: sunset\n  actions: []\n"
        "- id: b\n  triggers: *t\n  actions: []\n"
    )
    file.write_text(text)
    with pytest.raises(EditFailed):
        RuleEditor(tmp_path, environ={}).delete(_rule(tmp_path, "a"))
    assert file.read_text() == text


def test_a_file_of_windows_lines_stays_one(tmp_path: Path) -> None:
    file = tmp_path / "automations.yaml"
    file.write_bytes(b"- id: a\r\n  triggers: []\r\n  actions: []\r\n# end\r\n")
    RuleEditor(tmp_path, environ={}).pause(_rule(tmp_path, "a"), is_paused=True)
    assert file.read_bytes() == (
        b"- id: a\r\n  triggers: []\r\n  actions: []\r\n  initial_state: false\r\n# end\r\n"
    )


_WORDS = st.sampled_from(
    ["on", "off", "12:30", "yes", "a: b", "# no", "", " x", "é", "{{ 1 }}", "~"]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | _WORDS | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(
    values=st.lists(_VALUES, min_size=2, max_size=5),
    changed=_VALUES,
    which=st.integers(0, 4),
    offset=st.sampled_from(["", "  "]),
)
@example(values=[None, "\x1b\n"], changed=None, which=0, offset="")
@example(values=[None, None], changed="a\n\u2028b\n", which=0, offset="  ")
@example(values=[None, None], changed="\x85", which=0, offset="")
@settings(max_examples=80, deadline=None)
def test_changing_one_rule_leaves_the_text_of_all_others(
    tmp_path_factory: pytest.TempPathFactory,
    values: list[object],
    changed: object,
    which: int,
    offset: str,
) -> None:
    folder = tmp_path_factory.mktemp("rules")
    file = folder / "automations.yaml"
    rules = [
        f"# rule {n}\n- id: r{n}  # id\n  triggers: []\n  variables: {{}}  # v {n}\n  actions:\n"
        f"  {offset}- delay: {n}   # wait\n\n"
        for n, _ in enumerate(values)
    ]
    file.write_text("".join(rules))
    editor = RuleEditor(folder, environ={})
    for n, value in enumerate(values):
        rule = _rule(folder, f"r{n}")
        editor.replace(rule, editor.source(rule) | {"variables": {"v": value}})
    texts = {r.id: editor.text(r) for r in _read(folder).configuration.automations}
    mine = f"r{which % len(values)}"
    rule = _rule(folder, mine)
    editor.replace(rule, editor.source(rule) | {"variables": {"v": changed}})
    found = _read(folder).configuration.automations
    assert {r.id: editor.text(r) for r in found if r.id != mine} == {
        key: text for key, text in texts.items() if key != mine
    }
    assert editor.source(_rule(folder, mine))["variables"] == {"v": changed}
    assert [line for line in file.read_text().split("\n") if line.startswith("# rule")] == [
        f"# rule {n}" for n, _ in enumerate(values)
    ]


@pytest.mark.parametrize("name", ["template", "timers", "policy", "secrets", "configuration"])
def test_a_new_rule_gets_a_file_in_which_it_is_read_whatever_it_is_called(
    tmp_path: Path, name: str
) -> None:
    raw = {"id": name, "alias": name, "triggers": [], "actions": [{"delay": 1}]}
    RuleEditor(tmp_path).add(Automation, raw)
    [found] = load(tmp_path).configuration.automations
    assert found.id == name
    RuleEditor(tmp_path).delete(found)
    text = f"id: {name}\nalias: {name}\ntriggers: []\nactions:\n- delay: 1\n"
    RuleEditor(tmp_path).add_text(Automation, text, name=name)
    assert [rule.id for rule in load(tmp_path).configuration.automations] == [name]
