"""Lares' own commands, each as its address of REST."""

import pytest

from hub.home.ids import EntityId
from hub.home.people import Role
from tests.server.conftest import Running
from tests.server.websocket.client import Refused, connected

LIGHT = EntityId("light.kitchen")


async def waiting(hub: Running) -> str:
    """Ask for what waits for a person; returns the approval's id."""
    status, told = await hub.ask(
        "POST", "/api/services/lock/unlock", json={"entity_id": "lock.front"}
    )
    assert status == 403
    return str(told["approval_id"])


async def test_a_plan_is_told_and_nothing_moves(hub: Running) -> None:
    async with connected(hub) as client:
        told = await client.say("lares/plan", text="turn on the kitchen light")
        assert "speech" in told
        assert hub.parts.home.state(LIGHT).state == "off"
        with pytest.raises(Refused) as caught:
            await client.say("lares/plan", text="")
        assert caught.value.code == "invalid_format"
        with pytest.raises(Refused, match="by_whom"):
            await client.say("lares/undo", by_whom="me")


async def test_what_waits_is_listed_approved_and_undone(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("lares/subscribe")
        approval_id = await waiting(hub)
        assert (await client.event())["event_type"] == "lares_plan"
        (listed,) = await client.say("lares/approvals")
        assert listed["id"] == approval_id
        done = await client.say("lares/approve", approval_id=approval_id, approve=False)
        assert done["lares"]["approval_id"] == approval_id
        assert await client.say("lares/approvals") == []
        with pytest.raises(Refused, match="no approval"):
            await client.say("lares/approve", approval_id="none", approve=True)


async def test_what_was_done_is_traced_and_undone(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("call_service", domain="light", service="turn_on",
                         target={"entity_id": LIGHT})  # fmt: skip
        (trace, *_) = await client.say("lares/traces", limit=5)
        plan_id = trace["plan"]["id"]
        assert (await client.say("lares/trace", plan_id=plan_id))["plan"]["id"] == plan_id
        await client.say("lares/undo")
        assert hub.parts.home.state(LIGHT).state == "off"
        with pytest.raises(Refused) as caught:
            await client.say("lares/trace", plan_id="none")
        assert caught.value.code == "not_found"
        with pytest.raises(Refused):
            await client.say("lares/traces", limit=0)


async def test_policies_are_tried_by_who_may(hub: Running) -> None:
    async with connected(hub) as client:
        told = await client.say(
            "lares/policy/test", action="valve.open_valve", entity_id="valve.water"
        )
        assert told["verdict"]["effect"] == "deny"
    async with connected(hub, await hub.token_for("Kim", Role.CHILD)) as client:
        with pytest.raises(Refused) as caught:
            await client.say("lares/policy/test", action="light.turn_on", entity_id=LIGHT)
        assert caught.value.code == "unauthorized"


async def test_health_and_home_are_shown(hub: Running) -> None:
    async with connected(hub) as client:
        assert (await client.say("lares/health"))["hub"]["state"] == "ok"
        home = await client.say("lares/home")
        assert LIGHT in {entity["entity_id"] for entity in home["entities"]}


async def test_what_a_hub_has_none_of_is_told(hub: Running) -> None:
    async with connected(hub) as client:
        for name, data in (
            ("lares/why", {"entity_id": LIGHT}),
            ("lares/runs", {}),
            ("lares/backtest", {"yaml": "x"}),
            ("lares/new", {}),
            ("lares/new/decide", {"new_id": "x", "action": "ignore"}),
        ):
            with pytest.raises(Refused) as caught:
                await client.say(name, **data)
            assert caught.value.code == "not_found", name


@pytest.mark.parametrize(
    "name", ["lares/approvals", "lares/traces", "lares/runs", "lares/new", "lares/backtest"]
)
async def test_a_guest_is_refused(hub: Running, name: str) -> None:
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        with pytest.raises(Refused) as caught:
            await client.say(name)
        assert caught.value.code == "unauthorized"


async def test_a_wrong_pin_is_not_echoed(hub: Running) -> None:
    async with connected(hub) as client:
        with pytest.raises(Refused) as caught:
            await client.say("lares/approve", approval_id="483926", approve=True, pin="483926")
        assert "483926" not in str(caught.value)
