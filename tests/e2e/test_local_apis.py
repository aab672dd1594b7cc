"""A real hub adopts an encrypted ESPHome device and a Tasmota with a password, and drives both.

The ESPHome device has a lock, for which a person is asked, and a thermostat.
"""

import asyncio
import base64
import importlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from hub import remote
from tests.support.esphome.device import Device, running
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub
from tests.support.tasmota.firmware import Tasmota
from tests.support.tasmota.over_http import WebServer, on_network

pb: Any = importlib.import_module("aioesphomeapi.api_pb2")

TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only
KEY = base64.b64encode(bytes(range(32))).decode()
PASSWORD = "sesame-4711"  # noqa: S105 -- of a simulated device


@dataclass
class House:
    """The hub, in a process of its own, and the devices around it."""

    hub: RunningHub
    door: Device
    pump: WebServer

    async def asks(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the hub's API, without holding up the devices."""
        return await _aside(lambda: self.hub.remote.request(method, path, body))

    async def adopt(self, integration: str, data: dict[str, Any]) -> None:
        """Adopt a device by its address."""
        body = {"integration": integration, "data": data}
        adopted = await self.asks("POST", "/api/lares/entries", body)
        assert adopted["entry"]["status"] == "connected"

    async def refused(self, path: str, body: Any) -> dict[str, Any]:
        """Return what the hub says that it does not do yet."""
        with pytest.raises(remote.Rejected) as rejected:
            await self.asks("POST", path, body)
        return rejected.value.body

    async def becomes(self, entity_id: str, state: str) -> None:
        """Wait until an entity shows a state."""
        await _aside(lambda: self.hub.wait_for(entity_id, state))


def front_door() -> Device:
    """Return an encrypted device with a lock and a thermostat."""
    device = Device(name="front-door", friendly_name="Front", noise_psk=KEY)
    lock = pb.ListEntitiesLockResponse(object_id="lock", name="Lock")
    device.has(lock, pb.LockStateResponse(state=1))
    climate = pb.ListEntitiesClimateResponse(
        object_id="heat", name="Heating", supported_modes=[0, 3], feature_flags=1 | 32,
        visual_min_temperature=5, visual_max_temperature=30,
    )  # fmt: skip
    state = pb.ClimateStateResponse(mode=3, target_temperature=19, current_temperature=20)
    device.has(climate, state)
    return device


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        door = await stack.enter_async_context(running(front_door()))
        tasmota = Tasmota(name="Pump", password=PASSWORD)
        pump = await stack.enter_async_context(on_network(WebServer(tasmota)))
        broker = stack.enter_context(Mosquitto())
        options = ("--mqtt", f"127.0.0.1:{broker.port}", "--no-model")
        hub = RunningHub(tmp_path / "hub", *options, command="run", token=TOKEN)
        await _aside(hub.start)
        stack.push_async_callback(_aside, hub.stop)
        yield House(hub, door, pump)


async def _aside(work: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(work)


@pytest.mark.e2e
@pytest.mark.timeout(90)
async def test_a_lock_a_thermostat_and_a_pump_are_adopted_and_obey(house: House) -> None:
    at_door = {"host": "127.0.0.1", "port": house.door.port}
    at_pump = {"host": "127.0.0.1", "port": house.pump.port}
    for integration, at, key in (
        ("esphome", at_door, "noise_psk"),
        ("tasmota", at_pump, "password"),
    ):
        said = await house.refused("/api/lares/entries", {"integration": integration, "data": at})
        assert said["asks"] == [key]
    await house.adopt("esphome", {**at_door, "noise_psk": KEY})
    await house.adopt("tasmota", {**at_pump, "password": PASSWORD})
    await _aside(house.hub.stop)
    await _aside(house.hub.start)

    await house.becomes("lock.front_lock", "locked")
    unlock = {"entity_id": "lock.front_lock"}
    waits = await house.refused("/api/services/lock/unlock", unlock)
    assert not house.door.commands
    await house.asks("POST", f"/api/lares/approvals/{waits['approval_id']}", {"approve": True})
    await house.becomes("lock.front_lock", "unlocked")

    path = "/api/services/climate/set_temperature?return_response"
    warmer = {"entity_id": "climate.front_heating", "temperature": 21.5}
    answer = await house.asks("POST", path, warmer)
    [ended] = answer["service_response"]["outcomes"]
    assert ended["status"] == "done"
    assert house.door.commands[-1].target_temperature == 21.5

    await house.becomes("switch.pump", "off")
    await _aside(lambda: house.hub.ask("turn on the pump"))
    await house.becomes("switch.pump", "on")
    assert house.pump.tasmota.relays == [True]

    told = json.dumps(await house.asks("GET", "/api/lares/entries"))
    for secret in (KEY, PASSWORD):
        assert secret not in told
        assert secret not in house.hub.output()
