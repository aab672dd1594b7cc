"""A real hub with satellites in two rooms: what is to be announced is heard there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from wyoming.audio import AudioChunk
from wyoming.info import Info

from tests.support.keeping import until
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub
from tests.support.wyoming import SPOKEN_RATE, Service, served, tts
from tests.support.wyoming_satellite import Dish, dished, satellite_info

TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only
CONFIG = """\
areas:
  - {id: kitchen, name: Kitchen}
  - {id: office, name: Office}
  - {id: attic, name: Attic}
voice: {embedded: false}
"""


@dataclass
class House:
    """The hub, in a process of its own, with two satellites and what speaks."""

    hub: RunningHub
    kitchen: Dish
    office: Dish
    speaker: Service

    def said(self) -> list[str]:
        """What was spoken, in order."""
        return [event.data["text"] for event in self.speaker.told("synthesize")]

    async def ask(self, text: str, **more: Any) -> str:
        answer = await _aside(lambda: self.hub.ask(text, **more))
        return str(answer["response"]["speech"]["plain"]["speech"])


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        spoken = AudioChunk(SPOKEN_RATE, 2, 1, b"\x07\x07" * 400)
        speaker = await stack.enter_async_context(
            served(Service(info=Info(tts=[tts()]), speech=[spoken]))
        )
        kitchen, office = [
            await stack.enter_async_context(
                dished(Dish(satellite_info(f"{name} satellite", supports_trigger=True)))
            )
            for name in ("Kitchen", "Office")
        ]
        broker = stack.enter_context(Mosquitto())
        folder = tmp_path / "hub"
        folder.mkdir()
        (folder / "lares.yaml").write_text(CONFIG)
        options = ("--mqtt", f"127.0.0.1:{broker.port}", "--no-model")
        hub = RunningHub(folder, *options, command="run", token=TOKEN, voice=True)
        await _aside(hub.start)
        stack.push_async_callback(_aside, hub.stop)
        speaks = {"host": "127.0.0.1", "port": speaker.port}
        for data, area in ((speaks, None), (kitchen.data, "kitchen"), (office.data, "office")):
            body = {"integration": "wyoming", "data": data, "area": area}
            await _aside(partial(hub.remote.request, "POST", "/api/lares/entries", body))
        for name in ("kitchen", "office"):
            await _aside(partial(hub.wait_for, f"assist_satellite.{name}_satellite", "idle"))
        yield House(hub, kitchen, office, speaker)


async def _aside(work: Callable[[], Any]) -> Any:
    return await asyncio.to_thread(work)


@pytest.mark.timeout(60)
async def test_rooms_hear_what_is_for_them(house: House) -> None:
    assert await house.ask("announce that dinner is ready") == "Announced: Kitchen and Office."
    assert house.kitchen.sound
    assert house.office.sound
    assert set(house.said()) == {"dinner is ready"}
    heard = len(house.office.sound)
    assert await house.ask("tell the kitchen I'm coming") == "Announced: Kitchen."
    assert house.said()[-1] == "I'm coming"
    assert await house.ask("say good night in the attic") == (
        "There is no voice satellite in Attic."
    )
    # A timer rings where it was set, by itself.
    await house.ask("set a pizza timer for 1 second", area_id="kitchen")
    await until(lambda: "Your pizza timer is done." in house.said())
    assert len(house.office.sound) == heard
