"""The engines at hand: those of the hub itself, and those that Wyoming services offer."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from hub.home.speech import Engine, SpeechToText, TextToSpeech, WakeWords, base_of
from hub.voice.settings import Preferences

T = TypeVar("T", SpeechToText, TextToSpeech)
E = TypeVar("E", SpeechToText, TextToSpeech, WakeWords)


class Engines:
    """Takes engines in and out, and chooses: the preferred one, else the one offered last.

    An engine that does not know a language is never chosen for it.
    """

    def __init__(self, preferences: Preferences | None = None) -> None:
        self._preferences = preferences or Preferences()
        self._offered: list[Engine] = []

    def offer(self, engine: Engine, *, is_spare: bool = False) -> Callable[[], None]:
        """Take an engine in; returns what takes it out again. A spare one counts least."""
        self._offered.insert(0 if is_spare else len(self._offered), engine)

        def withdraw() -> None:
            self._offered[:] = [one for one in self._offered if one is not engine]

        return withdraw

    @property
    def speech_to_text(self) -> Sequence[SpeechToText]:
        """Those that hear, the preferred first."""
        found = (one for one in self._offered if isinstance(one, SpeechToText))
        return _in_order(found, self._preferences.stt)

    @property
    def text_to_speech(self) -> Sequence[TextToSpeech]:
        """Those that speak, the preferred first."""
        found = (one for one in self._offered if isinstance(one, TextToSpeech))
        return _in_order(found, self._preferences.tts)

    @property
    def wake_words(self) -> Sequence[WakeWords]:
        """Those that wait for their name, the preferred first."""
        found = (one for one in self._offered if isinstance(one, WakeWords))
        return _in_order(found, self._preferences.wake_word)

    def hearing(self, language: str) -> SpeechToText | None:
        """Return who hears a language best."""
        return _for_language(self.speech_to_text, language)

    def speaking(self, language: str) -> TextToSpeech | None:
        """Return who speaks a language best."""
        return _for_language(self.text_to_speech, language)

    def waking(self, words: Sequence[str]) -> WakeWords | None:
        """Return who knows one of the words; with none given, the first at all."""
        for engine in self.wake_words:
            if not words or set(words) & set(engine.words):
                return engine
        return None

    @property
    def voice(self) -> str | None:
        """The voice that the owner prefers."""
        return self._preferences.voice


def _for_language(engines: Sequence[T], language: str) -> T | None:
    wanted = base_of(language)
    return next((one for one in engines if wanted in map(base_of, one.languages)), None)


def _in_order(engines: Iterable[E], preferred: str | None) -> Sequence[E]:
    """Put the preferred first, then those that came later."""
    latest_first = tuple(engines)[::-1]
    return sorted(latest_first, key=lambda one: one.name != preferred)
