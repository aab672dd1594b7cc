"""Rules as editors read and write them, in the files where they stand."""

from pathlib import Path
from typing import Any

import pytest

from hub.home.people import Role
from tests.server.conftest import Running

COMMENTED = """\
# The hall is dark even at noon.
- id: first
  alias: First
  triggers:
    - trigger: state # both ways
      entity_id: switch.fountain
  actions:
    - action: light.turn_on
      target: {entity_id: light.kitchen}
# The second has nothing to do with it.
- id: second
  alias: Second
  triggers: [{trigger: event, event_type: two}]
  actions: [{action: light.turn_off, target: {entity_id: light.kitchen}}]
"""
ITEM: dict[str, Any] = {
    "alias": "Bell",
    "description": "",
    "triggers": [{"trigger": "event", "event_type": "bell"}],
    "conditions": [],
    "actions": [{"action": "light.turn_on", "target": {"entity_id": "light.kitchen"}}],
    "mode": "restart",
}
AUTOMATION = "/api/config/automation/config/bell"


@pytest.fixture
async def rules(hub: Running, tmp_path: Path) -> Path:
    """The folder of the rule files, with a file that somebody wrote."""
    folder = tmp_path / "rules"
    folder.mkdir(exist_ok=True)
    (folder / "mine.yaml").write_text(COMMENTED)
    await hub.parts.keeping.reload()  # type: ignore[attr-defined]
    return folder


def files_with(rules: Path, text: str) -> list[Path]:
    """Return the rule files that say something."""
    return [file for file in rules.rglob("*.yaml") if text in file.read_text()]


def contents(rules: Path) -> dict[Path, bytes]:
    """Return all that stands in the rule files."""
    return {file: file.read_bytes() for file in rules.rglob("*") if file.is_file()}


async def listed(hub: Running) -> dict[str, dict[str, Any]]:
    _, body = await hub.ask("GET", "/api/lares/rules")
    return {rule["id"]: rule for rule in body["rules"]}


async def test_a_new_automation_is_on_disk_and_at_work_when_answered(
    hub: Running, rules: Path
) -> None:
    assert (await hub.ask("GET", AUTOMATION))[0] == 404
    assert await hub.ask("POST", AUTOMATION, json=ITEM) == (200, {"result": "ok"})
    [file] = files_with(rules, "Bell")
    assert await hub.ask("GET", AUTOMATION) == (200, {"id": "bell", **ITEM})
    rule = (await listed(hub))["bell"]
    assert (rule["entity_id"], rule["state"], rule["mode"]) == ("automation.bell", "on", "restart")
    assert (rule["file"], rule["line"]) == (str(file), 1)
    assert rule["user_id"] == hub.owner.id
    assert (await hub.ask("GET", "/api/states/automation.bell"))[1]["state"] == "on"


async def test_files_that_people_wrote_keep_their_comments_and_order(
    hub: Running, rules: Path
) -> None:
    path = "/api/config/automation/config/first"
    _, item = await hub.ask("GET", path)
    item["alias"] = "The first"
    assert (await hub.ask("POST", path, json=item))[0] == 200
    text = (rules / "mine.yaml").read_text()
    assert text == COMMENTED.replace("alias: First", "alias: The first")
    assert (await hub.ask("DELETE", path)) == (200, {"result": "ok"})
    assert list(await listed(hub)) == ["second"]
    assert "# The second has nothing to do with it." in (rules / "mine.yaml").read_text()
    assert (await hub.ask("DELETE", path))[0] == 404


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"triggers": [{"trigger": "stat"}]}, "stat"),
        ({"colour": "red"}, "colour"),
        ({"mode": "sometimes"}, "sometimes"),
        ({"actions": [{"action": "light.turn_on", "data": {"x": "{{ 1 +"}}]}, "template"),
    ],
)
async def test_what_is_no_rule_is_refused_with_all_that_is_wrong(
    hub: Running, rules: Path, change: dict[str, Any], told: str
) -> None:
    before = contents(rules)
    status, body = await hub.ask("POST", AUTOMATION, json={**ITEM, **change})
    assert status == 400
    assert told in body["message"]
    assert all(problem["message"] for problem in body["problems"])
    assert body["problems"]
    assert contents(rules) == before


