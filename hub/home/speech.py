"""The seams of voice: sound, what hears, speaks and wakes, and the voice assistant itself.

Engines (speech to text, text to speech, wake words) and satellites are integrations; the pipeline
between them is `hub.voice`. Sound is signed 16-bit little-endian PCM throughout.
"""

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from hub.home.errors import HubError
from hub.home.ids import AreaId, EntityId, UserId, new_id
from hub.home.plan import Heard
from hub.record import record

BYTES_PER_SAMPLE = 2
# Samples a second of all sound that is listened to; one channel.
HEARING_RATE = 16_000

Audio = AsyncIterable[bytes]


def base_of(language: str) -> str:
    """Return a language without its region: "en" of "en-GB" and of "en_GB"."""
    return language.replace("_", "-").partition("-")[0].lower()


class EngineDown(HubError):
    """An engine cannot be reached, or failed; the message says which and what to do."""


class AudioLost(HubError):
    """The microphone went away in the middle: raised by what yields the sound, to end a run."""


@record(frozen=True, slots=True)
class Sound:
    """A piece of speech: mono samples at `rate` a second."""

    pcm: bytes = field(repr=False)
    rate: int = HEARING_RATE

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / BYTES_PER_SAMPLE / self.rate


class Expecting(StrEnum):
    """What a voice is about to say, as far as the conversation knows."""

    ORDER = "order"
    ANSWER = "answer"
    PIN = "pin"


@record(frozen=True, slots=True, kw_only=True)
class Hints:
    """What helps to hear right: the language, names of this home, and words of its commands.

    The likelier come first; an engine takes as many as it can use. `is_draft`: the speech may go
    on, so whoever has a finished sentence goes first. `readings`: sentences that it may have been;
    an engine that can, weighs these and looks for no others (`Heard.weights`).
    """

    language: str = "en"
    expecting: Expecting = Expecting.ORDER
    names: Sequence[str] = ()
    terms: Sequence[str] = ()
    is_draft: bool = False
    readings: Sequence[str] = ()


@runtime_checkable
class SpeechToText(Protocol):
    """An engine that turns speech into words."""

    @property
    def name(self) -> str:
        """What it is called: "faster-whisper tiny.en", or as a Wyoming service names itself."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages that it understands ("en", "de")."""

    @property
    def hears_in_advance(self) -> bool:
        """Whether it is near and quick enough to hear unfinished speech again and again."""

    async def hear(self, audio: Audio, hints: Hints) -> Heard:
        """Return the words in a sound at `HEARING_RATE`, once the sound has ended.

        Raises:
            EngineDown: it could not.
        """


