"""One connection with the engines: what is asked over it, and what is answered."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioChunkConverter, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, async_write_event
from wyoming.info import Describe
from wyoming.ping import Ping, Pong
from wyoming.tts import Synthesize
from wyoming.wake import Detect, Detection, NotDetected

from hub.home.plan import Heard
from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE, EngineDown, Expecting, Hints
from hub.voice.embedded.desk import Dropped
from hub.voice.embedded.parts import Parts
from hub.voice.embedded.wake import WakeListener
from hub.voice.embedded.wire import Garbage, next_event

# Sentences to be weighed at a time, and how long each may be.
MOST_READINGS = 16
LONGEST_READING = 200
LONGEST_SOUND_S = 30.0
# A client that began to send sound, or should take speech, and does neither has gone.
STALLED_AFTER_S = 30.0
MOST_REQUESTS = 8
READY_TYPE = "lares-ready"

_LONGEST = int(LONGEST_SOUND_S * HEARING_RATE) * BYTES_PER_SAMPLE
_RATES = range(4_000, 192_001)

_Work = Callable[[], Awaitable[None]]


class Conversation:
    """Takes events in order and answers in order; whoever leaves is not worked for any more."""

    def __init__(
        self, parts: Parts, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._parts = parts
        self._reader = reader
        self._writer = writer
        self._work: asyncio.Queue[_Work] = asyncio.Queue()
        self._transcribe = Transcribe()
        self._listener: WakeListener | None = None
        self._woke = False
        self._sound = bytearray()
        self._converter = _converter()
        self._in_sound = False

    async def run(self) -> None:
        """Talk until the other side leaves."""
        try:
            async with asyncio.TaskGroup() as group:
                worker = group.create_task(self._work_off(), name="engine requests")
                await self._listen()
                worker.cancel()
        except* (OSError, TimeoutError):
            pass  # they have gone, which needs no answer
        finally:
            self._writer.close()

    async def _listen(self) -> None:
        try:
            while (event := await self._next()) is not None:
                await self._take(event)
        except TimeoutError:
            await self._fail("the sound stopped without an end", "stalled")
        except Garbage as error:
            await self._fail(str(error), "garbage")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            await self._fail(f"an event is not as it should be: {error!r}", "garbage")

    async def _next(self) -> Event | None:
        async with asyncio.timeout(STALLED_AFTER_S if self._in_sound else None):
            return await next_event(self._reader)

    async def _take(self, event: Event) -> None:
        if AudioChunk.is_type(event.type):
            await self._take_sound(AudioChunk.from_event(event))
        elif AudioStart.is_type(event.type):
            self._begin()
        elif AudioStop.is_type(event.type):
            await self._end()
        elif Transcribe.is_type(event.type):
            self._transcribe = Transcribe.from_event(event)
            self._listener = None
        elif Detect.is_type(event.type):
            names = [str(name) for name in Detect.from_event(event).names or ()]
            self._listener = await self._parts.waking(WakeListener, names)
        elif Synthesize.is_type(event.type):
            asked = Synthesize.from_event(event)
            await self._later(lambda: self._speak(asked))
        elif Describe.is_type(event.type):
            await self._say(self._parts.info.event())
        elif Ping.is_type(event.type):
            await self._say(Pong(Ping.from_event(event).text).event())
        elif event.type == READY_TYPE:
            await self._later(self._tell_ready)

    def _begin(self) -> None:
        self._in_sound = True
        self._woke = False
        self._sound.clear()
        self._converter = _converter()

    async def _take_sound(self, chunk: AudioChunk) -> None:
        if not self._in_sound:
            self._begin()
        pcm = _converted(self._converter, chunk)
        if self._listener is None:
            self._sound += pcm[: _LONGEST - len(self._sound)]
            return
        for name in await self._parts.waking(_heard, self._listener, pcm):
            self._woke = True
            await self._say(Detection(name=name, timestamp=chunk.timestamp).event())

    async def _end(self) -> None:
        self._in_sound = False
        if self._listener is not None:
            if not self._woke:
                await self._say(NotDetected().event())
            return
        pcm, asked = bytes(self._sound), self._transcribe
        self._sound.clear()
        await self._later(lambda: self._hear(pcm, asked))

    async def _hear(self, pcm: bytes, asked: Transcribe) -> None:
        hints, is_draft = _hints(asked)
        if hints.language.partition("-")[0].partition("_")[0] != "en":
            raise EngineDown(f"this engine hears English only, not {hints.language!r}")
        heard = await self._parts.desk.hear(pcm, hints, is_draft=is_draft)
        await self._say(_transcript(heard).event())

    async def _speak(self, asked: Synthesize) -> None:
        voice, begun = asked.voice, False
        rate = self._parts.first_rate
        async for sound in self._parts.speakers.speak(
            str(asked.text),
            voice=voice.name if voice else None,
            language=voice.language if voice else None,
        ):
            rate = sound.rate
            if not begun:
                await self._say(AudioStart(rate, BYTES_PER_SAMPLE, 1).event())
                begun = True
            await self._say(AudioChunk(rate, BYTES_PER_SAMPLE, 1, sound.pcm).event())
        if not begun:  # nothing to say is said in silence
            await self._say(AudioStart(rate, BYTES_PER_SAMPLE, 1).event())
        await self._say(AudioStop().event())

    async def _tell_ready(self) -> None:
        await self._say(Event(READY_TYPE, await self._parts.loaded()))

    async def _later(self, work: _Work) -> None:
        if self._work.qsize() >= MOST_REQUESTS:
            await self._fail("too many requests at once", "busy")
            return
        self._work.put_nowait(work)

    async def _work_off(self) -> None:
        while True:
            work = await self._work.get()
            try:
                await work()
            except EngineDown as error:
                await self._fail(str(error), "engine")
            except Dropped:
                await self._fail("a sentence came before this draft", "dropped")

    async def _fail(self, text: str, code: str) -> None:
        await self._say(Error(text, code).event())

    async def _say(self, event: Event) -> None:
        async with asyncio.timeout(STALLED_AFTER_S):
            await async_write_event(event, self._writer)


def _hints(asked: Transcribe) -> tuple[Hints, bool]:
    """Return what helps to hear, and whether the sentence goes on."""
    ours: Any = (asked.context or {}).get("lares") if isinstance(asked.context, dict) else None
    ours = ours if isinstance(ours, dict) else {}
    expecting = Expecting.ORDER
    with suppress(ValueError):
        expecting = Expecting(ours.get("expecting"))
    hints = Hints(
        language=asked.language or "en",
        expecting=expecting,
        names=_words(asked.transcript_names),
        terms=_words(asked.transcript_terms),
        readings=_readings(ours.get("readings")),
    )
    return hints, ours.get("draft") is True


def _words(given: Any) -> tuple[str, ...]:
    return tuple(word for word in given if isinstance(word, str)) if isinstance(given, list) else ()


def _readings(given: Any) -> tuple[str, ...]:
    return tuple(text[:LONGEST_READING] for text in _words(given)[:MOST_READINGS])


def _transcript(heard: Heard) -> Transcript:
    ours: dict[str, Any] = {
        "confidence": heard.confidence,
        "others": list(heard.others),
        "is_speech": heard.is_speech,
    }
    if heard.weights:
        ours["weights"] = list(heard.weights)
    return Transcript(text=heard.text, language=heard.language, context={"lares": ours})


def _converter() -> AudioChunkConverter:
    return AudioChunkConverter(rate=HEARING_RATE, width=BYTES_PER_SAMPLE, channels=1)


def _converted(converter: AudioChunkConverter, chunk: AudioChunk) -> bytes:
    if chunk.rate not in _RATES or chunk.width not in (1, 2, 3, 4) or chunk.channels not in (1, 2):
        raise Garbage(
            f"sound of {chunk.rate} samples a second, {chunk.width} bytes each, in "
            f"{chunk.channels} channels, which nothing here can take"
        )
    whole = len(chunk.audio) // (chunk.width * chunk.channels) * chunk.width * chunk.channels
    chunk.audio = chunk.audio[:whole]
    try:
        return bytes(converter.convert(chunk).audio)
    except Exception as error:  # C code that has its own errors
        raise Garbage(f"sound that cannot be converted: {error}") from error


def _heard(listener: WakeListener, pcm: bytes) -> list[str]:
    return list(listener.heard(pcm))