async def test_scripts_and_scenes_are_edited_too(hub: Running, rules: Path) -> None:
    script = {"alias": "Greet", "sequence": [{"delay": 1}]}
    scene = {"name": "Evening", "entities": {"light.kitchen": "on"}}
    assert (await hub.ask("POST", "/api/config/script/config/greet", json=script))[0] == 200
    assert (await hub.ask("POST", "/api/config/scene/config/1700", json=scene))[0] == 200
    assert (await hub.ask("GET", "/api/config/script/config/greet"))[1] == script
    assert (await hub.ask("GET", "/api/config/scene/config/1700"))[1] == {"id": "1700", **scene}
    assert (await hub.ask("GET", "/api/states/script.greet"))[0] == 200
    changed = {**scene, "name": "Night"}
    assert (await hub.ask("POST", "/api/config/scene/config/1700", json=changed))[0] == 200
    assert (await hub.ask("GET", "/api/config/scene/config/1700"))[1]["name"] == "Night"
    assert (await hub.ask("DELETE", "/api/config/script/config/greet"))[0] == 200
    assert (await hub.ask("GET", "/api/states/script.greet"))[0] == 404
    assert (await hub.ask("GET", "/api/config/group/config/greet"))[0] == 400
    assert (rules / "mine.yaml").read_text() == COMMENTED


@pytest.mark.usefixtures("rules")
async def test_every_change_is_a_version_that_can_be_restored(hub: Running) -> None:
    await hub.ask("POST", AUTOMATION, json=ITEM)
    await hub.ask("POST", AUTOMATION, json={**ITEM, "alias": "Gong"})
    versions = "/api/lares/rules/bell/versions"
    _, found = await hub.ask("GET", versions)
    assert [(v["number"], v["why"], v["user_id"]) for v in found] == [
        (2, "api", hub.owner.id),
        (1, "api", hub.owner.id),
    ]
    assert "alias: Bell" in (await hub.ask("GET", f"{versions}/1"))[1]["text"]
    assert (await hub.ask("POST", f"{versions}/1/restore"))[1]["number"] == 3
    assert (await listed(hub))["bell"]["alias"] == "Bell"
    await hub.ask("DELETE", AUTOMATION)
    assert "bell" not in await listed(hub)
    assert (await hub.ask("POST", f"{versions}/2/restore"))[0] == 200
    assert (await listed(hub))["bell"]["alias"] == "Gong"
    assert (await hub.ask("GET", f"{versions}/9"))[0] == 404
    assert (await hub.ask("POST", f"{versions}/x/restore"))[0] == 404


async def test_codes_are_hidden_and_survive_an_edit(hub: Running, rules: Path) -> None:
    opens = {"action": "lock.unlock", "target": {"entity_id": "lock.front"}}
    item = {**ITEM, "actions": [{**opens, "data": {"code": "4711"}}]}
    await hub.ask("POST", AUTOMATION, json=item)
    _, shown = await hub.ask("GET", AUTOMATION)
    assert shown["actions"][0]["data"]["code"] == "***"
    _, version = await hub.ask("GET", "/api/lares/rules/bell/versions/1")
    assert "4711" not in version["text"]
    assert (await hub.ask("POST", AUTOMATION, json={**shown, "alias": "Door"}))[0] == 200
    [file] = files_with(rules, "Door")
    assert "4711" in file.read_text()
    assert "***" not in file.read_text()


async def test_guests_neither_read_nor_write_rules(hub: Running, rules: Path) -> None:
    guest = await hub.token_for("Gus", Role.GUEST)
    for method, path in [
        ("GET", "/api/config/automation/config/first"),
        ("POST", "/api/config/automation/config/first"),
        ("DELETE", "/api/config/automation/config/first"),
        ("GET", "/api/lares/rules/first/versions"),
        ("GET", "/api/lares/rules/first/versions/1"),
        ("POST", "/api/lares/rules/first/versions/1/restore"),
    ]:
        assert (await hub.ask(method, path, secret=guest))[0] == 403
    assert (rules / "mine.yaml").read_text() == COMMENTED


async def test_the_services_of_the_house_need_no_target(hub: Running, rules: Path) -> None:
    (rules / "mine.yaml").write_text(COMMENTED.replace("alias: First", "alias: Changed"))
    for service in ("automation/reload", "homeassistant/reload_all"):
        status, _ = await hub.ask("POST", f"/api/services/{service}", json={})
        assert (status, hub.headers["Lares-Status"]) == (200, "done")
    assert (await listed(hub))["first"]["alias"] == "Changed"
    status, _ = await hub.ask("POST", "/api/services/notify/everybody", json={"message": "Hello"})
    assert status == 200
    assert [one.text for one in await hub.parts.notifications.all()] == ["Hello"]
    script = {"sequence": [{"event": "greeted", "event_data": {"who": "{{ who }}"}}]}
    await hub.ask("POST", "/api/config/script/config/greet", json=script)
    heard: list[object] = []
    hub.parts.home.listen(lambda event: heard.append(getattr(event, "data", {}).get("who")))
    status, _ = await hub.ask("POST", "/api/services/script/greet", json={"who": "Ann"})
    assert status == 200
    assert "Ann" in heard
    guest = await hub.token_for("Gus", Role.GUEST)
    told = await hub.ask("POST", "/api/services/automation/reload", secret=guest, json={})
    assert told[0] == 403
