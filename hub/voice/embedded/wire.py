"""Wyoming events from a stream that may hold anything: bounded, and never believed.

`wyoming.event` reads as much as a line announces and takes any JSON for an event; what may come
from another machine is read here instead. The format is that of `wyoming.event`: a line of JSON,
then `data_length` bytes of JSON and `payload_length` bytes of anything.
"""

import asyncio
import json
from typing import Any

from wyoming.event import Event

LONGEST_DATA = 256 * 1024
LONGEST_PAYLOAD = 1024 * 1024


class Garbage(Exception):
    """What came is no event; the message says why."""


async def next_event(reader: asyncio.StreamReader) -> Event | None:
    """Return the next event, None at the end of the stream.

    Raises:
        Garbage: it is none, or too long.
    """
    try:
        line = await reader.readline()
        if not line:
            return None
        head = _table(line)
        data = _table(head.get("data") or {})
        if length := _length(head, "data_length", LONGEST_DATA):
            data |= _table(await reader.readexactly(length))
        length = _length(head, "payload_length", LONGEST_PAYLOAD)
        payload = await reader.readexactly(length) if length else None
    except asyncio.IncompleteReadError:
        return None
    except ValueError as error:  # a line without end, text that is no JSON or no UTF-8
        raise Garbage(f"no event of the Wyoming protocol: {error}") from error
    kind = head.get("type")
    if not isinstance(kind, str):
        raise Garbage("an event of the Wyoming protocol has a type")
    return Event(type=kind, data=data, payload=payload)


def _table(given: bytes | dict[str, Any]) -> dict[str, Any]:
    table = json.loads(given) if isinstance(given, bytes) else given
    if not isinstance(table, dict):
        raise Garbage("an event of the Wyoming protocol is an object of JSON")
    return table


def _length(head: dict[str, Any], name: str, most: int) -> int:
    length = head.get(name) or 0
    if not isinstance(length, int) or not 0 <= length <= most:
        raise Garbage(f"{name} is not 0 to {most}")
    return length
