"""What a satellite hears, for one run of the assistant."""

import asyncio
from collections import deque
from typing import Self

from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE, AudioLost

# How much may wait to be listened to. What is more, the hub cannot keep up with; a sentence with
# a hole in it might mean something else.
MOST_S = 20.0
# A microphone that is listened to and sends nothing is gone, whatever its connection says.
STALLED_AFTER_S = 5.0

_MOST = int(MOST_S * HEARING_RATE * BYTES_PER_SAMPLE)


class Microphone:
    """An iterator over sound, in the order it is fed; whoever waits for it may be cancelled."""

    def __init__(self) -> None:
        self.must_not_stall = False
        self._pieces: deque[bytes] = deque()
        self._waiting = 0
        self._has_ended = False
        self._lost: str | None = None
        self._news = asyncio.Event()

    def feed(self, pcm: bytes) -> None:
        """Take in sound at `HEARING_RATE`."""
        if not pcm or self._has_ended or self._lost is not None:
            return
        self._pieces.append(pcm)
        self._waiting += len(pcm)
        if self._waiting > _MOST:
            self.lose("the hub does not keep up with the microphone")
        self._news.set()

    def end(self) -> None:
        """End the sound: the satellite stopped."""
        self._has_ended = True
        self._news.set()

    def lose(self, why: str) -> None:
        """Break the sound off: what was heard so far may not be all of it."""
        self._lost = why
        self._pieces.clear()
        self._news.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._pieces:
            if self._lost is not None:
                raise AudioLost(self._lost)
            if self._has_ended:
                raise StopAsyncIteration
            self._news.clear()
            await self._wait()
        piece = self._pieces.popleft()
        self._waiting -= len(piece)
        return piece

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(STALLED_AFTER_S if self.must_not_stall else None):
                await self._news.wait()
        except TimeoutError:
            self.lose("the satellite sends no more sound")
