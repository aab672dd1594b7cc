"""Who speaks, and in which voice: hibari for English, espeak-ng for whatever else it knows."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from hub.home.speech import EngineDown, Sound
from hub.record import record

# As long as one piece of speech may be, so that it can be stopped at any time.
PIECE_S = 0.1
LONGEST_TEXT = 10_000


@record(frozen=True, slots=True)
class VoiceOnOffer:
    """A voice and what it speaks."""

    name: str
    language: str
    description: str


class Speaker(Protocol):
    """A program that speaks, with its voices."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def voices(self) -> Sequence[VoiceOnOffer]:
        """Its voices, the preferred first."""

    async def load(self) -> None:
        """Get ready to speak; doing so twice does no harm."""

    def speak(self, text: str, voice: VoiceOnOffer) -> AsyncIterator[Sound]:
        """Yield a text as sound."""


class Speakers:
    """All that speak here; the first knows a language better than those after it."""

    def __init__(self, speakers: Sequence[Speaker]) -> None:
        self.all = tuple(speakers)

    async def speak(
        self, text: str, *, voice: str | None, language: str | None
    ) -> AsyncIterator[Sound]:
        """Yield a text in pieces of at most `PIECE_S`, by voice if given, else by language.

        Raises:
            EngineDown: nobody here has that voice or speaks that language, or failed.
        """
        speaker, chosen = self._chosen(voice, language)
        await speaker.load()
        async for sound in speaker.speak(text[:LONGEST_TEXT], chosen):
            size = int(sound.rate * PIECE_S) * 2
            for at in range(0, len(sound.pcm), size):
                yield Sound(sound.pcm[at : at + size], sound.rate)

    def _chosen(self, voice: str | None, language: str | None) -> tuple[Speaker, VoiceOnOffer]:
        wanted = (language or "").replace("_", "-").partition("-")[0].lower()
        for speaker in self.all:
            for offer in speaker.voices:
                if offer.name == voice if voice else wanted in ("", offer.language):
                    return speaker, offer
        what = f"has the voice {voice!r}" if voice else f"speaks {language!r}"
        raise EngineDown(f"no engine on this machine {what}")
