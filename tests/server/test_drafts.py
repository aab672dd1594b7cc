"""Rules as somebody types them: checked line by line, said in a sentence, saved as text."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from hub.home.actions import parse_command
from hub.home.chores import KeepRules
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.people import Role
from hub.home.plan import Request
from hub.home.rules import Rule, SunTrigger
from hub.home.step import Step
from tests.server.conftest import Running
from tests.server.test_rules_api import contents, files_with, listed, rules

__all__ = ["rules"]

CHECK, SAY = "/api/lares/drafts/check", "/api/lares/drafts/say"
GOOD = """\
# For the evenings.
alias: Kitchen at dusk
triggers:
  - trigger: sun
    event: sunset
actions:
  - action: light.turn_on
    target: {entity_id: light.kitchen} # not too bright
    data: {brightness_pct: 40}
"""
LOCK = """\
  - action: lock.lock
    target: {entity_id: lock.front}
    data: {code: '4711'}
"""
SCRIPT = """\
alias: Warm up
sequence:
  - action: light.turn_on # all of them
    target: {area_id: kitchen}
"""
BAD = """\
alias: Kitchen
triggers:
  - trigger: sunn
    event: sunset
  - trigger: state
    entity_id: 7
actions:
  - action: light.turn_on
    target: {entity_id: light.kitchen}
