"""Two microphones that people have: that of a real Wyoming satellite, and that of a browser.

Both hear a sound at the pace of time. When its first sample was heard is told afterwards, so that
what came of it can be timed from the last word.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from hub.home.speech import Sound
from tests.bench.voice.sent_sound import SENT_SOUND, begun_at_s, pieces_of
from tests.support.fake_microphone import FakeMicrophone
from tests.support.page import Screen, open_browser, open_screen
from tests.support.real_satellite import RealSatellite, free_port
from tests.support.rooms import joined
from tests.support.running_hub import RunningHub
from tests.support.voices import HEART, say, silence

ASKS_EVERY_S = 0.05
# A satellite that is answered goes on to its next sentence once it has spoken.
QUIET_WITHIN_S = 60.0
AREA = "living_room"
NO = "No, never mind."
NO_AFTER_S = 1.5
MOST_ANSWERS = 3


class Microphone(Protocol):
    """Something that hears, beside a hub."""

    async def hear(self, sound: Sound) -> None:
        """Begin to hear a sound: the assistant listens."""

    async def heard_at_s(self, sound: Sound) -> float | None:
        """Return when the first of it was heard (monotonic seconds); None if nobody knows."""

    async def rest(self) -> None:
        """Be as before the sound: nothing waits for an answer."""


class SatelliteMicrophone:
    """A satellite that was adopted: woken for each sound."""

    def __init__(self, hub: RunningHub, satellite: RealSatellite) -> None:
        self._hub = hub
        self._satellite = satellite

    async def hear(self, sound: Sound) -> None:
        """Say its wake word, and then the sound."""
        self._satellite.wake()
        await self._until("listening")
        self._satellite.hear(sound)

    async def heard_at_s(self, sound: Sound) -> float | None:
        """Return what its sound card told."""
        del sound
        return self._satellite.heard_at_s()

    async def rest(self) -> None:
        """Wait until it has spoken; to what it asks the answer is no."""
        for _ in range(MOST_ANSWERS):
            await self._until("idle", "listening")
            if self._state() == "idle":
                return
            self._satellite.hear(joined(say(NO, HEART), silence(NO_AFTER_S)))
            await self._until("processing", "responding", "idle")
        await self._until("idle")

    async def _until(self, *states: str) -> None:
        async with asyncio.timeout(QUIET_WITHIN_S):
            while self._state() not in states:  # noqa: ASYNC110 -- the hub is another program
                await asyncio.sleep(ASKS_EVERY_S)

    def _state(self) -> str:
        return str(self._hub.state(self._satellite.entity_id)["state"])


class BrowserMicrophone:
    """The microphone button of the page, in Chromium, whose microphone is a file."""

    def __init__(self, screen: Screen, microphone: FakeMicrophone) -> None:
        self._screen = screen
        self._microphone = microphone

    async def hear(self, sound: Sound) -> None:
        """Press the button."""
        self._microphone.give(sound)
        await self._screen.page.get_by_test_id("mic").click()

    async def heard_at_s(self, sound: Sound) -> float | None:
        """Return when, by what the page sent: the file begins with the microphone, not with it."""
        told = await self._screen.page.evaluate("globalThis.sentSound")
        return begun_at_s(pieces_of(told), sound)

    async def rest(self) -> None:
        """Load the page anew: another conversation begins."""
        await self._screen.page.reload()
        await self._screen.connected()
        await self._screen.visit("ask")


@contextlib.asynccontextmanager
async def satellite_microphone(hub: RunningHub, folder: Path) -> AsyncIterator[Microphone]:
    """A satellite in the living room, which any voice may use: a guest's rights."""
    with RealSatellite(folder, free_port(), name="Living room satellite") as satellite:
        satellite.adopted_by(hub, AREA)
        yield SatelliteMicrophone(hub, satellite)


@contextlib.asynccontextmanager
async def browser_microphone(hub: RunningHub, folder: Path) -> AsyncIterator[Microphone]:
    """The page, with its owner signed in."""
    microphone = FakeMicrophone(folder)
    async with (
        open_browser(*microphone.flags) as chromium,
        open_screen(chromium, hub) as screen,
    ):
        await screen.page.add_init_script(SENT_SOUND)
        listening = BrowserMicrophone(screen, microphone)
        await listening.rest()
        yield listening


MICROPHONES = {"satellite": satellite_microphone, "browser": browser_microphone}
