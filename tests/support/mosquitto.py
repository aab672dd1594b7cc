"""A private mosquitto on a free loopback port, for tests that want the real broker."""

import asyncio
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
START_TIMEOUT_S = 5.0
ATTEMPTS = 5

_CONFIG = """\
listener {port} 127.0.0.1
allow_anonymous {anonymous}
# Nagle and delayed acknowledgements would add 20 to 40 ms to small messages.
set_tcp_nodelay true
persistence false
# The default of 1000 silently drops for a reader that falls behind.
max_queued_messages 0
log_type error
log_dest stderr
{more}
"""


class MosquittoError(Exception):
    """mosquitto is missing or did not start; the message carries its own words."""


class Mosquitto:
    """mosquitto without persistence, for `with` and `async with`.

    `stop` and `start` (or their `_async` twins) restart it on the same port: what it had retained
    is gone then, as after a power cut.
    """

    def __init__(self, port: int = 0, *, more: Sequence[str] = ()) -> None:
        """Prepare a broker on `port`; 0 takes a free one at the first start.

        `more` are lines of its configuration; with any, nobody comes in without a name.
        """
        self.port = port
        self._more = tuple(more)
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it and wait until it takes connections.

        Raises:
            MosquittoError: it is not installed, or died with a message.
        """
        program = shutil.which(
            "mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
        )
        if program is None:
            raise MosquittoError("mosquitto is not installed: apt-get install mosquitto")
        chosen, errors = self.port, ""
        for _ in range(1 if chosen else ATTEMPTS):  # a free port may be snatched before we have it
            self.port = chosen or free_port()
            errors = self._launch(program)
            if not errors:
                return
        raise MosquittoError(f"mosquitto did not start on port {self.port}: {errors}")

    def stop(self) -> None:
        """End it and wait until it has ended; every client sees a cut connection."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()  # as a power cut does: no farewell to the clients
        process.communicate()

    async def start_async(self) -> None:
        """Start it without blocking the event loop."""
        await asyncio.to_thread(self.start)

    async def stop_async(self) -> None:
        """Stop it without blocking the event loop."""
        await asyncio.to_thread(self.stop)

    def __enter__(self) -> Self:
        """Start."""
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop and clean up."""
        self.stop()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start_async()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop and clean up."""
        await asyncio.to_thread(self.__exit__, kind, error, trace)

    def _launch(self, program: str) -> str:
        """Start one process; give its error text, empty where it runs."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="mosquitto-")
        config = Path(self._folder.name) / "mosquitto.conf"
        anonymous = "false" if self._more else "true"
        text = _CONFIG.format(port=self.port, anonymous=anonymous, more="\n".join(self._more))
        config.write_text(text, encoding="utf-8")
        self._process = subprocess.Popen(
            [program, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and self.is_running:
            if is_answering(self.port) and self.is_running:
                return ""
            time.sleep(0.02)
        process = self._process
        process.kill()
        _, errors = process.communicate()
        self._process = None
        return errors.decode(errors="replace").strip() or "it does not answer"


def guarded(
    folder: Path,
    passwords: Mapping[str, str],
    *,
    rights: Sequence[str] = (),
    tls: Sequence[str] = (),
) -> list[str]:
    """Return lines of configuration: passwords by user, lines of an ACL file, options of TLS."""
    file = folder / "passwords"
    file.touch()
    for user, password in passwords.items():
        subprocess.run(["mosquitto_passwd", "-b", str(file), user, password], check=True)  # noqa: S607
    # It would give up root's rights before it reads its files.
    lines = ["user root", f"password_file {file}", *tls]
    if rights:
        acl = folder / "acl"
        acl.write_text("\n".join(rights) + "\n")
        lines.append(f"acl_file {acl}")
    return lines


def free_port() -> int:
    """Give a loopback port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_answering(port: int) -> bool:
    """Tell whether anybody listens on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((LOOPBACK, port)) == 0
