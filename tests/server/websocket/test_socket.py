"""The socket: coming in, numbers, subscriptions, what is wrong, and who may what."""

import asyncio
import logging
from contextlib import AsyncExitStack

import aiohttp
import pytest

from hub.home.ids import AreaId, EntityId
from hub.home.model import Context, Source
from hub.home.people import Grant, Role
from hub.server.websocket.connection import MOST_SUBSCRIPTIONS
from hub.server.websocket.door import MOST_OF_ONE_PLACE
from tests.server.conftest import Running
from tests.server.websocket.client import Client, Refused, connected
from tests.support.fakes import put

LIGHT = EntityId("light.kitchen")


async def test_a_wrong_token_is_told_and_the_socket_ends(hub: Running) -> None:
    async with hub.http.ws_connect(f"{hub.url}/api/websocket") as socket:
        assert (await socket.receive_json())["type"] == "auth_required"
        await socket.send_json({"type": "auth", "access_token": "wrong"})
        answer = await socket.receive_json()
        assert answer["type"] == "auth_invalid"
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize("said", ['"auth"', "{}", "nonsense", '{"type": "ping", "id": 1}'])
async def test_nothing_is_answered_before_a_token(hub: Running, said: str) -> None:
    async with hub.http.ws_connect(f"{hub.url}/api/websocket") as socket:
        await socket.receive_json()
        await socket.send_str(said)
        assert (await socket.receive_json())["type"] == "auth_invalid"


async def test_signs_of_life_and_numbers(hub: Running) -> None:
    async with connected(hub) as client:
        assert await client.say("ping") == "pong"
        await client.socket.send_json({"id": 1, "type": "ping"})
        assert (await client.hear())["error"]["code"] == "id_reuse"
        for wrong in ("[]x", '{"id": "a", "type": "ping"}', '"x"'):
            await client.socket.send_str(wrong)
            assert (await client.hear())["error"]["code"] == "invalid_format"
        with pytest.raises(Refused, match="no command 'fly'"):
            await client.say("fly")
        assert await client.say("ping") == "pong"


async def test_what_the_hub_is_and_can_do(hub: Running) -> None:
    async with connected(hub) as client:
        config = await client.say("get_config")
        assert config["location_name"] == "Test house"
        services = await client.say("get_services")
        assert "turn_on" in services["light"]
        states = await client.say("get_states")
        assert LIGHT in {state["entity_id"] for state in states}
        user = await client.say("auth/current_user")
        assert user["is_owner"]


