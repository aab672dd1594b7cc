"""Rules over the socket: what files say, their runs, and what belongs to what."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.home.people import Role
from hub.recorder.history.recorder import HistoryRecorder
from hub.server.parts import ServerParts
from tests.server.conftest import Running
from tests.server.websocket.client import Client, Refused, connected
from tests.support.engine import RelayedTraces

RULE = {
    "id": "bell", "alias": "Bell", "triggers": [{"trigger": "event", "event_type": "bell"}],
    "actions": [{"action": "lock.lock", "target": {"entity_id": "lock.front"},
                 "data": {"code": "4711"}}],
}  # fmt: skip


@pytest.fixture
async def empty(
    empty: ServerParts, run_traces: RelayedTraces, tmp_path: Path
) -> AsyncIterator[ServerParts]:
    async with HistoryRecorder(tmp_path / "history.db", empty.home) as recorder:
        run_traces.to = recorder
        yield replace(empty, history=recorder.queries)


async def put_rule(hub: Running) -> None:
    status, told = await hub.ask("POST", "/api/config/automation/config/bell", json=RULE)
    assert status == 200, told


async def stopped(client: Client) -> Any:
    """Return the runs once the latest has ended, and was written."""
    found: Any = None
    for _ in range(500):
        found = await client.say("trace/list", domain="automation", item_id="bell")
        if found and found[0]["state"] == "stopped":
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(found)


async def test_what_files_say_is_shown_without_codes(hub: Running) -> None:
    await put_rule(hub)
    script = {"alias": "Tea", "sequence": [{"delay": 1}]}
    await hub.ask("POST", "/api/config/script/config/tea", json=script)
    async with connected(hub) as client:
        config = (await client.say("automation/config", entity_id="automation.bell"))["config"]
        assert config["alias"] == "Bell"
        assert "4711" not in str(config)
        config = (await client.say("script/config", entity_id="script.tea"))["config"]
        assert config["alias"] == "Tea"
        for name in ("automation/config", "script/config"):
            with pytest.raises(Refused) as caught:
                await client.say(name, entity_id="automation.none")
            assert caught.value.code == "not_found"


async def test_a_run_is_listed_and_shown(hub: Running) -> None:
    await put_rule(hub)
    async with connected(hub) as client:
        await client.say("fire_event", event_type="bell")
        found = await stopped(client)
        assert await client.say("trace/list", domain="script") == []
        run = await client.say(
            "trace/get", domain="automation", item_id="bell", run_id=found[0]["run_id"]
        )
        assert "trigger/0" in run["trace"]
        assert run["config"]["id"] == "bell"
        assert "4711" not in str(run)
        with pytest.raises(Refused) as caught:
            await client.say("trace/get", domain="script", item_id="x", run_id=found[0]["run_id"])
        assert caught.value.code == "not_found"
        assert await client.say("trace/contexts") == {}


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        ("entity", "light.strip", {"area": ["kitchen"], "device": ["d1"], "floor": ["ground"],
                                   "integration": ["scripted"]}),
        ("device", "d1", {"area": ["kitchen"], "entity": ["light.strip"], "floor": ["ground"],
                          "integration": ["scripted"]}),
        ("area", "kitchen", {"device": ["d1"], "floor": ["ground"], "integration": ["scripted"],
                             "entity": ["light.kitchen", "light.strip", "switch.fountain"]}),
        ("floor", "ground", {"area": ["kitchen"], "device": ["d1"], "integration": ["scripted"],
                             "entity": ["light.kitchen", "light.strip", "switch.fountain"]}),
        ("label", "none", {}),
        ("config_entry", "none", {}),
        ("moon", "none", {}),
        ("entity", "light.none", {}),
    ],
)  # fmt: skip
async def test_what_belongs_together_is_told(
    hub: Running, kind: str, key: str, expected: dict[str, Any]
) -> None:
    async with connected(hub) as client:
        assert await client.say("search/related", item_type=kind, item_id=key) == expected


async def test_which_rules_name_an_entity_is_told_to_who_sees_all(hub: Running) -> None:
    await put_rule(hub)
    hub.parts.home.put_entity(replace(hub.parts.home.entity("lock.front"), labels=("Door",)))
    ask = {"item_type": "entity", "item_id": "lock.front"}
    async with connected(hub) as client:
        related = await client.say("search/related", **ask)
        assert (related["automation"], related["label"]) == (["automation.bell"], ["door"])
        of_rule = await client.say(
            "search/related", item_type="automation", item_id="automation.bell"
        )
        assert of_rule["entity"] == ["lock.front"]
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        assert "automation" not in await client.say("search/related", **ask)


@pytest.mark.parametrize("name", ["automation/config", "trace/list"])
async def test_a_guest_sees_no_rules(hub: Running, name: str) -> None:
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        with pytest.raises(Refused) as caught:
            await client.say(name, entity_id="automation.bell")
        assert caught.value.code == "unauthorized"
