"""English speech with hibari (Apache-2.0): small, and a hundred times faster than it speaks."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from hub.home.speech import EngineDown, Sound
from hub.voice.embedded.speakable import speakable
from hub.voice.embedded.speakers import VoiceOnOffer


class HibariSpeaker:
    """hibari with the voices whose files are on this machine; it is never let fetch one."""

    name = "hibari"

    def __init__(self) -> None:
        self.voices = tuple(_installed_voices())
        # Its own thread, so that a long text never keeps anybody from being heard.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hibari")
        self._loaded: dict[str, Any] = {}

    async def load(self) -> None:
        """Load the first voice."""
        await self._do(self._voice, self.voices[0].name)

    async def speak(self, text: str, voice: VoiceOnOffer) -> AsyncIterator[Sound]:
        """Yield a text sentence by sentence."""
        sentences = await self._do(self.sentences, voice.name, speakable(text))
        while (sound := await self._do(next, sentences, None)) is not None:
            yield sound

    def sentences(self, voice: str, text: str) -> Iterator[Sound]:
        """Yield a text sentence by sentence; takes the time it takes, so not in an event loop."""
        import numpy as np  # noqa: PLC0415 -- an extra

        hibari = self._voice(voice)
        for wave in hibari.stream(text):
            loud = np.clip(wave, -1.0, 1.0) * 32767
            yield Sound(loud.astype("<i2").tobytes(), hibari.sample_rate)

    def _voice(self, name: str) -> Any:
        from hibari import Hibari  # noqa: PLC0415 -- an extra

        if name not in self._loaded:
            self._loaded[name] = Hibari(voice=name)
            self._loaded[name]("Ready.")  # what it loads late is loaded now
        return self._loaded[name]

    async def _do(self, work: Any, *arguments: Any) -> Any:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)
        except Exception as error:  # a library may raise whatever it likes
            raise EngineDown(f"hibari failed: {type(error).__name__}: {error}") from error


def _installed_voices() -> Iterator[VoiceOnOffer]:
    from hibari.voices import VOICES, voice_path  # noqa: PLC0415 -- an extra

    for name, facts in VOICES.items():
        with suppress(FileNotFoundError):
            voice_path(name, download_missing=False)
            yield VoiceOnOffer(name, "en", f"{facts['accent']} English, {facts['gender']}")
