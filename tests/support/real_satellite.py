"""The real wyoming-satellite as a process, with a sound card out of files."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from hub.home.ids import slugify
from hub.home.speech import Sound
from tests.support.running_hub import RunningHub

PYTHON = Path(sys.prefix) / "satellite/bin/python"
CARD = Path(__file__).with_name("sound_card.py")
START_TIMEOUT_S = 30
# Samples a second of what it plays (wyoming-satellite, `--snd-command-rate`).
PLAYED_RATE = 22_050
# What an earlier start may have left in the folder.
LEFT = ("*.pcm", "*.wake", "*.begun")


class RealSatellite:
    """A satellite on this machine; `has_wake_word`: it waits for one by itself."""

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        name: str = "Kitchen satellite",
        has_wake_word: bool = True,
    ) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = port
        self.name = name
        self._said = self._woken = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._command = [
            str(PYTHON), "-m", "wyoming_satellite", "--debug", "--no-zeroconf",
            "--name", self.name,
            "--uri", f"tcp://127.0.0.1:{self.port}",
            "--mic-command", self._card("microphone"), "--snd-command", self._card("speaker"),
        ]  # fmt: skip
        if has_wake_word:
            self._command += ["--wake-command", self._card("wake")]

    def wake(self) -> None:
        """Say its wake word, as far as it is concerned."""
        self._woken += 1
        (self.folder / f"{self._woken}.wake").touch()

    def hear(self, sound: Sound) -> None:
        """Speak in its room."""
        self._said += 1
        file = self.folder / f"{self._said}.pcm"
        # Renamed, so that it is read whole.
        fresh = file.with_suffix(".new")
        fresh.write_bytes(sound.pcm)
        fresh.rename(file)

    def heard_at_s(self) -> float | None:
        """Return when it began to hear what was said last (monotonic seconds); None: not yet."""
        file = self.folder / f"{self._said}.begun"
        return float(file.read_text()) if file.exists() else None

    @property
    def entity_id(self) -> str:
        """What it is to a hub that adopted it."""
        return f"assist_satellite.{slugify(self.name)}"

    def adopted_by(self, hub: RunningHub, area: str = "kitchen") -> str:
        """Have a hub adopt it into a room; returns its entry's id."""
        data = {"host": "127.0.0.1", "port": self.port}
        body = {"integration": "wyoming", "name": self.name, "area": area, "data": data}
        hub.remote.request("POST", "/api/lares/entries", body)
        hub.wait_for(self.entity_id, "idle")
        entries = hub.remote.request("GET", "/api/lares/entries")
        return next(str(entry["id"]) for entry in entries if entry["title"] == self.name)

    @property
    def played(self) -> Sound:
        """All that it played so far."""
        file = self.folder / "played.pcm"
        return Sound(file.read_bytes() if file.exists() else b"", PLAYED_RATE)

    def wait_until_played(self, more_than_s: float = 0.2, timeout_s: float = 30) -> Sound:
        """Wait until more than this was played, and it is no silence."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            played = self.played
            if played.seconds > more_than_s and loudness(played) > 0.01:
                return played
            time.sleep(0.1)
        raise AssertionError(f"it played {self.played.seconds:.1f} s:\n{self.output()}")

    def output(self) -> str:
        """Return what it printed."""
        return (self.folder / "satellite.log").read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        """End it, and its sound card, as a power cut would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def start(self) -> Self:
        """Start it, and wait until it can be connected to. What it did not hear yet is gone."""
        self._said = self._woken = 0
        for file in [each for kind in LEFT for each in self.folder.glob(kind)]:
            file.unlink()
        with (self.folder / "satellite.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"it did not start:\n{self.output()}")

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.kill()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def _card(self, part: str) -> str:
        return shlex.join([sys.executable, str(CARD), part, str(self.folder)])


def loudness(sound: Sound) -> float:
    """Return the loudness of the loudest second, from 0 to 1 (root mean square)."""
    samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float64) / 32768
    seconds = [samples[at : at + sound.rate] for at in range(0, len(samples), sound.rate)]
    return max((float(np.sqrt(np.mean(one**2))) for one in seconds if len(one)), default=0.0)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
