"""What comes by an agent's server says so, and gets no more by saying so."""

import pytest

from hub.server.security import CHANNEL
from tests.server.conftest import Running

MCP = {CHANNEL: "mcp"}
DOOR = {"entity_id": "lock.front"}


async def test_an_action_of_an_agent_is_known_as_one(hub: Running) -> None:
    for headers, source in ((MCP, "mcp"), ({}, "api"), ({CHANNEL: "rule"}, "api")):
        body = {"entity_id": "light.kitchen"}
        path = "/api/services/light/turn_on"
        assert (await hub.ask("POST", path, json=body, headers=headers))[0] == 200
        _, traces = await hub.ask("GET", "/api/lares/traces?limit=1")
        assert traces[0]["plan"]["request"]["source"] == source


async def test_a_sentence_of_an_agent_is_known_as_one(hub: Running) -> None:
    body = {"text": "unlock the front door"}
    for headers, source in ((MCP, "mcp"), ({}, "language")):
        path = "/api/conversation/process"
        _, answer = await hub.ask("POST", path, json=body, headers=headers)
        assert answer["lares"]["plan"]["request"]["source"] == source


async def test_an_agent_asks_and_does_not_say_yes(hub: Running) -> None:
    status, told = await hub.ask("POST", "/api/services/lock/unlock", json=DOOR, headers=MCP)
    assert (status, told["verdict"]["policy"]) == (403, "unlocking asks")
    path = f"/api/lares/approvals/{told['approval_id']}"
    status, refused = await hub.ask("POST", path, json={"approve": True}, headers=MCP)
    assert status == 403, refused
    assert hub.devices.sent == []
    assert (await hub.ask("POST", path, json={"approve": False}, headers=MCP))[0] == 200
    assert await hub.ask("GET", "/api/lares/approvals") == (200, [])


async def test_a_yes_in_a_conversation_does_not_count_from_an_agent_either(hub: Running) -> None:
    body = {"text": "unlock the front door", "conversation_id": "c"}
    path = "/api/conversation/process"
    await hub.ask("POST", path, json=body, headers=MCP)
    await hub.ask("POST", path, json=body | {"text": "yes"}, headers=MCP)
    assert hub.devices.sent == []


@pytest.mark.parametrize("owner_policy", ["""
policies:
  - name: agents may unlock
    match: {action: lock.unlock, source: mcp}
    effect: allow
    reason: agents may
  - name: no switches by programs
    match: {domain: switch, source: api}
    effect: deny
    reason: programs leave switches alone
"""])  # fmt: skip
async def test_naming_the_channel_is_no_way_round_what_holds_without(hub: Running) -> None:
    status, told = await hub.ask("POST", "/api/services/lock/unlock", json=DOOR, headers=MCP)
    assert (status, told["verdict"]["policy"]) == (403, "unlocking asks")
    body = {"entity_id": "switch.fountain"}
    status, _ = await hub.ask("POST", "/api/services/switch/turn_on", json=body, headers=MCP)
    assert status == 403
    assert hub.devices.sent == []
