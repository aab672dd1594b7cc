"""Speech to fetch: what the assistant says, kept for minutes under an address nobody can guess.

It may be fetched while it is still being made (Home Assistant, `/api/tts_proxy`).
"""

import asyncio
import secrets
import struct
import time
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE, Sound

LASTS_S = 300.0
# A reply takes seconds; what is longer than this is cut off (three minutes at 24 kHz).
LONGEST_BYTES = 9 * 1024 * 1024
# Of all speech together; the oldest goes.
MOST_BYTES = 48 * 1024 * 1024
MOST_SPEECHES = 200
MIME_TYPE = "audio/wav"
PATH = "/api/tts_proxy/"
# Home Assistant's id of a speech among media.
_MEDIA = "media-source://tts/-stream-/"
# What a player takes for "until it ends".
_ENDLESS = 0xFFFF_FFFF
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


class Speech:
    """One text as sound. It is complete once `end` or `fail` was called."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.problem: str | None = None
        self.is_complete = False
        self._pcm = bytearray()
        self._rate: int | None = None
        self._news = asyncio.Event()

    @property
    def path(self) -> str:
        """Where it is fetched."""
        return PATH + self.token

    @property
    def size(self) -> int:
        """How many bytes it has so far."""
        return len(self._pcm)

    def output(self) -> dict[str, str]:
        """Return how Home Assistant's events tell of it."""
        return {
            "media_id": _MEDIA + self.token,
            "token": self.token,
            "url": self.path,
            "mime_type": MIME_TYPE,
        }

    async def take(self, sound: Sound) -> None:
        """Take in the next piece; it is a `Play` that never makes anybody wait."""
        self._rate = self._rate or sound.rate
        if not self.is_complete:
            self._pcm += sound.pcm[: LONGEST_BYTES - len(self._pcm)]
        self._tell()

    def end(self) -> None:
        """Let it end with what was taken in."""
        self.is_complete = True
        self._tell()

    def fail(self, why: str) -> None:
        """Let it end because nobody could speak it."""
        self.problem = self.problem or why
        self.end()

    async def begun(self) -> None:
        """Wait until there is something to hear, or there never will be."""
        while not self._pcm and not self.is_complete:
            await self._wait()

    async def completed(self) -> None:
        """Wait until it is complete."""
        while not self.is_complete:
            await self._wait()

    def wav(self) -> bytes:
        """Return it as a file, as far as it goes."""
        return self._header(len(self._pcm)) + self._pcm

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield it as a file whose length its header does not tell, as it is made."""
        await self.begun()
        yield self._header(None)
        at = 0
        while at < len(self._pcm) or not self.is_complete:
            if at < len(self._pcm):
                piece = bytes(self._pcm[at:])
                at += len(piece)
                yield piece
            else:
                await self._wait()

    def _header(self, size: int | None) -> bytes:
        """Return the head of a WAV file (RIFF, format 1: PCM)."""
        rate = self._rate or HEARING_RATE
        data = _ENDLESS - 36 if size is None else size
        return _HEADER.pack(
            b"RIFF", data + 36, b"WAVE", b"fmt ", 16, 1, 1, rate, rate * BYTES_PER_SAMPLE,
            BYTES_PER_SAMPLE, 8 * BYTES_PER_SAMPLE, b"data", data,
        )  # fmt: skip

    async def _wait(self) -> None:
        await self._news.wait()

    def _tell(self) -> None:
        """Wake all who wait."""
        news, self._news = self._news, asyncio.Event()
        news.set()


class Speeches:
    """The speech that may be fetched."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[Speech, float]] = {}

    def new(self) -> Speech:
        """Begin a speech, under a fresh token."""
        speech = Speech(f"{secrets.token_urlsafe(32)}.wav")
        self._kept[speech.token] = (speech, self._clock() + LASTS_S)
        self._make_room()
        return speech

    def get(self, token: str) -> Speech | None:
        """Return the speech of a token, None if there is none (any more)."""
        self._make_room()
        kept = self._kept.get(token)
        return kept[0] if kept is not None else None

    def forget(self, speech: Speech) -> None:
        """Forget a speech that nobody will ask for."""
        self._kept.pop(speech.token, None)

    def _make_room(self) -> None:
        """Forget what is over its time, then the oldest of too much."""
        now = self._clock()
        size = sum(speech.size for speech, _ in self._kept.values())
        for token, (speech, until) in tuple(self._kept.items()):
            is_much = size > MOST_BYTES or len(self._kept) > MOST_SPEECHES
            if until > now and not is_much:
                break
            del self._kept[token]
            size -= speech.size


SPEECHES = web.AppKey("speeches", Speeches)
