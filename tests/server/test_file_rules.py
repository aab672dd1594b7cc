"""Rules from files over HTTP: what words cannot say of them is said to stand in their YAML."""

import asyncio
from pathlib import Path

import pytest

from hub.automation.keeping import Keeping
from tests.server.conftest import Running

FILES = """\
- id: template
  alias: Warm kitchen
  triggers:
    - trigger: template
      value_template: "{{ states('sensor.warmth') | float(0) > 25 }}"
  actions:
    - action: switch.turn_on
      target: {entity_id: switch.fountain}
- id: event
  alias: Bell
  triggers: [{trigger: event, event_type: bell}]
  actions: [{event: rang}]
- id: webhook
  alias: Hook
  triggers: [{trigger: webhook, webhook_id: hook}]
  actions: [{action: script.elsewhere}]
- id: choose
  alias: Evening
  triggers: [{trigger: sun, event: sunset}]
  actions:
    - choose:
        - conditions: "{{ true }}"
          sequence: [{action: light.turn_on, target: {entity_id: light.kitchen}}]
      default: [{action: light.turn_off, target: {entity_id: light.kitchen}}]
- id: plain
  alias: Night
  triggers: [{trigger: time, at: "22:30"}]
  actions: [{action: light.turn_off, target: {entity_id: light.kitchen}}]
"""
SCRIPTS = """\
let_in:
  alias: Let Gil in
  mode: queued
  sequence:
    - delay: 60
    - action: lock.unlock
      target: {entity_id: lock.front}
      data: {code: "4711"}
"""
SCENES = """\
- id: s1
  name: Movie
  entities: {light.kitchen: "off"}
"""
WORDS = {
    "template": ("turn on the Fountain — and more: read its YAML", False),
    "event": ("do what its YAML says", False),
    "webhook": ("do what its YAML says", False),
    "choose": ("turn on the Kitchen at sunset — and more: read its YAML", False),
    "plain": ("turn off the Kitchen at 22:30 every day", True),
}


@pytest.fixture(autouse=True)
async def files(hub: Running, tmp_path: Path) -> Path:
    """The file, read by a hub that runs."""
    file = tmp_path / "rules" / "mine.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(FILES)
    keeping = hub.parts.keeping
    assert isinstance(keeping, Keeping)
    await keeping.reload()
    return file


async def test_words_say_what_they_can_and_that_there_is_more(hub: Running) -> None:
    status, body = await hub.ask("GET", "/api/lares/rules")
    assert status == 200
    told = {rule["id"]: (rule["words"], rule["is_whole"]) for rule in body["rules"]}
    assert told == WORDS
    hook = next(rule for rule in body["rules"] if rule["id"] == "webhook")
    assert "webhook_id: hook" in hook["yaml"]
    assert (hook["said"], hook["next_run"]) == ("", None)


@pytest.mark.parametrize("rule_id", sorted(WORDS))
async def test_each_is_deleted_and_brought_back_as_it_was(
    hub: Running, files: Path, rule_id: str
) -> None:
    path = f"/api/lares/rules/{rule_id}"
    _, before = await hub.ask("GET", path)
    assert (await hub.ask("DELETE", path))[0] == 200
    assert f"id: {rule_id}\n" not in await asyncio.to_thread(files.read_text)
    assert (await hub.ask("GET", path))[0] == 404
    status, answer = await hub.ask("POST", "/api/lares/undo", json={})
    assert status == 200
    assert answer["response"]["speech"]["plain"]["speech"].endswith(
        f"Rule is back: “{before['alias']}”."
    )
    _, after = await hub.ask("GET", path)
    assert (after["words"], after["is_whole"]) == WORDS[rule_id]


async def test_scripts_and_scenes_are_listed_beside_the_rules(hub: Running, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir(exist_ok=True)
    (folder / "scripts.yaml").write_text(SCRIPTS, encoding="utf-8")
    (folder / "scenes.yaml").write_text(SCENES, encoding="utf-8")
    keeping = hub.parts.keeping
    assert isinstance(keeping, Keeping)
    await keeping.reload()
    _, body = await hub.ask("GET", "/api/lares/rules")
    assert body["problems"] == []
    [script] = body["scripts"]
    assert script.pop("yaml").startswith("let_in:\n  alias: Let Gil in\n")
    assert script == {
        "id": "let_in", "alias": "Let Gil in", "entity_id": "script.let_in",
        "file": str(folder / "scripts.yaml"), "line": 1, "state": "off", "mode": "queued",
        "running": False, "last_run": None,
    }  # fmt: skip
    [scene] = body["scenes"]
    assert "light.kitchen" in scene.pop("yaml")
    assert scene == {
        "id": "s1", "alias": "Movie", "entity_id": "scene.movie",
        "file": str(folder / "scenes.yaml"), "line": 1,
    }  # fmt: skip
    assert "4711" not in str(body)
    await hub.ask("POST", "/api/services/script/let_in")
    _, body = await hub.ask("GET", "/api/lares/rules")
    assert (body["scripts"][0]["state"], body["scripts"][0]["running"]) == ("on", True)
    assert body["scripts"][0]["last_run"]
