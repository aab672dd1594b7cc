"""A voice assistant for tests: it hears what really came through, and says so.

Its speech is its words: a sound of "hello" is these letters, two bytes each, as samples. Zeros are
silence. So a word that gets lost on the way is missing from what is heard.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hub.home.ids import new_id
from hub.home.plan import Heard
from hub.home.speech import (
    BYTES_PER_SAMPLE,
    HEARING_RATE,
    Audio,
    AudioLost,
    Engine,
    EngineDown,
    Failure,
    Hints,
    Play,
    Sound,
    SpeechToText,
    Stage,
    Tell,
    TextToSpeech,
    VoiceAsk,
    VoiceEvent,
    VoiceRun,
    WakeWords,
)

SILENCE_S = 0.5
SPEAKING_RATE = 22_050
_ORDER = tuple(Stage)


def said(text: str, *, pause_s: float = 0.0) -> bytes:
    """Return a sound at `HEARING_RATE` in which somebody says a text, and then nothing."""
    return text.encode("utf-16-le") + silence(pause_s)


def silence(seconds: float) -> bytes:
    """Return a sound in which nobody speaks."""
    return bytes(int(seconds * HEARING_RATE) * BYTES_PER_SAMPLE)


def words_in(pcm: bytes) -> str:
    """Return what is said in a sound."""
    return pcm.decode("utf-16-le", "replace").replace("\0", "")


async def words_until_silence(audio: Audio) -> str:
    """Return what is said until nobody has spoken for a while, or the sound ends."""
    text, quiet = "", 0
    async for chunk in audio:
        words = words_in(chunk)
        text += words
        quiet = 0 if words else quiet + len(chunk)
        if text and quiet >= len(silence(SILENCE_S)):
            break
    return text


@dataclass
class Ears:
    """Hears what is said; it is "down" if told so."""

    name: str = "Test ears"
    languages: Sequence[str] = ("en", "de-DE")
    hears_in_advance: bool = False
    is_down: bool = False
    hints: list[Hints] = field(default_factory=list)

    async def hear(self, audio: Audio, hints: Hints) -> Heard:
        """Return the words in a sound."""
        self.hints.append(hints)
        text = "".join([words_in(chunk) async for chunk in audio])
        if self.is_down:
            raise EngineDown(f"{self.name} is down; start it again")
        return Heard(text=text, confidence=0.9)


@dataclass
class Mouth:
    """Speaks word by word; `goes_on` is waited for before each but the first."""

    name: str = "Test mouth"
    languages: Sequence[str] = ("en",)
    voices: Sequence[str] = ("heart", "joe")
    is_down: bool = False
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.goes_on.set()

    def voices_of(self, language: str) -> Sequence[str]:
        """Return all of its voices."""
        del language
        return self.voices

    async def speak(
        self, text: str, *, language: str, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield a text as sound."""
        self.asked.append((text, language, voice))
        if self.is_down:
            raise EngineDown(f"{self.name} is down; start it again")
        for word in text.split(" "):
            yield Sound(said(f"{word} "), SPEAKING_RATE)
            await self.goes_on.wait()


@dataclass
class Waker:
    """Wakes as soon as one of its words is said."""

    name: str = "Test waker"
    words: Sequence[str] = ("okay_nabu", "hey_jarvis")

    async def wait(self, audio: Audio, words: Sequence[str] = ()) -> str | None:
        """Return the word that was said."""
        text = ""
        async for chunk in audio:
            text += words_in(chunk)
            found = next((w for w in words or self.words if w.replace("_", " ") in text), None)
            if found is not None:
                return found
        return None


Answer = Callable[[VoiceAsk, str], Awaitable[str]]


async def echo(ask: VoiceAsk, text: str) -> str:  # noqa: ARG001
    """Answer with what was said."""
    return f"You said {text}"


