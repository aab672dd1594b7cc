"""Text to speech by a Wyoming service."""

from collections.abc import AsyncGenerator, Sequence

from wyoming.audio import AudioChunk, AudioStop
from wyoming.info import TtsProgram
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeStopped,
    SynthesizeVoice,
)

from hub.home.speech import EngineDown, Sound, base_of
from integrations.wyoming.describing import installed
from integrations.wyoming.service_link import REMEDY, Link
from integrations.wyoming.sound import Converter
from integrations.wyoming.wire import Wire

# How long each piece of speech may take to be made, and how much is ever taken.
PIECE_S = 15.0
MOST_SECONDS = 600


class WyomingVoice:
    """Implements `hub.home.speech.TextToSpeech`."""

    def __init__(self, uri: str, program: TtsProgram, *, is_only: bool = True) -> None:
        voices = installed(program.voices)
        self.name = program.name
        self.voices: Sequence[str] = [voice.name for voice in voices]
        self.languages: Sequence[str] = sorted({tag for voice in voices for tag in voice.languages})
        self._languages = {voice.name: set(map(base_of, voice.languages)) for voice in voices}
        self._is_only = is_only
        self._streams = program.supports_synthesize_streaming
        self.link = Link(uri, self.name, select=None if is_only else program.name)

    def voices_of(self, language: str) -> Sequence[str]:
        """Return the voices that speak a language, whatever their region."""
        return [name for name in self.voices if base_of(language) in self._languages[name]]

    async def speak(
        self, text: str, *, language: str, voice: str | None = None
    ) -> AsyncGenerator[Sound, None]:
        """Yield a text as sound, as it comes.

        Raises:
            EngineDown: the service is not there, is lost meanwhile, or makes no sound.
        """
        wanted = self._wanted(voice, language)
        converter, seconds = Converter(rate=None), 0.0
        async with self.link.asked() as wire:
            await self._ask(wire, text, wanted)
            while True:
                event = await wire.read(PIECE_S)
                self.link.check(event)
                if self._is_end(event.type):
                    break
                if AudioChunk.is_type(event.type):
                    pcm = converter.convert(event)
                    sound = Sound(pcm, converter.rate or 0)
                    seconds += sound.seconds
                    if seconds > MOST_SECONDS:
                        raise EngineDown(f"{self.name}: does not end its speech; {REMEDY}")
                    yield sound
        if not seconds and text.strip():
            raise EngineDown(f"{self.name}: makes no sound of a text; {REMEDY}")

    def _wanted(self, voice: str | None, language: str) -> SynthesizeVoice:
        """Return the voice to ask for; a name says, too, which of several programs is meant."""
        fitting = self.voices_of(language)
        known = voice if voice in fitting else None
        if known is None and not self._is_only:
            known = fitting[0] if fitting else self.voices[0]
        return SynthesizeVoice(name=known, language=None if known else language)

    async def _ask(self, wire: Wire, text: str, voice: SynthesizeVoice) -> None:
        if self._streams:
            start = SynthesizeStart(voice=voice)
            await wire.write(start, SynthesizeChunk(text=text), SynthesizeStop())
        else:
            await wire.write(Synthesize(text=text, voice=voice))

    def _is_end(self, event_type: str) -> bool:
        """Tell whether all is spoken: speech that streams has a sound for each sentence."""
        if self._streams:
            return SynthesizeStopped.is_type(event_type)
        return AudioStop.is_type(event_type)
