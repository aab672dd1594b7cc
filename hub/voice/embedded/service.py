"""The service: listens at a socket and serves every connection with the same engines."""

import asyncio
import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

from hub.home.errors import HubError
from hub.voice.embedded.conversation import Conversation
from hub.voice.embedded.parts import Parts

MOST_CONNECTIONS = 64


def run(uri: str, *, threads: int) -> None:
    """Serve until the process is told to end.

    Raises:
        HubError: it cannot listen there.
    """
    asyncio.run(_serve(uri, threads))


async def _serve(uri: str, threads: int) -> None:
    parts = Parts(threads=threads)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    server = await _listening(uri, Door(parts))
    async with server, asyncio.TaskGroup() as group:
        work = group.create_task(parts.run(), name="engines")
        await stop.wait()
        work.cancel()
    os._exit(0)  # a thread that is loading or hearing would keep us for seconds


class Door:
    """Lets connections in, as many as there may be."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._inside = 0

    async def enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        if self._inside >= MOST_CONNECTIONS:
            writer.close()
            return
        self._inside += 1
        try:
            await Conversation(self._parts, reader, writer).run()
        finally:
            self._inside -= 1


async def _listening(uri: str, door: Door) -> asyncio.Server:
    where = urlsplit(uri)
    try:
        if where.scheme == "unix":
            return await _private_socket(Path(where.path), door)
        if where.scheme == "tcp" and where.hostname and where.port:
            return await asyncio.start_server(door.enter, where.hostname, where.port)
    except (OSError, ValueError) as error:
        raise HubError(f"cannot listen at {uri}: {error}") from error
    raise HubError(f"{uri!r} is not like unix:///path or tcp://127.0.0.1:10300")


async def _private_socket(path: Path, door: Door) -> asyncio.Server:
    """Listen at a path; who may open it may use the engines, so it is this user's alone."""
    path.unlink(missing_ok=True)  # noqa: ASYNC240 (before anything else runs)
    mask = os.umask(0o177)
    try:
        return await asyncio.start_unix_server(door.enter, path)
    finally:
        os.umask(mask)
