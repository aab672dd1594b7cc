"""Listens to one sentence: finds its end, and begins to hear it before that is certain."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace

from hub.home.plan import Heard
from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE, EngineDown, Hints, SpeechToText
from hub.record import record
from hub.voice.activity import FRAME_BYTES, FRAME_S, Activity
from hub.voice.sentence_end import OVER, Hearing, SentenceEnd
from hub.voice.settings import ListeningSettings

BYTES_PER_S = HEARING_RATE * BYTES_PER_SAMPLE


@record(frozen=True, slots=True, kw_only=True)
class Listened:
    """What was heard, and how it ended; `heard` is None if nobody spoke.

    `silence_ms`: from the last word until the end was certain; `stt_ms`: from then until the words
    were there.
    """

    end: Hearing
    heard: Heard | None = None
    silence_ms: float = 0.0
    stt_ms: float = 0.0
    weigh_ms: float = 0.0


class Listener:
    """Listens to one sentence with one engine. `began`, `ended` and `draft` are told as it goes."""

    def __init__(
        self,
        engine: SpeechToText,
        hints: Hints,
        activity: Activity,
        settings: ListeningSettings,
        *,
        draft: Callable[[str], None] | None = None,
    ) -> None:
        self._engine = engine
        self._hints = hints
        self._activity = activity
        self._settings = settings
        self._tell_draft = draft
        self._sound = bytearray()
        self._hearing: asyncio.Task[Heard] | None = None
        # Up to where the sound is that is being heard.
        self._hears_until_s = 0.0
        self._drafted_at_s = 0.0
        self._sentence = b""

    def sentence(self) -> AsyncIterator[bytes]:
        """Yield the sound that was heard last."""
        return _once(self._sentence)

    async def listen(
        self,
        audio: AsyncIterator[bytes],
        *,
        waits_s: float | None = None,
        ends_by_pause: bool = True,
        began: Callable[[], None],
        ended: Callable[[], None],
    ) -> Listened:
        """Take in a sound until its sentence ends, or the sound does; return the words.

        Unless it `ends_by_pause`, the sentence is as long as the sound.

        Raises:
            EngineDown: the engine failed.
            AudioLost: the microphone went away.
        """
        end = SentenceEnd(self._settings, waits_s, ends_by_pause=ends_by_pause)
        try:
            await self._follow(audio, end, began)
            if end.began_s is None:
                return Listened(end=end.state)
            ended()
            certain = time.perf_counter()
            heard = await self._final(end)
            took_ms = (time.perf_counter() - certain) * 1000
            pause_ms = end.pause_s * 1000
            return Listened(end=end.state, heard=heard, silence_ms=pause_ms, stt_ms=took_ms)
        finally:
            await self._drop()

    async def _follow(
        self, audio: AsyncIterator[bytes], end: SentenceEnd, began: Callable[[], None]
    ) -> None:
        """Read until the sentence or the sound is over."""
        frame_from = 0
        async for chunk in audio:
            self._sound += chunk
            while len(self._sound) - frame_from >= FRAME_BYTES:
                frame = bytes(self._sound[frame_from : frame_from + FRAME_BYTES])
                frame_from += FRAME_BYTES
                was = end.state
                if end.take(self._activity(frame)) in OVER:
                    return
                if was is Hearing.WAITING and end.state is Hearing.SPEAKING:
                    began()
            await self._hear_in_advance(end)

    async def _hear_in_advance(self, end: SentenceEnd) -> None:
        """Begin to hear what may be all of it; else show the words so far, now and then."""
        if not self._engine.hears_in_advance or end.began_s is None:
            return
        if end.state is Hearing.PAUSING:
            if self._hears_until_s < end.spoke_until_s:
                await self._drop()
                self._begin(end)
        elif self._tell_draft is not None and self._is_time_to_draft(end, end.began_s):
            self._drafted_at_s = end.now_s
            self._begin(end)

    def _is_time_to_draft(self, end: SentenceEnd, began_s: float) -> bool:
        is_free = self._hearing is None or self._hearing.done()
        new_s = end.now_s - max(self._drafted_at_s, began_s)
        return is_free and new_s >= self._settings.draft_every_s

    def _begin(self, end: SentenceEnd) -> None:
        self._hears_until_s = end.now_s
        heard = self._hear(end, replace(self._hints, is_draft=True))
        hearing = asyncio.get_running_loop().create_task(heard, name="hear")
        hearing.add_done_callback(self._tell)
        self._hearing = hearing

    def _tell(self, hearing: "asyncio.Task[Heard]") -> None:
        """Tell the words so far; a draft that failed is the final one's to report."""
        if hearing.cancelled() or hearing.exception() is not None or self._tell_draft is None:
            return
        if text := hearing.result().text:
            self._tell_draft(text)

    async def _final(self, end: SentenceEnd) -> Heard:
        """Return the words of it all: those heard in advance, if nobody spoke since."""
        hearing = self._hearing
        if hearing is not None and self._hears_until_s >= end.spoke_until_s:
            with suppress(EngineDown):
                return await hearing
        await self._drop()
        return await self._hear(end, self._hints)

    async def _hear(self, end: SentenceEnd, hints: Hints) -> Heard:
        """Hear the speech so far, with a little before and after it."""
        before = max(0.0, (end.began_s or 0.0) - self._settings.before_s)
        begin = int(before / FRAME_S) * FRAME_BYTES
        sound = bytes(self._sound[begin:])
        heard = await self._engine.hear(_once(sound), hints)
        self._sentence = sound
        return heard

    async def _drop(self) -> None:
        hearing, self._hearing = self._hearing, None
        if hearing is not None:
            hearing.cancel()
            with suppress(asyncio.CancelledError, EngineDown):
                await hearing


async def _once(sound: bytes) -> AsyncIterator[bytes]:
    yield sound
