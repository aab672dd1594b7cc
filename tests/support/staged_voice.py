"""The frame of a voice assistant for tests: its stages, told as `hub.voice` tells them.

How it wakes, hears, answers and speaks is left to those that are built on it.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hub.home.speech import (
    Audio,
    AudioLost,
    Engine,
    EngineDown,
    Failure,
    KnownEngines,
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

_ORDER = tuple(Stage)


@dataclass
class Turn:
    """What is heard in a sentence, and what is said to it."""

    text: str = "turn on the light"
    speech: str = "Done."
    wants_answer: bool = False


@dataclass
class Offered:
    """The engines there are, those that came first at the front."""

    all: list[Engine] = field(default_factory=list)

    @property
    def speech_to_text(self) -> Sequence[SpeechToText]:
        """Who hears."""
        return [engine for engine in self.all if isinstance(engine, SpeechToText)]

    @property
    def text_to_speech(self) -> Sequence[TextToSpeech]:
        """Who speaks."""
        return [engine for engine in self.all if isinstance(engine, TextToSpeech)]

    @property
    def wake_words(self) -> Sequence[WakeWords]:
        """Who wakes."""
        return [engine for engine in self.all if isinstance(engine, WakeWords)]


@dataclass
class Going:
    """A run as it goes: what is asked, the sound that is left, and what it has come to."""

    ask: VoiceAsk
    sounds: AsyncIterator[bytes]
    tell: Tell | None
    play: Play | None
    turn: Turn

    def say(self, kind: str, **data: Any) -> None:
        """Tell what happens."""
        if self.tell is not None:
            self.tell(VoiceEvent(kind, data, datetime.now(UTC)))

    def has(self, stage: Stage) -> bool:
        """Tell whether it goes through a stage."""
        first, last = _ORDER.index(self.ask.start), _ORDER.index(self.ask.end)
        return first <= _ORDER.index(stage) <= last


@dataclass
class StagedVoice(ABC):
    """Implements `hub.home.speech.Voice`, and keeps what it was asked and what came of it."""

    asks: list[VoiceAsk] = field(default_factory=list)
    runs: list[VoiceRun] = field(default_factory=list)
    offered: Offered = field(default_factory=Offered)
    ended: asyncio.Condition = field(default_factory=asyncio.Condition)

    @abstractmethod
    async def woken(self, going: Going) -> str | None:
        """Return the wake word, None if none came."""

    @abstractmethod
    async def heard(self, going: Going) -> str:
        """Return the words of a sentence, and tell its beginning and end; none is silence."""

    @abstractmethod
    async def answered(self, going: Going) -> Turn:
        """Carry out, and return what is said to it."""

    @abstractmethod
    def speak(
        self, text: str, *, language: str | None = None, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield a text as sound."""

    async def until(self, runs: int) -> None:
        """Wait until so many runs are over."""
        async with asyncio.timeout(10), self.ended:
            await self.ended.wait_for(lambda: len(self.runs) >= runs)

    @property
    def engines(self) -> KnownEngines:
        """The engines there are."""
        return self.offered

    def offer(self, engine: Engine) -> Callable[[], None]:
        """Take an engine in."""
        self.offered.all.append(engine)
        return lambda: self.offered.all.remove(engine)

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
        number = len(self.asks)
        turn = Turn(text=ask.text or "", speech=ask.text or "")
        going = Going(ask, aiter(audio or _nothing()), tell, play, turn)
        going.say("run-start", language="en", conversation_id=ask.conversation_id)
        failure, why = await self._came_of(going)
        if failure is not None:
            going.say("error", code=failure.value, message=why)
        going.say("run-end")
        run = VoiceRun(
            satellite_id=ask.satellite_id,
            area_id=ask.area_id,
            user_id=ask.user_id,
            conversation_id=ask.conversation_id or f"c{number}",
            text=going.turn.text or None,
            speech="" if failure else going.turn.speech,
            wants_answer=failure is None and going.turn.wants_answer,
            engine=next((each.name for each in self.engines.speech_to_text), None),
            failure=failure,
            plan_id="p1" if failure is None else None,
        )
        async with self.ended:
            self.runs.append(run)
            self.ended.notify_all()
        return run

    async def _came_of(self, going: Going) -> tuple[Failure | None, str]:
        """Return why nothing came of it, if so, and that in words."""
        try:
            failure = await self._stages(going)
        except AudioLost as error:
            return Failure.CUT_OFF, str(error)
        except EngineDown as error:
            woke = going.ask.start is not Stage.WAKE or going.turn.text
            return Failure.STT_ENGINE if woke else Failure.WAKE_ENGINE, str(error)
        return failure, failure or ""

    async def _stages(self, going: Going) -> Failure | None:
        if going.has(Stage.WAKE):
            going.say("wake_word-start", entity_id="wake_word.test")
            word = await self.woken(going)
            if word is None:
                return Failure.NO_WAKE_WORD
            going.say("wake_word-end", wake_word_output={"wake_word_id": word})
        if going.has(Stage.STT):
            hears = next((each.name for each in self.engines.speech_to_text), "")
            going.say("stt-start", engine=hears, metadata={"language": "en"})
            going.turn.text = await self.heard(going)
            if not going.turn.text:
                return Failure.NO_SPEECH
            going.say("stt-end", stt_output={"text": going.turn.text})
        if going.has(Stage.INTENT):
            await self._carry_out(going)
        if going.has(Stage.TTS):
            await self._speak(going)
        return None

    async def _carry_out(self, going: Going) -> None:
        going.say("intent-start", intent_input=going.turn.text, language="en")
        going.turn = turn = await self.answered(going)
        speech = {"plain": {"speech": turn.speech, "extra_data": None}}
        output = {"response": {"speech": speech}, "continue_conversation": turn.wants_answer}
        going.say("intent-end", processed_locally=True, intent_output=output)

    async def _speak(self, going: Going) -> None:
        text, play = going.turn.speech, going.play
        if play is None or not text:
            return
        speaks = next((each.name for each in self.engines.text_to_speech), "")
        going.say("tts-start", engine=speaks, voice="heart", language="en", tts_input=text)
        async for sound in self.speak(text):
            await play(sound)
        going.say("tts-end")


async def _nothing() -> AsyncIterator[bytes]:
    no_pieces: tuple[bytes, ...] = ()
    for piece in no_pieces:
        yield piece
