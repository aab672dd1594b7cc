"""Chromium's microphone out of a file."""

from pathlib import Path

from hub.home.speech import Sound
from tests.support.rooms import joined
from tests.support.voices import silence, to_wav

# The browser asks nobody, and has a microphone.
TALKING = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
# What comes before a sound, while the browser opens its microphone, and after it.
BEFORE_S = 1.0
AFTER_S = 30.0


class FakeMicrophone:
    """A microphone that hears, each time a page opens it, what it was given last; once."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "microphone.wav"
        self.give(silence(1))

    @property
    def flags(self) -> tuple[str, ...]:
        """What Chromium is started with."""
        return (*TALKING, f"--use-file-for-fake-audio-capture={self._file}%noloop")

    def give(self, sound: Sound) -> None:
        """Have it hear a sound the next time."""
        fresh = self._file.with_suffix(".new")
        fresh.write_bytes(to_wav(joined(silence(BEFORE_S), sound, silence(AFTER_S))))
        fresh.replace(self._file)
