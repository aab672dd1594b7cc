"""Sound that a client sends, on its way to the voice assistant: bounded, and at one rate."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Self

from hub.home.speech import BYTES_PER_SAMPLE, AudioLost
from hub.server.resampling import Resampler

# So much that nobody has listened to yet ends a run. A file that is sent at once is shorter.
MOST_UNHEARD_S = 30.0
# So long nothing may come while a sentence is listened to.
STALLED_AFTER_S = 15.0
# Converted and handed on in pieces of this length, so that the hub does other things in between.
PIECE_S = 0.1

TOO_MUCH = (
    f"more than {MOST_UNHEARD_S:.0f} s of sound wait to be listened to; send it as it is spoken"
)


def _yes() -> bool:
    return True


class Microphone:
    """One sound of a client: taken in as it comes, an iterator to whoever listens.

    `is_let_in` is asked before each piece: whose token is over is not listened to any more.
    """

    def __init__(
        self, rate: int, *, volume: float = 1.0, is_let_in: Callable[[], bool] = _yes
    ) -> None:
        self._rate = rate
        self._resampler = Resampler(rate, volume=volume)
        self._piece = int(rate * PIECE_S) * BYTES_PER_SAMPLE
        self._most = int(rate * MOST_UNHEARD_S) * BYTES_PER_SAMPLE
        self._is_let_in = is_let_in
        self._waiting: deque[bytes] = deque()
        # Of the first that waits, so many bytes were listened to; of all, so many not.
        self._heard = 0
        self._unheard = 0
        self._listened = 0
        # Set while a sentence is listened to: a microphone that sends nothing then is gone.
        self.must_not_stall = False
        self._news = asyncio.Event()
        self._is_over = False
        self._lost: str | None = None

    @property
    def listened_ms(self) -> int:
        """How much of the sound was listened to so far."""
        return 1_000 * self._listened // (self._rate * BYTES_PER_SAMPLE)

    def take(self, sound: bytes) -> None:
        """Take in what was sent; nothing ends the sound (Home Assistant, "Sending speech data")."""
        if self._is_over:
            return
        if not sound:
            self.end()
        elif self._unheard + len(sound) > self._most:
            self.lose(TOO_MUCH)
        else:
            self._waiting.append(sound)
            self._unheard += len(sound)
            self._news.set()

    def end(self) -> None:
        """Let the sound end with what was taken in; what comes now is passed over."""
        self._is_over = True
        self._news.set()

    def lose(self, why: str) -> None:
        """Break the sound off: whoever listens is told that it is lost."""
        self._lost = self._lost or why
        self._waiting.clear()
        self.end()

    def close(self) -> None:
        """Forget the sound: nobody listens any more."""
        self._waiting.clear()
        self.end()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece at `HEARING_RATE`; whoever waits for it may be cancelled.

        Raises:
            AudioLost: it broke off.
        """
        await asyncio.sleep(0)
        while True:
            if not self._is_let_in():
                self.lose("the token that lets the microphone in is over")
            if self._lost is not None:
                raise AudioLost(self._lost)
            if self._waiting:
                if piece := self._resampler.convert(self._cut()):
                    return piece
            elif self._is_over:
                raise StopAsyncIteration
            else:
                self._news.clear()
                await self._wait()

    def _cut(self) -> bytes:
        """Take the next piece of what was sent."""
        sound, begin = self._waiting[0], self._heard
        piece = sound[begin : begin + self._piece]
        self._heard += len(piece)
        self._unheard -= len(piece)
        self._listened += len(piece)
        if self._heard >= len(sound):
            self._waiting.popleft()
            self._heard = 0
        return piece

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(STALLED_AFTER_S if self.must_not_stall else None):
                await self._news.wait()
        except TimeoutError:
            self.lose(f"no sound came for {STALLED_AFTER_S:.0f} s")
