"""Parts of rules, tried: as their user, and no further than their user."""

from typing import Any

import pytest

from hub.home.ids import EntityId
from hub.home.people import Role
from tests.server.conftest import Running
from tests.server.websocket.client import Refused, connected
from tests.support.fakes import put

LIGHT = EntityId("light.kitchen")
ON = {"trigger": "state", "entity_id": LIGHT, "to": "on"}


async def test_a_trigger_tells_until_one_unsubscribes(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("subscribe_trigger", trigger=ON)
        number = client.number
        hub.parts.home.report(LIGHT, "on", {})
        told = await client.event()
        trigger = told["variables"]["trigger"]
        assert (trigger["platform"], trigger["entity_id"], trigger["idx"]) == ("state", LIGHT, "0")
        assert trigger["to_state"]["state"] == "on"
        assert told["context"]["id"] == hub.parts.home.state(LIGHT).context.id
        await client.say("unsubscribe_events", subscription=number)
        hub.parts.home.report(LIGHT, "off", {})
        hub.parts.home.report(LIGHT, "on", {})
        assert await client.say("ping") == "pong"
        assert client.events == []


async def test_several_triggers_are_listened_for(hub: Running) -> None:
    async with connected(hub) as client:
        bell = {"platform": "event", "event_type": "bell", "id": "b"}
        await client.say("subscribe_trigger", trigger=[ON, bell], variables={"a": 1})
        await client.say("fire_event", event_type="bell", event_data={"door": 2})
        trigger = (await client.event())["variables"]["trigger"]
        assert (trigger["id"], trigger["idx"], trigger["event"]["data"]) == ("b", "1", {"door": 2})


@pytest.mark.parametrize("trigger", [{"trigger": "moon"}, "x", {"trigger": "state"}, 5])
async def test_what_is_no_trigger_is_told(hub: Running, trigger: Any) -> None:
    async with connected(hub) as client:
        with pytest.raises(Refused) as caught:
            await client.say("subscribe_trigger", trigger=trigger)
        assert caught.value.code == "invalid_format"


async def test_parts_are_validated(hub: Running) -> None:
    async with connected(hub) as client:
        answer = await client.say(
            "validate_config",
            trigger=ON,
            conditions={"condition": "state", "entity_id": LIGHT},
            actions=[{"action": "light.turn_on"}, {"delay": "00:00:01"}],
        )
        assert answer["trigger"] == {"valid": True, "error": None}
        assert answer["actions"]["valid"]
        assert not answer["conditions"]["valid"]
        assert "state" in answer["conditions"]["error"]
        assert await client.say("validate_config") == {}


async def test_conditions_are_tested(hub: Running) -> None:
    async with connected(hub) as client:
        off = {"condition": "state", "entity_id": LIGHT, "state": "off"}
        assert await client.say("test_condition", condition=off) == {"result": True}
        hub.parts.home.report(LIGHT, "on", {})
        assert await client.say("test_condition", condition=[off]) == {"result": False}
        template = {"condition": "template", "value_template": "{{ a == 1 }}"}
        answer = await client.say("test_condition", condition=template, variables={"a": 1})
        assert answer == {"result": True}
        with pytest.raises(Refused) as caught:
            await client.say(
                "test_condition",
                condition={"condition": "state", "entity_id": "light.none", "state": "on"},
            )
        assert caught.value.code == "home_assistant_error"


async def test_actions_run_as_the_user(hub: Running) -> None:
    async with connected(hub) as client:
        answer = await client.say(
            "execute_script",
            sequence=[
                {"variables": {"level": "{{ a + 1 }}"}},
                {"action": "light.turn_on", "target": {"entity_id": LIGHT},
                 "data": {"brightness_pct": "{{ level }}"}},
                {"stop": "done", "response_variable": "answer"},
            ],
            variables={"a": 39, "answer": {"x": 1}},
        )  # fmt: skip
        assert answer["response"] == {"x": 1}
        assert hub.parts.home.state(LIGHT).state == "on"
        (trace, *_) = await hub.parts.traces.latest(1)
        request = trace.result.plan.request
        assert (request.user_id, request.source.value) == (hub.owner.id, "api")


async def test_what_the_guard_refuses_ends_the_actions(hub: Running) -> None:
    async with connected(hub) as client:
        with pytest.raises(Refused, match="(?i)valves stay closed"):
            await client.say(
                "execute_script",
                sequence=[
                    {"action": "valve.open_valve", "target": {"entity_id": "valve.water"}},
                    {"action": "light.turn_on", "target": {"entity_id": LIGHT}},
                ],
            )
        assert hub.parts.home.state(LIGHT).state == "off"


async def test_actions_end_with_the_connection(hub: Running) -> None:
    sequence = [{"delay": 0.2}, {"action": "light.turn_on", "target": {"entity_id": LIGHT}}]
    async with connected(hub) as client:
        await client.socket.send_json({"id": 1, "type": "execute_script", "sequence": sequence})
    async with connected(hub) as client:
        await client.say("execute_script", sequence=[{"delay": 0.4}])
    assert hub.parts.home.state(LIGHT).state == "off"


async def test_a_target_is_told_apart(hub: Running) -> None:
    put(hub.parts.home, "group.all", attributes={"entity_id": [LIGHT, "light.strip"]})
    put(hub.parts.home, "sensor.signal", area_id="kitchen", entity_category="diagnostic")
    async with connected(hub) as client:
        answer = await client.say("extract_from_target", target={"area_id": "kitchen"})
        assert answer["referenced_entities"] == [LIGHT, "light.strip", "switch.fountain"]
        assert answer["referenced_devices"] == ["d1"]
        answer = await client.say(
            "extract_from_target",
            target={"floor_id": ["sky"], "label_id": "none", "device_id": "d9", "area_id": ["a"]},
        )
        assert answer["referenced_entities"] == []
        missing = {key: value for key, value in answer.items() if key.startswith("missing")}
        assert missing == {
            "missing_floors": ["sky"], "missing_labels": ["none"], "missing_devices": ["d9"],
            "missing_areas": ["a"],
        }  # fmt: skip
        answer = await client.say(
            "extract_from_target", target={"entity_id": "group.all"}, expand_group=True
        )
        assert answer["referenced_entities"] == [LIGHT, "light.strip"]
        with pytest.raises(Refused):
            await client.say("extract_from_target", target={"room": "x"})


@pytest.mark.parametrize("role", [Role.GUEST, Role.CHILD])
@pytest.mark.parametrize(
    ("name", "data"), [("subscribe_trigger", {"trigger": ON}), ("execute_script", {"sequence": []})]
)
async def test_guests_and_children_do_not(
    hub: Running, role: Role, name: str, data: dict[str, Any]
) -> None:
    async with connected(hub, await hub.token_for("Kim", role)) as client:
        with pytest.raises(Refused) as caught:
            await client.say(name, **data)
        assert caught.value.code == "unauthorized"
