"""To-do lists, calendars and forecasts over the socket."""

import pytest

from hub.home.ids import EntityId
from hub.home.people import Role
from tests.server.conftest import Running
from tests.server.websocket.client import Refused, connected
from tests.support.fakes import put

TEA = {"uid": "1", "summary": "Tea", "status": "completed"}
SHOPPING = EntityId("todo.shopping")


async def test_a_list_is_told_and_what_it_becomes(hub: Running) -> None:
    put(hub.parts.home, SHOPPING, "0", attributes={"items": [TEA]})
    async with connected(hub) as client:
        assert (await client.say("todo/item/list", entity_id=SHOPPING))["items"] == [TEA]
        await client.say("todo/item/subscribe", entity_id=SHOPPING)
        assert (await client.event())["items"] == [TEA]
        hub.parts.home.report(SHOPPING, "0", {"items": [TEA], "icon": "x:y"})
        hub.parts.home.report(SHOPPING, "1", {"items": [TEA, {"uid": "2", "summary": "Milk"}]})
        items = (await client.event())["items"]
        assert [each["summary"] for each in items] == ["Tea", "Milk"]
        for wrong in ("light.kitchen", "todo.none"):
            with pytest.raises(Refused) as caught:
                await client.say("todo/item/list", entity_id=wrong)
            assert caught.value.code == "not_found"
    async with connected(hub, await hub.token_for("Gus", Role.GUEST)) as client:
        with pytest.raises(Refused) as caught:
            await client.say("todo/item/subscribe", entity_id=SHOPPING)
        assert caught.value.code == "not_found"


async def test_a_calendar_is_told_for_a_while(hub: Running) -> None:
    event = {"summary": "Tea", "start": "2026-03-01T16:00:00", "end": "2026-03-01T17:00:00"}
    put(hub.parts.home, "calendar.home", "off", attributes={"events": [event]})
    async with connected(hub) as client:
        ask = {"entity_id": "calendar.home", "start": "2026-03-01T00:00:00"}
        await client.say("calendar/event/subscribe", **ask, end="2026-03-02T00:00:00")
        assert (await client.event())["events"] == [event]
        with pytest.raises(Refused) as caught:
            await client.say("calendar/event/subscribe", **ask, end="soon")
        assert caught.value.code == "service_validation_error"


async def test_the_weather_to_come_is_told(hub: Running) -> None:
    rain = {"datetime": "2026-03-01T16:00:00", "condition": "rainy"}
    put(hub.parts.home, "weather.home", "rainy", attributes={"forecast": [rain]})
    async with connected(hub) as client:
        await client.say("weather/subscribe_forecast", entity_id="weather.home")
        assert await client.event() == {"type": "daily", "forecast": [rain]}
