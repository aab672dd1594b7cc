"""What the hub learns of the process of its engines: that it listens and is loaded, or why not."""

import asyncio
import signal
from asyncio.subprocess import Process
from contextlib import suppress
from pathlib import Path

from wyoming.client import AsyncUnixClient
from wyoming.event import Event

from hub.home.errors import HubError

LISTEN_TIMEOUT_S = 30.0
LOAD_TIMEOUT_S = 120.0

_KNOCK_EVERY_S = 0.05
_GRACE_S = 1.0
_READY_TYPE = "lares-ready"
_LONGEST_LINE = 300


class EnginesFailed(HubError):
    """The process ended, or did not do what it should."""


class LastWords:
    """The last line that a process wrote to its standard error, which tells why it ended."""

    def __init__(self) -> None:
        self._line = ""

    async def follow(self, process: Process) -> None:
        """Read until the process ends."""
        while process.stderr is not None:
            try:
                line = await process.stderr.readline()
            except ValueError:  # longer than the reader takes
                continue
            if not line:
                return
            self._line = line.decode(errors="replace").strip()[:_LONGEST_LINE] or self._line

    def __str__(self) -> str:
        return f": {self._line}" if self._line else ""


async def until_loaded(socket: Path) -> dict[str, str]:
    """Return what does not work, by part, once the engines have loaded all that they can.

    Raises:
        EnginesFailed: they took too long, or hung up.
    """
    client = await _connected(socket)
    try:
        async with asyncio.timeout(LOAD_TIMEOUT_S):
            await client.write_event(Event(_READY_TYPE))
            reply = await client.read_event()
    except TimeoutError:
        raise EnginesFailed("they take too long to load") from None
    except OSError:
        reply = None
    finally:
        with suppress(OSError):
            await client.disconnect()
    if reply is None or reply.type != _READY_TYPE:
        await asyncio.sleep(_GRACE_S)  # if they have ended, how they did tells more
        raise EnginesFailed("they do not say that they are ready")
    return {part: str(why) for part, why in reply.data.items() if why}


def status(process: Process) -> str:
    """Return how a process ended: "status 1", "SIGKILL"."""
    code = process.returncode
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"status {code}"


async def _connected(socket: Path) -> AsyncUnixClient:
    """Return a connection as soon as they listen."""
    client = AsyncUnixClient(socket)
    try:
        async with asyncio.timeout(LISTEN_TIMEOUT_S):
            while True:
                try:
                    await client.connect()
                except OSError:
                    await asyncio.sleep(_KNOCK_EVERY_S)
                else:
                    return client
    except TimeoutError:
        raise EnginesFailed("they do not listen at their socket") from None
