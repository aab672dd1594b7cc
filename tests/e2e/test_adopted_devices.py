"""A real hub adopts a Hue bridge by its button and a Tapo plug by its account, and keeps both."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hub import remote
from tests.support.hue.bridge import KEY, HueBridge, serving
from tests.support.kasa import smart
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub

TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only


@dataclass
class House:
    """The hub, in a process of its own, and the devices around it."""

    hub: RunningHub
    bridge: HueBridge
    plug: smart.Tapo

    async def adopt(self, integration: str, **data: Any) -> dict[str, Any]:
        """Adopt a device by its address."""
        body = {"integration": integration, "data": data}
        adopted: dict[str, Any] = await _aside(
            lambda: self.hub.remote.request("POST", "/api/lares/entries", body)
        )
        return adopted

    async def refused(self, integration: str, **data: Any) -> dict[str, Any]:
        """Return what the hub says that it cannot adopt yet."""
        with pytest.raises(remote.Rejected) as rejected:
            await self.adopt(integration, **data)
        assert rejected.value.status == 409
        return rejected.value.body


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        bridge = await stack.enter_async_context(serving(HueBridge(), tmp_path))
        plug = await stack.enter_async_context(smart.running(smart.plug()))
        broker = stack.enter_context(Mosquitto())
        options = ("--mqtt", f"127.0.0.1:{broker.port}", "--no-model")
        hub = RunningHub(tmp_path / "hub", *options, command="run", token=TOKEN)
        await _aside(hub.start)
        stack.push_async_callback(_aside, hub.stop)
        yield House(hub, bridge, plug)


async def _aside(work: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(work)


async def test_makers_devices_are_adopted_obey_and_stay(house: House) -> None:
    hub, bridge, plug = house.hub, house.bridge, house.plug
    asked = await house.refused("hue", host=bridge.host)
    assert "press the round button" in asked["message"]
    bridge.is_pressed = True
    adopted = await house.adopt("hue", host=bridge.host)
    assert adopted["entry"]["status"] == "connected"
    asked = await house.refused("kasa", host=plug.host)
    assert asked["asks"] == ["username", "password"]
    account = {"username": smart.USERNAME, "password": smart.PASSWORD}
    adopted = await house.adopt("kasa", host=plug.host, **account)
    assert adopted["entry"]["status"] == "connected"
    await _aside(hub.stop)
    await _aside(hub.start)
    await _aside(lambda: hub.wait_for("light.floor_lamp", "off"))
    await _aside(lambda: hub.ask("turn on the floor lamp"))
    await _aside(lambda: hub.wait_for("light.floor_lamp", "on"))
    await _aside(lambda: hub.wait_for("switch.heater", "off"))
    await _aside(lambda: hub.ask("turn on the heater"))
    await _aside(lambda: hub.ask("yes"))
    await _aside(lambda: hub.wait_for("switch.heater", "on"))
    told = json.dumps(await _aside(lambda: hub.remote.request("GET", "/api/lares/entries")))
    for secret in (KEY, smart.PASSWORD, smart.USERNAME):
        assert secret not in told
        assert secret not in hub.output()
