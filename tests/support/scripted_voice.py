"""A voice assistant that hears what the test wrote down, and goes through its stages for real.

It tells what `hub.voice` tells. A sentence ends at a piece of `SILENCE`, nobody spoke if that is
the first piece; a piece with `WAKE` in it is the wake word.
"""

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

WAKE = b"\x01\x02" * 160
SPEECH = b"\x07\x00" * 320
SILENCE = bytes(640)
RATE = 24_000


@dataclass
class Turn:
    """What is heard in a sentence, and what is said to it."""

    text: str = "turn on the light"
    speech: str = "Done."
    wants_answer: bool = False


@dataclass
class Offered:
    """The engines that were offered."""

    all: list[Engine] = field(default_factory=list)

    @property
    def speech_to_text(self) -> Sequence[SpeechToText]:
        return [engine for engine in self.all if isinstance(engine, SpeechToText)]

    @property
    def text_to_speech(self) -> Sequence[TextToSpeech]:
        return [engine for engine in self.all if isinstance(engine, TextToSpeech)]

    @property
    def wake_words(self) -> Sequence[WakeWords]:
        return [engine for engine in self.all if isinstance(engine, WakeWords)]


class Nabu:
    """An engine that would wait for a wake word; the scripted voice does so itself."""

    name = "nabu"
    words = ("okay_nabu",)

    async def wait(self, audio: Audio, words: Sequence[str] = ()) -> str | None:
        raise NotImplementedError(audio, words)


@dataclass
class ScriptedVoice:
    """Implements `hub.home.speech.Voice`."""

    turns: list[Turn] = field(default_factory=list)
    asks: list[VoiceAsk] = field(default_factory=list)
    runs: list[VoiceRun] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    is_down: bool = False
    seconds: float = 0.05
    offered: Offered = field(default_factory=Offered)

    @property
    def engines(self) -> KnownEngines:
        return self.offered

    def offer(self, engine: Engine) -> Callable[[], None]:
        self.offered.all.append(engine)
        return lambda: self.offered.all.remove(engine)

    async def speak(
        self, text: str, *, language: str | None = None, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        del language, voice
        if self.is_down:
            raise EngineDown("nothing here speaks")
        self.spoken.append(text)
        for _ in range(2):
            yield Sound(b"\x09\x01" * int(RATE * self.seconds / 2), RATE)

    async def run(
        self,
        ask: VoiceAsk,
        audio: Audio | None = None,
        *,
        tell: Tell | None = None,
        play: Play | None = None,
    ) -> VoiceRun:
        self.asks.append(ask)
        going = _Going(ask, aiter(audio or _nothing()), tell, play)
        going.say("run-start")
        try:
            await self._go(going)
        except AudioLost:
            going.result = {"failure": Failure.CUT_OFF}
        if "failure" in going.result:
            going.say("error", code=going.result["failure"].value, message="it failed")
        going.say("run-end")
        run = VoiceRun(
            satellite_id=ask.satellite_id,
            area_id=ask.area_id,
            conversation_id=ask.conversation_id or f"c{len(self.asks)}",
            **going.result,
        )
        self.runs.append(run)
        return run

    async def _go(self, going: "_Going") -> None:
        ask = going.ask
        turn = Turn(text="", speech=ask.text or "")
        if ask.start is Stage.WAKE and not await self._woke(going):
            return
        if ask.start in {Stage.WAKE, Stage.STT}:
            heard = await self._listened(going)
            if heard is None:
                return
            turn = heard
        if ask.start is not Stage.TTS and ask.end is not Stage.STT:
            going.say("intent-start")
            output = {"continue_conversation": turn.wants_answer}
            going.say("intent-end", intent_output=output)
        if ask.end is Stage.TTS and turn.speech:
            going.say("tts-start", tts_input=turn.speech, voice="heart", language="en")
            async for sound in self.speak(turn.speech):
                if going.play is not None:
                    await going.play(sound)
            going.say("tts-end")
        going.result = {
            "text": turn.text or None,
            "speech": turn.speech,
            "wants_answer": turn.wants_answer,
        }

    async def _woke(self, going: "_Going") -> bool:
        if self.is_down:
            going.result = {"failure": Failure.WAKE_ENGINE}
            return False
        going.say("wake_word-start")
        async for piece in going.sounds:
            if WAKE in piece:
                going.say("wake_word-end", wake_word_output={"wake_word_id": "okay_nabu"})
                return True
        going.result = {"failure": Failure.NO_WAKE_WORD}
        return False

    async def _listened(self, going: "_Going") -> Turn | None:
        going.say("stt-start", metadata={"language": "en"})
        sentence = bytearray()
        async for piece in going.sounds:
            if piece == SILENCE:
                break
            if not sentence:
                going.say("stt-vad-start", timestamp=0)
            sentence += piece
        self.heard.append(bytes(sentence))
        if not sentence:
            going.result = {"failure": Failure.NO_SPEECH}
            return None
        going.say("stt-vad-end", timestamp=0)
        turn = self.turns.pop(0) if self.turns else Turn()
        going.say("stt-end", stt_output={"text": turn.text})
        self.done.append(turn.text)
        return turn


@dataclass
class _Going:
    """A run as it goes."""

    ask: VoiceAsk
    sounds: AsyncIterator[bytes]
    tell: Tell | None
    play: Play | None
    result: dict[str, Any] = field(default_factory=dict)

    def say(self, kind: str, **data: Any) -> None:
        if self.tell is not None:
            self.tell(VoiceEvent(kind, data, datetime.now(UTC)))


async def _nothing() -> AsyncIterator[bytes]:
    no_pieces: tuple[bytes, ...] = ()
    for piece in no_pieces:
        yield piece
