"""A connection that speaks Wyoming: what comes is bounded, and waited for no longer than allowed.

The protocol ("Wyoming", docs of rhasspy/wyoming): a line of JSON with an event's type, then
`data_length` bytes of more JSON, then `payload_length` bytes of sound. Neither length has a limit
there; here they do, since whoever answers may be broken.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import SplitResult, urlsplit

from wyoming.event import Event, Eventable, async_write_event

from hub.home.errors import HubError

MOST_LINE = 64 * 1024
MOST_DATA = 1024 * 1024
MOST_PAYLOAD = 2 * 1024 * 1024
# What makes no sense as JSON, or not as an event; RecursionError: too deep.
NONSENSE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)

CONNECT_S = 4.0
WRITE_S = 5.0
CLOSE_S = 1.0


class WireError(HubError):
    """Nothing more can be said to the other side, or heard from it."""


class WireLost(WireError):
    """The other side is not there, went away, or does not keep up; the message says which."""


class NotWyoming(WireError):
    """What came is no event of the protocol, or too large for one."""


class Wire:
    """One end of a connection. Events go out whole, whoever sends them."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: str
    ) -> None:
        self.peer = peer
        self._reader = reader
        self._writer = writer
        self._sending = asyncio.Lock()

    async def read(self, within_s: float | None = None) -> Event:
        """Return the next event.

        Raises:
            WireLost: there is none any more, or not in time.
            NotWyoming: it is none.
        """
        try:
            async with asyncio.timeout(within_s):
                return await read_event(self._reader)
        except TimeoutError:
            raise WireLost(f"{self.peer} does not answer within {within_s:g} s") from None
        except EOFError:
            raise WireLost(f"{self.peer} closed the connection") from None
        except OSError as error:
            raise WireLost(f"{self.peer}: {_why(error)}") from None
        except NotWyoming as error:
            raise NotWyoming(f"{self.peer} does not speak Wyoming: {error}") from None

    async def write(self, *events: Eventable | Event) -> None:
        """Send events, one after the other.

        Raises:
            WireLost: they are not taken.
        """
        try:
            async with asyncio.timeout(WRITE_S), self._sending:
                for event in events:
                    plain = event if isinstance(event, Event) else event.event()
                    await async_write_event(plain, self._writer)
        except TimeoutError:
            raise WireLost(f"{self.peer} takes nothing any more") from None
        except OSError as error:
            raise WireLost(f"{self.peer}: {_why(error)}") from None

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self._writer.wait_closed()
        self._writer.transport.abort()


async def read_event(reader: asyncio.StreamReader) -> Event:
    """Return the next event of a stream.

    Raises:
        EOFError: there is none any more.
        NotWyoming: it is none, or too large.
    """
    try:
        line = await reader.readline()
    except ValueError:
        raise NotWyoming(f"a line of more than {MOST_LINE} bytes") from None
    if not line:
        raise EOFError
    head = _object(line)
    event_type, data = head.get("type"), head.get("data") or {}
    if not isinstance(event_type, str) or not isinstance(data, dict):
        raise NotWyoming("an event without a type")
    more = _length(head, "data_length", MOST_DATA)
    if more:
        data = data | _object(await reader.readexactly(more))
    size = _length(head, "payload_length", MOST_PAYLOAD)
    payload = await reader.readexactly(size) if size else None
    return Event(type=event_type, data=data, payload=payload)


@asynccontextmanager
async def connected(uri: str) -> AsyncIterator[Wire]:
    """Connect to a service.

    Raises:
        WireError: nobody is there, or the address is none.
    """
    place = urlsplit(uri)
    peer = place.path if place.scheme == "unix" else place.netloc
    try:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await _opened(place)
    except TimeoutError:
        raise WireLost(f"{peer} does not answer within {CONNECT_S:g} s") from None
    except OSError as error:
        raise WireLost(f"{peer} cannot be reached: {_why(error)}") from None
    except ValueError:
        raise WireError(f"{uri!r} is no tcp://HOST:PORT or unix:///PATH") from None
    wire = Wire(reader, writer, peer)
    try:
        yield wire
    finally:
        await wire.close()


async def _opened(place: SplitResult) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    match place.scheme:
        case "unix" if place.path:
            return await asyncio.open_unix_connection(place.path, limit=MOST_LINE)
        case "tcp" if place.hostname and place.port:
            return await asyncio.open_connection(place.hostname, place.port, limit=MOST_LINE)
        case _:
            raise ValueError(place)


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except NONSENSE:
        raise NotWyoming("no JSON") from None
    if not isinstance(found, dict):
        raise NotWyoming("no JSON object")
    return found


def _length(head: dict[str, Any], key: str, most: int) -> int:
    length = head.get(key) or 0
    if not isinstance(length, int) or not 0 <= length <= most:
        raise NotWyoming(f"{key} is not between 0 and {most}")
    return length


def _why(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
