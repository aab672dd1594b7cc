"""Policies over HTTP: shown, tried and read again, by those who may."""

from pathlib import Path
from typing import Any

import pytest

from hub.home.people import Role
from tests.server.conftest import Running
from tests.support.fakes import put

PATH = "/api/lares/policy/test"


async def tried(hub: Running, **body: Any) -> dict[str, Any]:
    status, answer = await hub.ask("POST", PATH, json={"text": "unlock the front door", **body})
    assert status == 200, answer
    assert isinstance(answer, dict)
    return answer


async def test_a_sentence_is_tried_as_somebody_else_and_nothing_moves(hub: Running) -> None:
    own = await tried(hub)
    assert (own["verdict"]["effect"], own["verdict"]["policy"]) == ("confirm", "unlocking asks")
    assert own["supposed"]["who"] == "Ann"
    guest = await tried(hub, **{"as": "guest", "by": "voice", "at": "02:00", "home": "nobody"})
    assert guest["verdict"]["policy"] == "children and guests ask an adult"
    assert guest["acts"][0]["who_may_approve"] == "an adult of the house"
    assert guest["supposed"]["at"].endswith("T02:00:00+00:00")
    rule = await tried(hub, by="rule")
    assert rule["verdict"]["effect"] == "deny"
    assert rule["supposed"]["who"] is None
    assert hub.devices.sent == []
    assert await hub.ask("GET", "/api/lares/approvals") == (200, [])


async def test_an_action_is_tried_without_any_words(hub: Running) -> None:
    body = {"action": "valve.open_valve", "entity_id": "valve.water"}
    status, answer = await hub.ask("POST", PATH, json=body)
    assert (status, answer["verdict"]["policy"]) == (200, "valves")
    considered = {one["policy"]: one for one in answer["acts"][0]["considered"]}
    assert considered["valves"] == {
        "policy": "valves", "of": "yours", "effect": "deny", "matches": True, "decides": True,
        "why": "Valves stay closed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": "x", "as": "gest"}, "did you mean 'guest'"),
        ({"text": "x", "at": "late"}, "is no time"),
        ({"text": "x", "at": "25:00"}, "is no time"),
        ({"text": "x", "home": "person.zoe"}, "is no person"),
        ({"text": "x", "by": "shout"}, "by"),
        ({"text": "x", "action": "lock.lock"}, "give text"),
        ({}, "give text"),
        ({"action": "lock.lock"}, "name at least one"),
        ({"action": "lock.lok", "entity_id": "lock.front"}, "lock.lock"),
        ({"action": "lock.lock", "entity_id": "lock.nowhere"}, "no entity"),
        ({"text": "x", "when": "now"}, "unknown key 'when'"),
    ],
)
async def test_what_cannot_be_tried_is_told(hub: Running, body: dict[str, Any], words: str) -> None:
    put(hub.parts.home, "person.anna", "home")
    status, answer = await hub.ask("POST", PATH, json=body)
    assert status in {400, 404}
    assert words in answer["message"]


async def test_guests_and_children_try_nothing(hub: Running) -> None:
    for role in (Role.GUEST, Role.CHILD):
        secret = await hub.token_for(role.value, role)
        for method, path in ("POST", PATH), ("POST", "/api/lares/policy/reload"):
            status, _ = await hub.ask(method, path, json={"text": "x"}, secret=secret)
            assert status == 403
        assert (await hub.ask("GET", "/api/lares/policy", secret=secret))[0] == 403


async def test_policies_are_shown_and_read_again(hub: Running, tmp_path: Path) -> None:
    _, shown = await hub.ask("GET", "/api/lares/policy")
    assert [one["name"] for one in shown["yours"]["policies"]] == ["valves"]
    assert shown["problem"] is None
    file = tmp_path / "policy.yaml"
    text = file.read_text()
    file.write_text(text.replace("valve.open_valve", "valve.opn"))
    status, told = await hub.ask("POST", "/api/lares/policy/reload", json={})
    assert status == 400
    assert f"{file}:4: policies.0.match.action" in told["message"]
    _, shown = await hub.ask("GET", "/api/lares/policy")
    assert "valve.opn" in shown["problem"]
    body = {"entity_id": "valve.water"}
    assert (await hub.ask("POST", "/api/services/valve/open_valve", json=body))[0] == 403
    file.write_text(text.replace("effect: deny", "effect: allow"))
    assert (await hub.ask("POST", "/api/lares/policy/reload", json={}))[0] == 200
    assert (await hub.ask("POST", "/api/services/valve/open_valve", json=body))[0] == 200