async def test_entities_come_whole_and_then_as_differences(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("subscribe_entities", entity_ids=[LIGHT])
        first = await client.event()
        assert set(first["a"]) == {LIGHT}
        assert first["a"][LIGHT]["s"] == "off"
        home = hub.parts.home
        home.report(LIGHT, "on", {"brightness": 7})
        change = (await client.event())["c"][LIGHT]
        assert change["+"]["s"] == "on"
        assert change["+"]["a"] == {"brightness": 7}
        home.report(LIGHT, "on", {})
        assert (await client.event())["c"][LIGHT]["-"] == {"a": ["brightness"]}
        home.remove_entity(LIGHT)
        assert await client.event() == {"r": [LIGHT]}


async def test_events_are_heard_until_one_unsubscribes(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("subscribe_events", event_type="bell")
        number = client.number
        answer = await client.say("fire_event", event_type="bell", event_data={"door": 1})
        event = await client.event()
        assert (event["event_type"], event["data"]) == ("bell", {"door": 1})
        assert event["context"]["id"] == answer["context"]["id"]
        await client.say("unsubscribe_events", subscription=number)
        await client.say("fire_event", event_type="bell")
        assert await client.say("ping") == "pong"
        assert client.events == []
        with pytest.raises(Refused, match="no subscription"):
            await client.say("unsubscribe_events", subscription=number)


async def test_an_action_is_done_and_answered(hub: Running) -> None:
    async with connected(hub) as client:
        answer = await client.say(
            "call_service",
            domain="light",
            service="turn_on",
            target={"entity_id": LIGHT},
            service_data={"brightness_pct": 40},
        )
        assert answer["context"]["user_id"] == hub.owner.id
        assert hub.parts.home.state(LIGHT).state == "on"


async def test_what_the_guard_refuses_names_the_approval(hub: Running) -> None:
    async with connected(hub) as client:
        with pytest.raises(Refused) as caught:
            await client.say(
                "call_service",
                domain="lock",
                service="unlock",
                target={"entity_id": "lock.front"},
            )
        assert caught.value.code == "unauthorized"
        assert caught.value.error["approval_id"]
        with pytest.raises(Refused, match="valves stay closed|Valves stay closed"):
            await client.say(
                "call_service",
                domain="valve",
                service="open_valve",
                target={"entity_id": "valve.water"},
            )


async def test_wrong_calls_are_told(hub: Running) -> None:
    async with connected(hub) as client:
        for service, code in (("fly", "not_found"), ("turn_on", "service_validation_error")):
            with pytest.raises(Refused) as caught:
                await client.say(
                    "call_service",
                    domain="light",
                    service=service,
                    target={"entity_id": LIGHT},
                    service_data={"brightness": "much"},
                )
            assert caught.value.code == code


async def test_a_template_is_rendered_again_when_it_changes(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("render_template", template="{{ states('light.kitchen') }}")
        number = client.number
        first = await client.event()
        assert first["result"] == "off"
        assert first["listeners"] == {
            "all": False, "domains": [], "entities": [LIGHT], "time": False
        }  # fmt: skip
        hub.parts.home.report(LIGHT, "on", {})
        assert (await client.event())["result"] == "on"
        await client.say("unsubscribe_events", subscription=number)
        hub.parts.home.report(LIGHT, "off", {})
        assert await client.say("ping") == "pong"
        assert client.events == []


async def test_templates_that_fail_are_told(hub: Running) -> None:
    async with connected(hub) as client:
        for wrong in ("{{ ", "{{ 1 / 0 }}"):
            with pytest.raises(Refused) as caught:
                await client.say("render_template", template=wrong)
            assert caught.value.code == "template_error"
        await client.say("render_template", template="{{ 1 / 0 }}", report_errors=True)
        assert "error" in await client.event()
        await client.say("render_template", template="{{ 1 + a }}", variables={"a": 1})
        assert (await client.event())["result"] == 2


async def test_a_guest_hears_of_what_they_see_only(hub: Running) -> None:
    secret = await hub.token_for("Gus", Role.GUEST)
    async with connected(hub, secret) as client:
        with pytest.raises(Refused) as caught:
            await client.say("fire_event", event_type="bell")
        assert caught.value.code == "unauthorized"


async def test_an_ended_token_ends_what_it_opened(hub: Running) -> None:
    user = await hub.parts.users.create("Eve", Role.ADULT)
    token, secret = await hub.parts.tokens.create(user.id, "test")
    async with connected(hub, secret) as client:
        assert await client.say("ping") == "pong"
        await hub.parts.tokens.revoke(token.id)
        with pytest.raises(Refused) as caught:
            await client.say("ping")
        assert caught.value.code == "unauthorized"


async def test_many_messages_come_at_once_for_who_can_take_them(hub: Running) -> None:
    async with connected(hub) as client:
        await client.say("supported_features", features={"coalesce_messages": 1})
        await client.say("subscribe_entities")
        await client.event()
        for brightness in range(50):
            hub.parts.home.report(LIGHT, "on", {"brightness": brightness})
        seen, messages = 0, 0
        async with asyncio.timeout(10):
            while seen < 50:
                message = await client.socket.receive_json()
                messages += 1
                seen += len(message) if isinstance(message, list) else 1
        assert messages < 50


async def test_clients_are_let_go_when_the_hub_stops(hub: Running) -> None:
    async with connected(hub) as client:
        assert isinstance(client, Client)


async def test_a_client_has_so_many_subscriptions(hub: Running) -> None:
    async with connected(hub) as client:
        for _ in range(MOST_SUBSCRIPTIONS):
            await client.say("subscribe_events", event_type="bell")
        for name, data in (
            ("subscribe_events", {}),
            ("subscribe_entities", {}),
            ("render_template", {"template": "x"}),
        ):
            with pytest.raises(Refused, match="end some first"):
                await client.say(name, **data)
        await client.say("unsubscribe_events", subscription=client.number - 3)
        await client.say("subscribe_events", event_type="bell")


async def test_who_does_not_read_waits_and_keeps_nobody(hub: Running) -> None:
    home = hub.parts.home
    for number in range(100):
        put(home, f"sensor.long_{number}", attributes={"text": "x" * 1_000})
    async with connected(hub) as client:
        for number in range(1, 201):
            await client.socket.send_json({"id": number, "type": "get_states"})
        async with connected(hub) as other:
            assert await other.say("ping") == "pong"
        for number in range(1, 201):
            assert (await client.hear())["id"] == number


async def test_a_flood_of_messages_is_answered_one_by_one(hub: Running) -> None:
    async with connected(hub) as client:
        ids = range(1, 10_001)
        flood = [{"id": number, "type": ("ping", "fly")[number % 2]} for number in ids]
        await client.socket.send_json(flood)
        assert [(await client.hear())["id"] for _ in ids] == list(ids)


async def test_what_an_ended_token_opened_tells_nothing_more(hub: Running) -> None:
    user = await hub.parts.users.create("Eve", Role.ADULT)
    token, secret = await hub.parts.tokens.create(user.id, "test")
    async with connected(hub, secret) as client:
        await client.say("subscribe_entities", entity_ids=[LIGHT])
        await client.say("subscribe_events", event_type="bell")
        await client.event()
        await hub.parts.tokens.revoke(token.id)
        hub.parts.home.report(LIGHT, "on", {"brightness": 7})
        hub.parts.home.fire("bell", {}, Context(source=Source.API))
        assert (await client.socket.receive(10)).type is aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize("change", ["role", "sees"])
async def test_who_may_less_comes_in_anew(hub: Running, change: str) -> None:
    user = await hub.parts.users.create("Eve", Role.CHILD)
    _, secret = await hub.parts.tokens.create(user.id, "test")
    async with connected(hub, secret) as client:
        await client.say("render_template", template="{{ states('light.kitchen') }}")
        assert (await client.event())["result"] == "off"
        if change == "role":
            await hub.parts.users.set_role(user.id, Role.GUEST)
        else:
            little = Grant(areas=frozenset({AreaId("kitchen")}))
            await hub.parts.users.set_grants(user.id, sees=little, moves=little)
        hub.parts.home.report(LIGHT, "on", {})
        assert (await client.socket.receive(10)).type is aiohttp.WSMsgType.CLOSE


async def test_who_never_reads_is_let_go_with_one_word(
    hub: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with connected(hub) as client:
        for _ in range(20):
            await client.say("subscribe_events", event_type="bell")
        for _ in range(30):
            hub.parts.home.fire("bell", {"text": "x" * 200_000}, Context(source=Source.API))
        async with asyncio.timeout(10):
            while not caplog.records:  # noqa: ASYNC110 -- the hub's tasks make it so
                await asyncio.sleep(0.01)
        assert [record.message for record in caplog.records] == [
            "websocket: a client of 'Ann' is too slow; it is let go"
        ]


async def test_few_may_wait_at_the_door(hub: Running) -> None:
    async with AsyncExitStack() as waiting:
        for _ in range(MOST_OF_ONE_PLACE):
            await waiting.enter_async_context(hub.http.ws_connect(f"{hub.url}/api/websocket"))
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await hub.http.ws_connect(f"{hub.url}/api/websocket")
        assert caught.value.status == 503
    async with connected(hub) as client:
        assert await client.say("ping") == "pong"
