"""Speech with the program espeak-ng, if it is there: robotic, but in many languages."""

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from hub.home.speech import EngineDown, Sound
from hub.voice.embedded.speakers import VoiceOnOffer

ENGLISH = "en"
_LANGUAGES = ("de", "fr", "es", "it", "nl", ENGLISH)
_WAV_HEAD = 44
_PIECE = 8192


def spoken_here() -> Sequence[str]:
    """Return the languages that can be spoken on this machine: without the program, English."""
    return _LANGUAGES if shutil.which("espeak-ng") else (ENGLISH,)


class EspeakSpeaker:
    """The program, started anew for each text, which goes in over its standard input."""

    name = "espeak-ng"

    def __init__(self, program: str) -> None:
        self._program = program
        self.voices = tuple(
            VoiceOnOffer(f"espeak-ng-{language}", language, "robotic") for language in _LANGUAGES
        )

    @classmethod
    def if_installed(cls) -> "EspeakSpeaker | None":
        """Return it if the program is on this machine."""
        program = shutil.which("espeak-ng")
        return cls(program) if program else None

    async def load(self) -> None:
        """Do nothing: it has nothing to load."""

    async def speak(self, text: str, voice: VoiceOnOffer) -> AsyncIterator[Sound]:
        """Yield a text as it is made."""
        process = await asyncio.create_subprocess_exec(
            self._program,
            "-v",
            voice.language,
            "-b",
            "1",
            "--stdin",
            "--stdout",
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
        )
        try:
            async for sound in _sound(process, text):
                yield sound
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _sound(process: Process, text: str) -> AsyncIterator[Sound]:
    if process.stdin is None or process.stdout is None:
        raise EngineDown("espeak-ng has no pipes")
    process.stdin.write(text.encode())
    process.stdin.write_eof()
    try:
        head = await process.stdout.readexactly(_WAV_HEAD)
    except asyncio.IncompleteReadError:
        raise EngineDown("espeak-ng said nothing") from None
    rate = int.from_bytes(head[24:28], "little")
    left = b""
    while piece := left + await process.stdout.read(_PIECE):
        whole = len(piece) // 2 * 2
        if not whole:
            return
        left = piece[whole:]
        yield Sound(piece[:whole], rate)
