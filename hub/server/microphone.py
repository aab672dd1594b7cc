"""Sound that a client sends, on its way to the voice assistant: bounded, and at one rate."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable

from hub.home.speech import BYTES_PER_SAMPLE, AudioLost
from hub.server.resampling import Resampler

# So much that nobody has listened to yet ends a run. A file that is sent at once is shorter.
MOST_UNHEARD_S = 30.0
# Converted and handed on in pieces of this length, so that the hub does other things in between.
PIECE_S = 0.1

TOO_MUCH = (
    f"more than {MOST_UNHEARD_S:.0f} s of sound wait to be listened to; send it as it is spoken"
)


def _yes() -> bool:
    return True


class Microphone:
    """One sound of a client. It is taken in as it comes, and read by whoever listens.

    `is_let_in` is asked before each piece: whose token is over is not listened to any more.
    """

    def __init__(
        self, rate: int, *, volume: float = 1.0, is_let_in: Callable[[], bool] = _yes
    ) -> None:
        self._resampler = Resampler(rate, volume=volume)
        self._piece = int(rate * PIECE_S) * BYTES_PER_SAMPLE
        self._most = int(rate * MOST_UNHEARD_S) * BYTES_PER_SAMPLE
        self._is_let_in = is_let_in
        self._waiting: deque[bytes] = deque()
        self._unheard = 0
        self._news = asyncio.Event()
        self._is_over = False
        self._lost: str | None = None

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

    async def sound(self) -> AsyncIterator[bytes]:
        """Yield the sound at `HEARING_RATE`.

        Raises:
            AudioLost: it broke off.
        """
        while (sound := await self._next()) is not None:
            for begin in range(0, len(sound), self._piece):
                if not self._is_let_in():
                    raise AudioLost("the token that lets the microphone in is over")
                if piece := self._resampler.convert(sound[begin : begin + self._piece]):
                    yield piece
                await asyncio.sleep(0)
            self._unheard -= len(sound)

    async def _next(self) -> bytes | None:
        while not self._waiting:
            if self._lost is not None:
                raise AudioLost(self._lost)
            if self._is_over:
                return None
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()
