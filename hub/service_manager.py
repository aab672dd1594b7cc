"""What systemd is told of this process (sd_notify(3)): that it is ready, alive, or ending.

Without `$NOTIFY_SOCKET` nobody listens, and nothing is sent.
"""

import asyncio
import logging
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Self

from hub.record import record

# Of the time that systemd gives: one part is slept, one may pass until all parts answer.
PARTS_OF_WATCHDOG = 3
# Less than the database itself waits for its disk: what takes this long is no answer.
ANSWER_WITHIN_S = 20.0

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True)
class ServiceManager:
    """Who started this service; `watchdog_s` is how long it may be silent, None for as it likes."""

    address: str | None = None
    watchdog_s: float | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the one that the environment names."""
        address = environment.get("NOTIFY_SOCKET")
        if not address or address[0] not in "/@":
            return cls()
        if environment.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
            return cls(address)
        usec = environment.get("WATCHDOG_USEC", "")
        return cls(address, int(usec) / 1_000_000 if usec.isdecimal() and int(usec) else None)

    @property
    def ping_every_s(self) -> float | None:
        """How often it wants to hear that all is well, with time to spare."""
        return self.watchdog_s / PARTS_OF_WATCHDOG if self.watchdog_s else None

    def tell(self, *lines: str) -> None:
        """Send assignments such as "READY=1"; a manager that is gone costs nothing."""
        if self.address is None:
            return
        # A leading @ stands for the zero byte of an abstract address (unix(7)).
        address = "\0" + self.address[1:] if self.address[0] == "@" else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.settimeout(0)  # its queue may be full; the event loop must not wait
                channel.connect(address)
                channel.sendall("\n".join(lines).encode())
        except OSError as error:
            _log.warning("systemd was not told %s: %s", lines[0], error)

    def ready(self, status: str) -> None:
        """Tell that the service does its work."""
        self.tell("READY=1", status_line(status))

    def alive(self, status: str) -> None:
        """Tell that all parts answer."""
        self.tell("WATCHDOG=1", status_line(status))

    def reloading(self) -> None:
        """Tell that the configuration is read again; `ready` ends it."""
        self.tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Tell that the end has begun."""
        self.tell("STOPPING=1", status_line("Stopping"))


def status_line(text: str) -> str:
    """Return what `systemctl status` shows: one line."""
    return "STATUS=" + " ".join(text.split())


@asynccontextmanager
async def supervised(
    manager: ServiceManager,
    *,
    answers: Callable[[], Awaitable[object]],
    reload: Callable[[], Awaitable[object]],
    status: Callable[[], str],
) -> AsyncIterator[None]:
    """Tell `manager` that the hub is ready, then for as long as all is well, then that it ends.

    A ping comes from the event loop after `answers` has returned: a loop that hangs sends none, nor
    does one whose database is silent. That it fails is an answer, and restarting would mend
    nothing. SIGHUP has `reload` called.
    """
    loop = asyncio.get_running_loop()
    wanted = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, wanted.set)
    async with asyncio.TaskGroup() as tasks:
        working = [
            tasks.create_task(_ping(manager, answers, status), name="watchdog"),
            tasks.create_task(_reload(manager, wanted, reload, status), name="reload"),
        ]
        manager.ready(status())
        try:
            yield
        finally:
            manager.stopping()
            loop.remove_signal_handler(signal.SIGHUP)
            for task in working:
                task.cancel()


async def _ping(
    manager: ServiceManager, answers: Callable[[], Awaitable[object]], status: Callable[[], str]
) -> None:
    every_s = manager.ping_every_s
    while every_s is not None:
        limit_s = min(every_s, ANSWER_WITHIN_S)
        try:
            async with asyncio.timeout(limit_s):
                await answers()
        except TimeoutError:
            _log.error("the hub's parts did not answer within %.1f s", limit_s)
            continue
        except Exception as error:  # noqa: BLE001 -- the outer edge; it is an answer
            _log.debug("a part answered with %r", error)
        manager.alive(status())
        await asyncio.sleep(every_s)


async def _reload(
    manager: ServiceManager,
    wanted: asyncio.Event,
    reload: Callable[[], Awaitable[object]],
    status: Callable[[], str],
) -> None:
    while True:
        await wanted.wait()
        wanted.clear()
        manager.reloading()
        try:
            await reload()
        except Exception:  # noqa: BLE001 -- the outer edge: what was read before stays
            _log.exception("what was to be read again was not; the rest goes on as before")
        manager.ready(status())
