"""A real hub adopts Shellies and a WLED by their addresses, and drives them by sentences."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub
from tests.support.shelly import models
from tests.support.shelly.rpc import RpcShelly
from tests.support.wled import Wled

TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only


@dataclass
class House:
    """The hub, in a process of its own, and the devices around it."""

    hub: RunningHub
    thermostat: RpcShelly
    strip: Wled

    async def adopt(self, integration: str, name: str, **data: Any) -> None:
        """Adopt a device by its address, under a name."""
        body = {"integration": integration, "name": name, "data": {"host": "127.0.0.1", **data}}
        await _aside(lambda: self.hub.remote.request("POST", "/api/lares/entries", body))

    async def ask(self, sentence: str) -> str:
        """Say something, and return the reply."""
        body = {"text": sentence, "language": "en"}
        path = "/api/conversation/process"
        answer = await _aside(lambda: self.hub.remote.request("POST", path, body))
        return str(answer["response"]["speech"]["plain"]["speech"])


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        thermostat = await stack.enter_async_context(models.wall_display().running())
        strip = await stack.enter_async_context(Wled().running())
        broker = stack.enter_context(Mosquitto())
        options = ("--mqtt", f"127.0.0.1:{broker.port}", "--no-model")
        hub = RunningHub(tmp_path / "hub", *options, command="run", token=TOKEN)
        await _aside(hub.start)
        stack.push_async_callback(_aside, hub.stop)
        yield House(hub, thermostat, strip)


async def _aside(work: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(work)


@pytest.mark.e2e
@pytest.mark.timeout(90)
async def test_a_thermostat_and_a_strip_obey_what_is_said(house: House) -> None:
    await house.adopt("shelly", "Hallway heating", port=house.thermostat.port)
    await house.adopt("wled", "Shelf strip", port=house.strip.port)
    assert "23" in await house.ask("set the hallway heating to 23 degrees")
    assert house.thermostat.status["thermostat:0"]["target_C"] == 23
    assert (await house.ask("turn off the shelf strip")).startswith("Done")
    assert house.strip.state["on"] is False
    # It takes the command and keeps its target: that is said, too.
    house.thermostat.methods["Thermostat.SetConfig"] = lambda _: {"restart_required": False}
    assert not (await house.ask("set the hallway heating to 18 degrees")).startswith("Done")
    await house.thermostat.stop()
    assert "hallway" in (await house.ask("set the hallway heating to 20 degrees")).lower()
    assert house.thermostat.status["thermostat:0"]["target_C"] == 23
