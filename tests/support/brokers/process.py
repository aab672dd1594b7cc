"""A broker as a process of its own: started, stopped, killed, and started again on its port."""

import asyncio
import shutil
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from integrations.mqtt.broker_login import Login
from tests.support.certificates import Issued
from tests.support.mosquitto import ATTEMPTS, free_port, is_answering

START_TIMEOUT_S = 15.0
STOP_TIMEOUT_S = 10.0
PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"


@dataclass(frozen=True, slots=True)
class Rules:
    """Whom a broker lets in, and how. `denied`: topics that a user may not read, by user."""

    logins: tuple[Login, ...] = ()
    tls: Issued | None = None
    denied: Mapping[str, str] = field(default_factory=dict)


class BrokerProcess(ABC):
    """One broker on a loopback port, with a folder of its own for what it keeps.

    `keeps`: retained messages and sessions outlive the process, even killed.
    `tells_denied`: a subscription without the right is refused, not silently accepted.
    `speaks_5`: MQTT 5, too. `has_rights`: topics can be denied at all.
    """

    name: ClassVar[str]
    keeps: ClassVar[bool] = True
    speaks_5: ClassVar[bool] = False
    has_rights: ClassVar[bool] = True
    tells_denied: ClassVar[bool] = True

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = Rules() if rules is None else rules
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def folder(self) -> Path:
        """Where it keeps what outlives it."""
        assert self._folder is not None, "not entered"
        return Path(self._folder.name)

    @abstractmethod
    def command(self) -> list[str]:
        """Write the configuration for `port`, and return what starts it."""

    def start(self) -> None:
        """Start it and wait until it takes connections; the first time on any free port."""
        given, problem = self.port, ""
        for _ in range(1 if given else ATTEMPTS):  # a free port may be snatched before we have it
            self.port = given or free_port()
            problem = self._launch()
            if not problem:
                return
        raise AssertionError(f"{self.name} did not start: {problem}")

    def _launch(self) -> str:
        """Start one process; return what is wrong, empty where it answers."""
        log = self.folder / "log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while self._process.poll() is None and time.monotonic() < deadline:
            if is_answering(self.port):
                return ""
            time.sleep(0.02)
        self.kill()
        return log.read_text(errors="replace")[-2000:] or "it does not answer"

    def stop(self) -> None:
        """End it as its service would be ended: it may say goodbye, and write what it keeps."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait(STOP_TIMEOUT_S)

    def kill(self) -> None:
        """End it as a power cut would."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(STOP_TIMEOUT_S)

    async def restart(self, *, kill: bool = False) -> None:
        """End it and start it again, on the same port with the same data."""
        await asyncio.to_thread(self.kill if kill else self.stop)
        await asyncio.to_thread(self.start)

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix=f"{self.name}-")
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def program(name: str) -> str:
    """Return the path of an installed program."""
    found = shutil.which(name, path=PATH)
    assert found is not None, f"{name} is not installed; apt-get install {name}"
    return found