@runtime_checkable
class TextToSpeech(Protocol):
    """An engine that speaks."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages that it speaks."""

    @property
    def voices(self) -> Sequence[str]:
        """The voices it has, the preferred first."""

    def voices_of(self, language: str) -> Sequence[str]:
        """Return those that speak a language, the preferred first."""

    def speak(
        self, text: str, *, language: str, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield a text as sound, each piece as soon as it is made; all have one rate.

        Raises:
            EngineDown: it could not.
        """


@runtime_checkable
class WakeWords(Protocol):
    """An engine that waits for its name."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def words(self) -> Sequence[str]:
        """The ids of the words it knows ("okay_nabu"), the preferred first."""

    async def wait(self, audio: Audio, words: Sequence[str] = ()) -> str | None:
        """Return the word that was said, one of `words` if any are given; None if audio ended.

        It takes no more of the sound than it needs: what follows is the sentence.

        Raises:
            EngineDown: it could not.
        """


Engine = SpeechToText | TextToSpeech | WakeWords


class Stage(StrEnum):
    """The stages of a run, in order."""

    WAKE = "wake_word"
    STT = "stt"
    INTENT = "intent"
    TTS = "tts"


class Failure(StrEnum):
    """Why a run came to nothing; the codes are those of Home Assistant's `assist_pipeline`."""

    NO_WAKE_WORD = "wake-word-timeout"
    DUPLICATE = "duplicate_wake_up_detected"
    WAKE_ENGINE = "wake-stream-failed"
    NO_ENGINE = "stt-provider-missing"
    STT_ENGINE = "stt-stream-failed"
    NO_SPEECH = "stt-no-text-recognized"
    TOO_LONG = "timeout"
    UNSURE = "lares-not-sure"
    OTHER_LANGUAGE = "stt-provider-unsupported-metadata"
    CUT_OFF = "lares-audio-lost"
    INTENT = "intent-failed"
    NO_VOICE = "tts-provider-missing"
    TTS_ENGINE = "tts-failed"


@record(frozen=True, slots=True, kw_only=True)
class VoiceAsk:
    """A run of the assistant: who speaks where, and from which stage to which it goes.

    `user_id` is None for a voice that nobody vouches for. `satellite_id` is the `assist_satellite`
    that listens; `text` is what goes in when it starts after speech to text. `wake_words` are
    those it waits for, if it starts there. `waits_s`: how long it waits for somebody to speak; for
    a wake word too, where every other word makes it wait longer. `ends_by_pause`: a pause ends the
    sentence; else only the sound's own end does, as of a button that is held. `woken_by`: the word
    that a satellite woke up to by itself, empty if it does not tell; None: it was no word, but a
    button, or a question of the hub. `question_id`: what is said is the answer to a question, for
    whoever asked it (`hub.home.asked`); nothing else is done about it.
    """

    start: Stage = Stage.STT
    end: Stage = Stage.TTS
    user_id: UserId | None = None
    area_id: AreaId | None = None
    satellite_id: EntityId | None = None
    conversation_id: str | None = None
    language: str | None = None
    text: str | None = None
    wake_words: Sequence[str] = ()
    waits_s: float | None = None
    ends_by_pause: bool = True
    woken_by: str | None = None
    question_id: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class StageTime:
    """How long one step of a run took. `stage` is finer than `Stage`: "silence", "plan", "act".

    `budget_ms` is what it may take on the smallest machine we promise anything for.
    """

    stage: str
    took_ms: float
    budget_ms: float | None = None

    @property
    def is_late(self) -> bool:
        """Whether it took longer than it may."""
        return self.budget_ms is not None and self.took_ms > self.budget_ms


@record(frozen=True, slots=True, kw_only=True)
class VoiceRun:
    """What came of a run. `text` is masked where it was a PIN; `speech` is what was answered.

    `wants_answer`: it asked something, and the microphone should stay open for the answer.
    `plan_id`: the plan that it became, whose trace tells the rest.
    """

    id: str = field(default_factory=new_id)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    satellite_id: EntityId | None = None
    area_id: AreaId | None = None
    user_id: UserId | None = None
    conversation_id: str | None = None
    text: str | None = None
    confidence: float | None = None
    engine: str | None = None
    speech: str = ""
    wants_answer: bool = False
    plan_id: str | None = None
    failure: Failure | None = None
    times: tuple[StageTime, ...] = ()


@record(frozen=True, slots=True)
class VoiceEvent:
    """What happens in a run, in Home Assistant's words ("stt-end") with their data.

    Lares's own: "lares-stt-progress" {text}: words heard so far, none while a PIN is expected.
    """

    type: str
    data: Mapping[str, Any]
    at: datetime


Tell = Callable[[VoiceEvent], None]
# Takes speech piece by piece, at the pace at which it can play it.
Play = Callable[[Sound], Awaitable[None]]


class KnownEngines(Protocol):
    """The engines there are; of each kind those that count more first."""

    @property
    def speech_to_text(self) -> Sequence[SpeechToText]:
        """Those that hear."""

    @property
    def text_to_speech(self) -> Sequence[TextToSpeech]:
        """Those that speak."""

    @property
    def wake_words(self) -> Sequence[WakeWords]:
        """Those that wait for their name."""


class Voice(Protocol):
    """The voice assistant, to whoever brings it a microphone."""

    @property
    def engines(self) -> KnownEngines:
        """What it hears, speaks and wakes with."""

    async def run(
        self,
        ask: VoiceAsk,
        audio: Audio | None = None,
        *,
        tell: Tell | None = None,
        play: Play | None = None,
    ) -> VoiceRun:
        """Go through the stages with a sound at `HEARING_RATE`; failures are told, never raised.

        `audio` may go on for ever: it is read no further than the end of the sentence. Without
        `play` nothing is spoken.
        """

    def speak(
        self, text: str, *, language: str | None = None, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield a text as sound.

        Raises:
            EngineDown: no engine could.
        """

    def offer(self, engine: Engine) -> Callable[[], None]:
        """Take an engine in; returns what takes it out again. Those offered later count more."""