@dataclass
class FakeVoice:
    """A `Voice` of the engines above; `answer` carries out and returns what to say.

    So many of its answers are questions: `asks_back`.
    """

    ears: Ears = field(default_factory=Ears)
    mouth: Mouth = field(default_factory=Mouth)
    waker: Waker = field(default_factory=Waker)
    answer: Answer = echo
    asks_back: int = 0
    asks: list[VoiceAsk] = field(default_factory=list)
    runs: list[VoiceRun] = field(default_factory=list)
    offered: list[Engine] = field(default_factory=list)
    ended: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, runs: int) -> None:
        """Wait until so many runs are over."""
        async with asyncio.timeout(10), self.ended:
            await self.ended.wait_for(lambda: len(self.runs) >= runs)

    @property
    def engines(self) -> "FakeVoice":
        """Itself: it has one of each, and what was offered."""
        return self

    @property
    def speech_to_text(self) -> Sequence[SpeechToText]:
        """Who hears."""
        return [self.ears, *(e for e in self.offered if isinstance(e, SpeechToText))]

    @property
    def text_to_speech(self) -> Sequence[TextToSpeech]:
        """Who speaks."""
        return [self.mouth, *(e for e in self.offered if isinstance(e, TextToSpeech))]

    @property
    def wake_words(self) -> Sequence[WakeWords]:
        """Who wakes."""
        return [self.waker, *(e for e in self.offered if isinstance(e, WakeWords))]

    def offer(self, engine: Engine) -> Callable[[], None]:
        """Take an engine in."""
        self.offered.append(engine)
        return lambda: self.offered.remove(engine)

    def speak(
        self, text: str, *, language: str | None = None, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield a text as sound."""
        return self.mouth.speak(text, language=language or "en", voice=voice)

    async def run(
        self,
        ask: VoiceAsk,
        audio: Audio | None = None,
        *,
        tell: Tell | None = None,
        play: Play | None = None,
    ) -> VoiceRun:
        """Go through the stages, and keep what came of it."""
        self.asks.append(ask)
        run = await _Run(self, ask, audio, tell, play).go()
        async with self.ended:
            self.runs.append(run)
            self.ended.notify_all()
        return run


class _Run:
    def __init__(
        self,
        voice: FakeVoice,
        ask: VoiceAsk,
        audio: Audio | None,
        tell: Tell | None,
        play: Play | None,
    ) -> None:
        self._voice, self._ask, self._audio = voice, ask, audio
        self._tell_them, self._play = tell, play
        self._text: str | None = ask.text
        self._speech = ask.text or ""

    async def go(self) -> VoiceRun:
        self._tell("run-start", {"language": "en", "conversation_id": self._ask.conversation_id})
        failure = None
        try:
            failure = await self._stages()
        except AudioLost as error:
            failure = Failure.CUT_OFF
            self._tell("error", {"code": failure, "message": str(error)})
        except EngineDown as error:
            failure = Failure.STT_ENGINE
            self._tell("error", {"code": failure, "message": str(error)})
        self._tell("run-end", {})
        return VoiceRun(
            id=new_id(), user_id=self._ask.user_id, text=self._text, speech=self._speech,
            engine=self._voice.ears.name, failure=failure,
            conversation_id=self._ask.conversation_id, plan_id="p1" if failure is None else None,
        )  # fmt: skip

    async def _stages(self) -> Failure | None:
        if self._has(Stage.WAKE) and self._audio is not None:
            self._tell("wake_word-start", {"entity_id": "wake_word.test"})
            word = await self._voice.waker.wait(self._audio, self._ask.wake_words)
            self._tell("wake_word-end", {"wake_word_output": {"wake_word_id": word}})
            if word is None:
                return self._fail(Failure.NO_WAKE_WORD)
        if self._has(Stage.STT) and self._audio is not None and not await self._listen():
            return self._fail(Failure.NO_SPEECH)
        if self._has(Stage.INTENT):
            self._tell("intent-start", {"intent_input": self._text, "language": "en"})
            self._speech = await self._voice.answer(self._ask, self._text or "")
            self._tell("intent-end", {"processed_locally": True, "intent_output": self._output()})
        if self._has(Stage.TTS) and self._play is not None:
            about = {"engine": self._voice.mouth.name, "language": "en"}
            self._tell("tts-start", about | {"tts_input": self._speech})
            async for sound in self._voice.speak(self._speech):
                await self._play(sound)
            self._tell("tts-end", {})
        return None

    async def _listen(self) -> bool:
        """Return whether anybody said anything."""
        assert self._audio is not None
        self._tell("stt-start", {"engine": self._voice.ears.name})
        self._text = await words_until_silence(self._audio)
        self._tell("stt-vad-end", {"timestamp": 0})
        if self._voice.ears.is_down:
            raise EngineDown(f"{self._voice.ears.name} is down; start it again")
        if self._text:
            self._tell("stt-end", {"stt_output": {"text": self._text}})
        return bool(self._text)

    def _output(self) -> Mapping[str, Any]:
        speech = {"plain": {"speech": self._speech, "extra_data": None}}
        self._voice.asks_back -= 1
        return {"response": {"speech": speech}, "continue_conversation": self._voice.asks_back >= 0}

    def _has(self, stage: Stage) -> bool:
        return _ORDER.index(self._ask.start) <= _ORDER.index(stage) <= _ORDER.index(self._ask.end)

    def _fail(self, failure: Failure) -> Failure:
        self._tell("error", {"code": failure, "message": failure})
        return failure

    def _tell(self, kind: str, data: Mapping[str, Any]) -> None:
        if self._tell_them is not None:
            self._tell_them(VoiceEvent(kind, data, datetime.now(UTC)))
