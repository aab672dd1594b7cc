"""The microphone and the loudspeaker of this machine, by the programs that Linux has for them."""

import asyncio
import contextlib
import shutil
import subprocess
import tempfile
import wave
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Self

from hub.home.errors import HubError
from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE
from hub.record import record

RECORDER = "arecord"
# The first that is there plays; each takes the file as its last argument.
PLAYERS = (("aplay", "-q"), ("paplay",), ("pw-play",))
PIECE_S = 0.05
# What nobody listened to for longer is old: it is not heard any more.
KEPT_S = 1.0
# A file is handed on so much faster than it would be spoken.
FILE_SPEED = 8.0
_PIECE = int(PIECE_S * HEARING_RATE) * BYTES_PER_SAMPLE


class NoSound(HubError):
    """This machine has no microphone or loudspeaker that could be used; the message says why."""


@record(frozen=True, slots=True)
class Recording:
    """A WAV file: 16-bit samples of one channel."""

    pcm: bytes
    rate: int

    @classmethod
    def read(cls, file: Path) -> "Recording":
        """Read a file.

        Raises:
            NoSound: it is none that can be listened to.
        """
        try:
            with wave.open(str(file)) as sound:
                if (sound.getsampwidth(), sound.getnchannels()) != (BYTES_PER_SAMPLE, 1):
                    raise NoSound(
                        f"{file} has {sound.getnchannels()} channels of {8 * sound.getsampwidth()}"
                        f" bits; make it one of 16: sox {file} -c 1 -b 16 -r 16000 mono.wav"
                    )
                return cls(sound.readframes(sound.getnframes()), sound.getframerate())
        except (OSError, EOFError, wave.Error) as error:
            raise NoSound(f"{file} is no WAV file that can be read: {error}") from None

    async def sound(self) -> AsyncIterator[bytes]:
        """Yield it piece by piece."""
        size = int(PIECE_S * self.rate) * BYTES_PER_SAMPLE
        for start in range(0, len(self.pcm), size):
            yield self.pcm[start : start + size]
            await asyncio.sleep(PIECE_S / FILE_SPEED)


class Microphone:
    """A microphone of this machine; enter it to record. `device` is ALSA's name ("plughw:1,0")."""

    rate = HEARING_RATE

    def __init__(self, device: str | None = None) -> None:
        self._device = device
        self._pieces: deque[bytes] = deque(maxlen=int(KEPT_S / PIECE_S))
        self._news = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._is_over = False

    async def __aenter__(self) -> Self:
        """Begin to record.

        Raises:
            NoSound: what records is not installed.
        """
        program = shutil.which(RECORDER)
        if program is None:
            raise NoSound(f"{RECORDER} is missing; install it: apt-get install alsa-utils")
        chosen = ("-D", self._device) if self._device else ()
        self._process = await asyncio.create_subprocess_exec(
            program, "-q", *chosen, "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(self.rate),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read(), name="microphone")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.communicate()

    def forget(self) -> None:
        """Forget what was recorded so far, such as the hub's own voice."""
        self._pieces.clear()

    async def sound(self) -> AsyncIterator[bytes]:
        """Yield what is recorded, from the last second on.

        Raises:
            NoSound: it cannot be recorded (any more).
        """
        while True:
            while self._pieces:
                yield self._pieces.popleft()
            if self._is_over:
                raise NoSound(await self._why())
            self._news.clear()
            await self._news.wait()

    async def _read(self) -> None:
        assert self._process is not None  # noqa: S101 - for the type checker
        assert self._process.stdout is not None  # noqa: S101 - as above
        try:
            while True:
                self._pieces.append(await self._process.stdout.readexactly(_PIECE))
                self._news.set()
        except asyncio.IncompleteReadError:
            self._is_over = True
            self._news.set()

    async def _why(self) -> str:
        """Return why the recorder ended, as it says itself."""
        said = b""
        if self._process is not None and self._process.stderr is not None:
            said = await self._process.stderr.read()
        lines = said.decode(errors="replace").strip().splitlines()
        why = lines[0] if lines else "it gave no reason"
        return f"the microphone cannot be used: {why}; `{RECORDER} -l` lists those there are"


def player() -> tuple[str, ...] | None:
    """Return the program that plays sounds here, None if there is none."""
    return next((one for one in PLAYERS if shutil.which(one[0])), None)


def play(wav: bytes) -> None:
    """Play a WAV file; returns once it was heard.

    Raises:
        NoSound: nothing here can play it.
    """
    chosen = player()
    if chosen is None:
        names = ", ".join(one[0] for one in PLAYERS)
        raise NoSound(f"nothing here plays sounds ({names}); install alsa-utils, or name --output")
    with tempfile.NamedTemporaryFile(prefix="lares-", suffix=".wav") as file:
        file.write(wav)
        file.flush()
        done = subprocess.run(  # noqa: S603 -- one of ours
            [*chosen, file.name], capture_output=True, text=True, check=False
        )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        why = lines[-1] if lines else f"it ended with {done.returncode}"
        raise NoSound(f"{chosen[0]} could not play it: {why}")
