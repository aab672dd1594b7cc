"""A voice assistant for tests: it hears what really came through, and says so.

Its speech is its words: a sound of "hello" is these letters, two bytes each, as samples. Zeros are
silence. So a word that gets lost on the way is missing from what is heard.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from hub.home.plan import Heard
from hub.home.speech import (
    BYTES_PER_SAMPLE,
    HEARING_RATE,
    Audio,
    EngineDown,
    Hints,
    Sound,
    VoiceAsk,
)
from tests.support.staged_voice import Going, StagedVoice, Turn

SILENCE_S = 0.5
SPEAKING_RATE = 22_050


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
class FakeVoice(StagedVoice):
    """A `Voice` of the engines above; `answer` carries out and returns what to say.

    So many of its answers are questions: `asks_back`.
    """

    ears: Ears = field(default_factory=Ears)
    mouth: Mouth = field(default_factory=Mouth)
    waker: Waker = field(default_factory=Waker)
    answer: Answer = echo
    asks_back: int = 0

    def __post_init__(self) -> None:
        for engine in (self.ears, self.mouth, self.waker):
            self.offer(engine)

    async def woken(self, going: Going) -> str | None:
        """Wait for one of the words that are asked for."""
        return await self.waker.wait(going.sounds, going.ask.wake_words)

    async def heard(self, going: Going) -> str:
        """Return the words of a sound."""
        text = await words_until_silence(going.sounds)
        going.say("stt-vad-end", timestamp=0)
        if self.ears.is_down:
            raise EngineDown(f"{self.ears.name} is down; start it again")
        return text

    async def answered(self, going: Going) -> Turn:
        """Have `answer` carry it out."""
        speech = await self.answer(going.ask, going.turn.text)
        self.asks_back -= 1
        return Turn(going.turn.text, speech, wants_answer=self.asks_back >= 0)

    def speak(
        self, text: str, *, language: str | None = None, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield a text as sound."""
        return self.mouth.speak(text, language=language or "en", voice=voice)
