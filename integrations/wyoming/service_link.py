"""A program of a service, and what is said to it: sound goes there while its answer is read."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, Eventable
from wyoming.info import SelectProgram

from hub.home.one_line import one_line
from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE, Audio, EngineDown
from integrations.wyoming.wire import Wire, WireError, WireLost, connected

REMEDY = "see whether the service is started, and its own log"
# How long an answer may take once the sound has ended, and how long a last piece of sound.
ANSWER_S = 20.0
LAST_PIECE_S = 1.0
# A quarter of a second; what is handed over in one piece is sent in such.
PIECE = HEARING_RATE * BYTES_PER_SAMPLE // 4

T = TypeVar("T")


class Link:
    """Where a program is reached. `select` names it where a service has several of a kind.

    `used` is called when it is asked for something.
    """

    def __init__(self, uri: str, name: str, *, select: str | None = None) -> None:
        self.name = name
        self.used: Callable[[], None] = lambda: None
        self._uri = uri
        self._select = select

    @asynccontextmanager
    async def asked(self) -> AsyncIterator[Wire]:
        """Connect to it; whatever goes wrong is an engine that is down.

        Raises:
            EngineDown: it cannot be reached, or is lost meanwhile.
        """
        try:
            async with connected(self._uri) as wire:
                self.used()
                if self._select is not None:
                    await wire.write(SelectProgram(self._select))
                yield wire
        except WireError as error:
            raise EngineDown(f"{self.name}: {error}; {REMEDY}") from None

    def check(self, event: Event) -> None:
        """Raise what a service calls an error.

        Raises:
            EngineDown: it is one.
        """
        if Error.is_type(event.type):
            text = one_line(str(event.data.get("text")))[:300]
            raise EngineDown(f"{self.name} says: {text}; {REMEDY} ({self._uri})")

    async def answer(self, ask: Eventable, audio: Audio, read: Callable[[Event], T | None]) -> T:
        """Send a sound until `read` makes an answer of an event; no more of it is taken then.

        What the sound itself raises goes through.

        Raises:
            EngineDown: there is no answer.
        """
        async with self.asked() as wire:
            enough = asyncio.Event()
            loop = asyncio.get_running_loop()
            feeding = loop.create_task(_feed(wire, ask, audio, enough), name="wyoming-feed")
            reading = loop.create_task(self._read(wire, read), name="wyoming-answer")
            try:
                await asyncio.wait({feeding, reading}, return_when=asyncio.FIRST_COMPLETED)
                if not reading.done():
                    feeding.result()
                    await asyncio.wait({reading}, timeout=ANSWER_S)
                if not reading.done():
                    raise WireLost(f"{wire.peer} does not answer within {ANSWER_S:g} s")
                found = reading.result()
                # An iterator that is waited for would end with what waits: it is not broken off.
                enough.set()
                await asyncio.wait({feeding}, timeout=LAST_PIECE_S)
                return found
            finally:
                await _ended(feeding, reading)

    async def _read(self, wire: Wire, read: Callable[[Event], T | None]) -> T:
        while True:
            event = await wire.read()
            self.check(event)
            found = read(event)
            if found is not None:
                return found


async def _feed(wire: Wire, ask: Eventable, audio: Audio, enough: asyncio.Event) -> None:
    await wire.write(ask, AudioStart(HEARING_RATE, BYTES_PER_SAMPLE, 1))
    async for sound in audio:
        if enough.is_set():
            return
        for at in range(0, len(sound), PIECE):
            piece = sound[at : at + PIECE]
            await wire.write(AudioChunk(HEARING_RATE, BYTES_PER_SAMPLE, 1, piece))
    await wire.write(AudioStop())


async def _ended(*tasks: asyncio.Task[object]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task
