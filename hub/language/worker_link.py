"""How the hub reaches the model worker: a child of its own, or a service behind a Unix socket."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from hub.child_process import all_cores_but_one, environment
from hub.language.model_settings import ModelSettings
from hub.language.worker import encoded

CONNECT_TIMEOUT_S = 5.0


class WorkerFailed(Exception):
    """The worker did not start, is not there, or said nonsense."""


class Link(Protocol):
    """A way to one worker, from its start or greeting to its end."""

    @property
    def pid(self) -> int | None:
        """The process id of the worker, if it is ours."""

    async def send(self, message: dict[str, Any]) -> None:
        """Send a message.

        Raises:
            OSError: the worker has ended.
        """

    async def receive(self) -> dict[str, Any]:
        """Return the next message.

        Raises:
            WorkerFailed: it ended, or sent what is no message.
        """

    async def ended(self) -> None:
        """Wait until the worker, or the connection with it, ends."""

    def cut(self) -> None:
        """End it at once."""


class ChildLink:
    """A worker that is our own child, spoken to over its standard input and output."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @property
    def pid(self) -> int | None:
        """The process id of the worker."""
        return self._process.pid

    async def send(self, message: dict[str, Any]) -> None:
        """Write to its standard input."""
        if self._process.stdin is None:
            raise WorkerFailed("no pipe to it")
        self._process.stdin.write(encoded(message))
        await self._process.stdin.drain()

    async def receive(self) -> dict[str, Any]:
        """Read from its standard output."""
        if self._process.stdout is None:
            raise WorkerFailed("no pipe from it")
        return await _message(self._process.stdout)

    async def ended(self) -> None:
        """Wait for the process."""
        await self._process.wait()

    def cut(self) -> None:
        """Kill it."""
        with suppress(ProcessLookupError):
            self._process.kill()


class SocketLink:
    """A connection with a worker that somebody else runs; cutting it leaves the worker alone."""

    pid = None

    def __init__(self, reader: "_Reader", writer: asyncio.StreamWriter, end: asyncio.Event) -> None:
        self._reader = reader
        self._writer = writer
        self._end = end

    async def send(self, message: dict[str, Any]) -> None:
        """Write to the socket."""
        self._writer.write(encoded(message))
        await self._writer.drain()

    async def receive(self) -> dict[str, Any]:
        """Read from the socket."""
        return await _message(self._reader)

    async def ended(self) -> None:
        """Wait until the worker closes it."""
        await self._end.wait()

    def cut(self) -> None:
        """Close it without waiting."""
        self._writer.transport.abort()


@asynccontextmanager
async def child(command: Sequence[str]) -> AsyncIterator[Link]:
    """Start a worker of our own, and end it on leaving.

    Raises:
        OSError: the program cannot be started.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment()
    )
    link = ChildLink(process)
    try:
        yield link
    finally:
        link.cut()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


@asynccontextmanager
async def service(path: Path) -> AsyncIterator[Link]:
    """Connect with the worker that listens at `path`.

    Raises:
        WorkerFailed: nobody listens there, or the hub may not connect.
    """
    loop = asyncio.get_running_loop()
    end = asyncio.Event()
    reader = _Reader(end)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            transport, _ = await loop.create_unix_connection(lambda: protocol, str(path))
    except TimeoutError:
        raise WorkerFailed(f"its socket {path} takes no connection") from None
    except OSError as error:
        raise WorkerFailed(f"its socket {path}: {error.strerror or error}") from None
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    link = SocketLink(reader, writer, end)
    try:
        yield link
    finally:
        link.cut()
        with suppress(OSError):
            await writer.wait_closed()


def worker_command(settings: ModelSettings, model_path: Path) -> list[str]:
    """Return what starts a worker of our own."""
    options = {
        "model_path": str(model_path),
        "adapter_path": str(settings.adapter) if settings.adapter else None,
        "adapter_scale": settings.adapter_scale,
        "context": settings.context,
        "threads": settings.threads or all_cores_but_one(),
        "parent": os.getpid(),
    }
    return [sys.executable, "-m", "hub.language.worker", json.dumps(options)]


class _Reader(asyncio.StreamReader):
    """A reader that tells when its stream has ended, though nobody reads."""

    def __init__(self, end: asyncio.Event) -> None:
        super().__init__()
        self._end = end

    def feed_eof(self) -> None:
        super().feed_eof()
        self._end.set()

    def set_exception(self, exc: Exception) -> None:
        super().set_exception(exc)
        self._end.set()


async def _message(reader: asyncio.StreamReader) -> dict[str, Any]:
    try:
        line = await reader.readline()
        message = json.loads(line) if line else None
    except ValueError as error:
        raise WorkerFailed("it sent something unreadable") from error
    if not isinstance(message, dict):
        raise WorkerFailed("it ended")
    return message
