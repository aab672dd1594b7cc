"""A real hub as a process of its own: started, asked, killed and started again."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hub import remote
from hub.config import TOKEN_VARIABLE

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 15


class RunningHub:
    """`lares COMMAND --config FOLDER ...` on a free port, with its output kept in a file.

    `voice`: with engines of its own that hear and speak.
    """

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        command: str = "demo",
        token: str | None = None,
        voice: bool = False,
    ) -> None:
        self.folder = folder
        self._command = [command, "--config", str(folder), "--http-port", "0", *arguments]
        if not voice:  # its engines take seconds of a core to load
            self._command.append("--no-voice")
        if command == "run":  # tests speak to nobody but this machine
            self._command.append("--no-discovery")
        self._environment = {
            name: value
            for name, value in os.environ.items()
            # What is installed is compiled, so this is too.
            if not name.startswith("LARES_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        if token is not None:
            self._environment[TOKEN_VARIABLE] = token
        self._process: subprocess.Popen[bytes] | None = None
        self.log = folder.parent / f"{folder.name}.log"
        self.remote = remote.Remote("", "")

    @property
    def url(self) -> str:
        """The hub's address."""
        return self.remote.url

    @property
    def token(self) -> str:
        """An owner's token."""
        return self.remote.token

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The running process."""
        assert self._process is not None, "not started"
        return self._process

    def start(self) -> Self:
        """Start it and wait until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / remote.ENDPOINT_FILE).unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hub.cli", *self._command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            assert self._process.poll() is None, f"the hub ended:\n{self.output()}"
            try:
                self.remote = remote.find(None, None, self.folder)
                self.remote.request("GET", "/api/")
            except (remote.NoHub, urllib.error.URLError):
                time.sleep(0.05)
                continue
            return self
        raise AssertionError(f"the hub did not answer in {START_TIMEOUT_S} s:\n{self.output()}")

    def at_port(self, port: int) -> Self:
        """Have it take this port from the next start on; clients come back to the same address."""
        self._command[self._command.index("--http-port") + 1] = str(port)
        return self

    def stop(self) -> int:
        """End it with SIGTERM and return its exit status.

        Raises:
            TimeoutExpired: it did not, and was killed.
        """
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(STOP_TIMEOUT_S)

    def output(self) -> str:
        """Return what it printed so far."""
        return self.log.read_text(errors="replace")

    def state(self, entity_id: str) -> dict[str, Any]:
        """Return an entity's state as the API gives it."""
        found: dict[str, Any] = self.remote.request("GET", f"/api/states/{entity_id}")
        return found

    def ask(self, text: str, conversation: str = "test", **more: Any) -> dict[str, Any]:
        """Say something and return the whole answer."""
        body = {"text": text, "conversation_id": conversation, **more}
        answer: dict[str, Any] = self.remote.request("POST", "/api/conversation/process", body)
        return answer

    def wait_for(self, entity_id: str, *states: str, timeout_s: float = 15) -> dict[str, Any]:
        """Wait until an entity is in one of `states`."""
        deadline = time.monotonic() + timeout_s
        found: dict[str, Any] = {}
        while time.monotonic() < deadline:
            try:
                found = self.state(entity_id)
            except remote.Rejected:
                found = {}
            if found.get("state") in states:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{entity_id} is {json.dumps(found)[:300]}, not {states}")

    def wait_for_model(self, timeout_s: float = 60) -> None:
        """Wait until the language worker has loaded its model."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            health = self.remote.request("GET", "/api/lares/health")
            if health["model"]["state"] == "ready":
                return
            time.sleep(0.2)
        raise AssertionError(f"no model after {timeout_s} s:\n{self.output()}")

    def wait_for_voice(self, timeout_s: float = 100) -> None:
        """Wait until the engines that hear and speak have loaded."""
        deadline = time.monotonic() + timeout_s
        voice: dict[str, Any] = {}
        while time.monotonic() < deadline:
            voice = self.remote.request("GET", "/api/lares/health")["voice"]
            if voice["stt"] and voice["tts"]:
                return
            time.sleep(0.2)
        raise AssertionError(f"no engines after {timeout_s} s: {voice}\n{self.output()[-2_000:]}")

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self._end()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.stop()


def speech(answer: dict[str, Any]) -> str:
    """Return what the hub said."""
    said: str = answer["response"]["speech"]["plain"]["speech"]
    return said