mode: sometimes
"""


async def look(hub: Running, yaml: str, **more: Any) -> dict[str, Any]:
    status, body = await hub.ask("POST", CHECK, json={"yaml": yaml, **more})
    assert status == 200, body
    assert isinstance(body, dict)
    return body


async def test_a_text_is_told_in_words_before_anybody_keeps_it(hub: Running, rules: Path) -> None:
    before = contents(rules)
    told = await look(hub, GOOD)
    assert told["problems"] == []
    assert told["words"] == "set the Kitchen to 40 % at sunset every day"
    assert (told["name"], told["id"], told["is_whole"]) == ("Kitchen at dusk", None, True)
    assert contents(rules) == before


async def test_every_mistake_of_a_text_has_its_line(hub: Running) -> None:
    told = await look(hub, BAD)
    found = {problem["line"]: problem for problem in told["problems"]}
    assert set(found) == {3, 6, 10}
    assert "'sun'" in found[3]["message"]
    assert found[10]["key"] == "mode"
    assert told["words"] is None


@pytest.mark.parametrize(
    ("yaml", "line", "said"),
    [
        ("alias: [\n", 2, "not YAML"),
        ("", 1, "not an automation yet"),
        ("- alias: One\n- alias: Two\n", 2, "write one rule, not 2"),
        ("alias: !include other.yaml\n", 1, "cannot be used here"),
        ("alias: !secret none\n", 1, "there is no secret 'none'"),
    ],
)
async def test_what_is_no_rule_is_said_where_it_stands(
    hub: Running, yaml: str, line: int, said: str
) -> None:
    [problem, *_] = (await look(hub, yaml))["problems"]
    assert problem["line"] == line
    assert said in problem["message"]


async def test_a_text_is_held_up_to_the_home_and_the_other_rules(hub: Running, rules: Path) -> None:
    del rules
    told = await look(hub, GOOD.replace("light.kitchen", "light.kichen"))
    [finding] = told["findings"]
    assert (finding["code"], finding["line"]) == ("unknown_entity", 7)
    assert "light.kitchen" in finding["message"]
    fights = GOOD.replace("light.turn_on", "light.turn_off").replace("{brightness_pct: 40}", "{}")
    event = "  - trigger: event\n    event_type: two\n"
    against = fights.replace("  - trigger: sun\n    event: sunset\n", event).replace(
        "turn_off", "turn_on"
    )
    [conflict] = (await look(hub, against))["findings"]
    assert (conflict["code"], "Second" in conflict["message"]) == ("conflict", True)


async def test_a_text_keeps_the_id_of_its_rule(hub: Running, rules: Path) -> None:
    del rules
    told = await look(hub, "id: other\n" + GOOD, rule_id="first")
    [problem] = told["problems"]
    assert (problem["line"], problem["key"]) == (1, "id")
    assert (await look(hub, "id: other\n" + GOOD))["id"] == "other"


async def test_scripts_and_scenes_are_checked_too(hub: Running) -> None:
    script = (
        "warm_up:\n  sequence:\n    - action: light.turn_on\n      target: {area_id: kitchen}\n"
    )
    assert (await look(hub, script, kind="script"))["id"] == "warm_up"
    [problem] = (await look(hub, script, kind="script", rule_id="cool_down"))["problems"]
    assert "'cool_down'" in problem["message"]
    scene = "name: Dinner\nentities:\n  light.kitchen: {state: 'on', brightness: 90}\n"
    told = await look(hub, scene, kind="scene")
    assert (told["name"], told["problems"]) == ("Dinner", [])


async def test_a_new_text_is_kept_with_its_comments(hub: Running, rules: Path) -> None:
    body = {"yaml": GOOD, "new": True}
    status, made = await hub.ask("PUT", "/api/lares/rules/dusk", json=body)
    assert (status, made) == (200, {"id": "dusk", "kind": "automation"})
    [file] = files_with(rules, "Kitchen at dusk")
    assert "# not too bright" in file.read_text()
    rule = (await listed(hub))["dusk"]
    assert rule["user_id"] == hub.owner.id
    assert rule["words"] == "set the Kitchen to 40 % at sunset every day"
    status, told = await hub.ask("PUT", "/api/lares/rules/dusk", json=body)
    assert (status, "already" in told["message"]) == (409, True)


async def test_a_text_takes_the_place_of_what_the_rule_said(hub: Running, rules: Path) -> None:
    yaml = (await listed(hub))["first"]["yaml"]
    assert "# both ways" in yaml
    changed = yaml.replace("# both ways", "# either way").replace("alias: First", "alias: Begin")
    path = "/api/lares/rules/first"
    assert (await hub.ask("PUT", path, json={"yaml": changed}))[0] == 200
    text = (rules / "mine.yaml").read_text()
    assert "# either way" in text
    assert "# The second has nothing to do with it." in text
    assert (await listed(hub))["first"]["alias"] == "Begin"
    _, versions = await hub.ask("GET", "/api/lares/rules/first/versions")
    assert versions[0]["why"] == "api"


async def test_a_rule_whose_id_was_deleted_from_its_text_keeps_it(
    hub: Running, rules: Path
) -> None:
    del rules
    yaml = (await listed(hub))["first"]["yaml"]
    without = yaml.replace("- id: first\n  alias", "- alias")
    assert "id: first" not in without
    assert (await hub.ask("PUT", "/api/lares/rules/first", json={"yaml": without}))[0] == 200
    assert list(await listed(hub)) == ["first", "second"]


async def test_what_is_wrong_changes_nothing(hub: Running, rules: Path) -> None:
    before = contents(rules)
    status, told = await hub.ask("PUT", "/api/lares/rules/first", json={"yaml": BAD})
    assert (status, {problem["line"] for problem in told["problems"]}) == (400, {3, 6, 10})
    assert (await hub.ask("PUT", "/api/lares/rules/none", json={"yaml": GOOD}))[0] == 404
    template = GOOD.replace("alias: Kitchen at dusk", "alias: x\nvariables: {a: '{{ 1 +'}")
    status, told = await hub.ask("PUT", "/api/lares/rules/first", json={"yaml": template})
    assert status == 400
    assert contents(rules) == before


async def test_hidden_codes_stay_what_they_were(hub: Running, rules: Path) -> None:
    body = {"yaml": GOOD + LOCK, "new": True}
    assert (await hub.ask("PUT", "/api/lares/rules/dusk", json=body))[0] == 200
    shown = (await listed(hub))["dusk"]["yaml"]
    assert "4711" not in shown
    shown = shown.replace("40", "50")
    assert (await hub.ask("PUT", "/api/lares/rules/dusk", json={"yaml": shown}))[0] == 200
    [file] = files_with(rules, "Kitchen at dusk")
    assert "4711" in file.read_text()
    assert "50" in file.read_text()


async def test_secrets_are_named_but_neither_read_nor_lost(hub: Running, rules: Path) -> None:
    (rules / "secrets.yaml").write_text("door: '4711'\n")
    call = LOCK.replace("'4711'", "!secret door")
    assert (await look(hub, GOOD + call))["problems"] == []
    body = {"yaml": GOOD + call, "new": True}
    assert (await hub.ask("PUT", "/api/lares/rules/dusk", json=body))[0] == 200
    shown = (await listed(hub))["dusk"]["yaml"]
    assert "code: !secret door" in shown
    changed = shown.replace("40", "50")
    assert (await hub.ask("PUT", "/api/lares/rules/dusk", json={"yaml": changed}))[0] == 200
    [file] = files_with(rules, "Kitchen at dusk")
    assert "code: !secret door" in file.read_text()
    assert "4711" not in file.read_text()


async def test_scripts_and_scenes_are_saved_as_text(hub: Running, rules: Path) -> None:
    body = {"yaml": SCRIPT, "kind": "script", "new": True}
    assert (await hub.ask("PUT", "/api/lares/rules/warm_up", json=body))[0] == 200
    scene = "name: Dinner\nentities:\n  light.kitchen: {state: 'on', brightness: 90}\n"
    body = {"yaml": scene, "kind": "scene", "new": True}
    assert (await hub.ask("PUT", "/api/lares/rules/dinner", json=body))[0] == 200
    _, told = await hub.ask("GET", "/api/lares/rules")
    [kept] = told["scripts"]
    assert (kept["id"], "# all of them" in kept["yaml"]) == ("warm_up", True)
    assert [one["id"] for one in told["scenes"]] == ["dinner"]
    changed = kept["yaml"].replace("Warm up", "Heat up")
    body = {"yaml": changed, "kind": "script"}
    assert (await hub.ask("PUT", "/api/lares/rules/warm_up", json=body))[0] == 200
    [file] = files_with(rules, "Heat up")
    assert "# all of them" in file.read_text()


async def test_a_sentence_becomes_a_text_that_is_not_kept_yet(hub: Running, rules: Path) -> None:
    before = contents(rules)
    for sentence in ("the kitchen at sunset", "shall it be at sunset"):
        status, told = await hub.ask("POST", SAY, json={"text": sentence})
        assert (status, told["effect"]) == (200, "allow")
        assert "id: said" not in told["yaml"]
        assert (await look(hub, told["yaml"]))["words"] == "turn on the Kitchen at sunset every day"
    assert contents(rules) == before
    status, told = await hub.ask("POST", SAY, json={"text": "what is that?"})
    assert (status, told["yaml"]) == (200, None)


async def test_a_rule_that_was_said_is_edited_and_one_that_was_deleted_comes_back(
    hub: Running, rules: Path
) -> None:
    light = Step(command=parse_command("light.turn_on", {}), targets=(EntityId("light.kitchen"),))
    said = Rule(id="said", alias="Dusk", triggers=(SunTrigger(event="sunset"),), actions=(light,))
    keeping: Any = hub.parts.keeping
    asked = Request(source=Source.API, user_id=hub.owner.id)
    await keeping.do(KeepRules(rules=(said,)), asked)
    shown = (await listed(hub))["said"]["yaml"]
    path = "/api/lares/rules/said"
    body = {"yaml": shown.replace("sunset", "sunrise")}
    assert (await hub.ask("PUT", path, json=body))[0] == 200
    assert "sunrise" in (await listed(hub))["said"]["words"]
    assert (await hub.ask("DELETE", path))[0] == 200
    assert "said" not in await listed(hub)
    assert (await hub.ask("PUT", path, json=body))[0] == 404
    assert (await hub.ask("POST", f"{path}/versions/1/restore"))[0] == 200
    assert "said" in await listed(hub)
    assert files_with(rules, "Dusk")


async def test_a_file_of_many_rules_is_read_once_and_a_text_checked_among_them(
    hub: Running, rules: Path
) -> None:
    call = "{action: light.turn_off, target: {entity_id: light.kitchen}}"
    many = (
        f"- id: r{number}\n  alias: Rule {number}\n"
        f"  triggers: [{{trigger: event, event_type: e{number}}}]\n  actions: [{call}]\n"
        for number in range(150)
    )
    (rules / "many.yaml").write_text("".join(many))
    await hub.parts.keeping.reload()  # type: ignore[attr-defined]
    async with asyncio.timeout(10):
        listing = await listed(hub)
        assert "event_type: e149" in listing["r149"]["yaml"]
        assert (await look(hub, GOOD))["problems"] == []


async def test_children_and_guests_write_no_rules(hub: Running, rules: Path) -> None:
    before = contents(rules)
    for role in (Role.CHILD, Role.GUEST):
        secret = await hub.token_for(f"a {role}", role)
        for method, path, body in (
            ("POST", CHECK, {"yaml": GOOD}),
            ("POST", SAY, {"text": "hello"}),
            ("PUT", "/api/lares/rules/first", {"yaml": GOOD}),
        ):
            assert (await hub.ask(method, path, json=body, secret=secret))[0] == 403
    assert contents(rules) == before
