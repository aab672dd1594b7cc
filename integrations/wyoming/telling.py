"""What happens in a run, in the words that satellites know (Wyoming's events)."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from wyoming.asr import Transcribe, Transcript
from wyoming.error import Error
from wyoming.event import Eventable
from wyoming.tts import Synthesize, SynthesizeVoice
from wyoming.vad import VoiceStarted, VoiceStopped
from wyoming.wake import Detect, Detection

from hub.home.speech import Failure, VoiceEvent

Put = Callable[[Eventable], None]


class Phase(StrEnum):
    """What a satellite is at; all but the first are its states in Home Assistant."""

    WAITING = "waiting for its wake word"
    IDLE = "idle"
    LISTENING = "listening"
    PROCESSING = "processing"
    RESPONDING = "responding"


_PHASES = {
    "wake_word-start": Phase.WAITING,
    "stt-start": Phase.LISTENING,
    "stt-vad-end": Phase.PROCESSING,
    "stt-end": Phase.PROCESSING,
    "intent-start": Phase.PROCESSING,
    "tts-start": Phase.RESPONDING,
    "error": Phase.PROCESSING,
}

# Nothing happens then, and the satellite is not at anything.
_QUIET = frozenset({Failure.NO_WAKE_WORD, Failure.DUPLICATE})


class Telling:
    """Tells a satellite of one conversation; `phase` is called with what it comes to.

    A satellite closes its microphone when it gets a `transcript` (wyoming-satellite). So that the
    person can answer, it gets none before it is clear that nothing is asked back.
    """

    def __init__(self, put: Put, phase: Callable[[Phase], None]) -> None:
        self._put = put
        self._phase = phase
        self._transcript: Transcript | None = None
        self.has_closed = False

    def tell(self, event: VoiceEvent) -> None:
        """Pass an event on."""
        data = event.data
        if event.type in _PHASES and data.get("code") not in _QUIET:
            self._phase(_PHASES[event.type])
        plain = _PLAIN.get(event.type)
        if plain is not None:
            self._put(plain(data))
        match event.type:
            case "stt-end":
                self._transcript = Transcript(text=_named(data, "stt_output", "text") or "")
            case "intent-end" if not _asks_back(data):
                self.close()
            case "error" if data.get("code") != Failure.NO_WAKE_WORD:
                self._put(Error(text=str(data.get("message", "")), code=str(data.get("code", ""))))

    def close(self) -> None:
        """Tell what was understood: the conversation is over."""
        if self._transcript is not None:
            self._put(self._transcript)
            self._transcript = None
            self.has_closed = True


def _asks_back(data: Mapping[str, Any]) -> bool:
    output = data.get("intent_output")
    return isinstance(output, Mapping) and output.get("continue_conversation") is True


def _synthesize(data: Mapping[str, Any]) -> Synthesize:
    name, language = data.get("voice"), data.get("language")
    voice = SynthesizeVoice(name=name, language=language) if name or language else None
    return Synthesize(text=str(data.get("tts_input", "")), voice=voice)


def _named(data: Mapping[str, Any], key: str, inner: str) -> str | None:
    found = data.get(key)
    return str(found[inner]) if isinstance(found, Mapping) and found.get(inner) else None


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None


_PLAIN: Mapping[str, Callable[[Mapping[str, Any]], Eventable]] = {
    "wake_word-start": lambda _: Detect(),
    "wake_word-end": lambda data: Detection(name=_named(data, "wake_word_output", "wake_word_id")),
    "stt-start": lambda data: Transcribe(language=_named(data, "metadata", "language")),
    "stt-vad-start": lambda data: VoiceStarted(timestamp=_number(data.get("timestamp"))),
    "stt-vad-end": lambda data: VoiceStopped(timestamp=_number(data.get("timestamp"))),
    "tts-start": _synthesize,
}
