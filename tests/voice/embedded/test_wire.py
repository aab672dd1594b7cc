"""Wyoming events from a stream that may hold anything."""

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from wyoming.event import Event, async_write_event

from hub.voice.embedded.wire import Garbage, next_event

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


class _Kept:
    """A writer that keeps what is written."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> None:
        self.data += data

    def writelines(self, parts: tuple[bytes, ...]) -> None:
        self.data += b"".join(parts)

    async def drain(self) -> None:
        await asyncio.sleep(0)


async def _read(data: bytes) -> list[Event]:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    events = []
    while (event := await next_event(reader)) is not None:
        events.append(event)
    return events


@given(
    st.text(max_size=20),
    st.dictionaries(st.text(max_size=8), json_values, max_size=4),
    st.none() | st.binary(min_size=1, max_size=64),
)
def test_what_wyoming_writes_is_read(
    kind: str, data: dict[str, Any], payload: bytes | None
) -> None:
    kept = _Kept()
    event = Event(kind, data, payload)

    async def through() -> list[Event]:
        await async_write_event(event, kept)  # type: ignore[arg-type]
        return await _read(kept.data)

    assert asyncio.run(through()) == [event]


@given(
    st.binary(max_size=200)
    | st.dictionaries(
        st.sampled_from(["type", "data", "data_length", "payload_length"]), json_values
    ).map(lambda head: repr(head).replace("'", '"').encode() + b"\n")
)
def test_whatever_comes_is_an_event_or_garbage(data: bytes) -> None:
    try:
        asyncio.run(_read(data))
    except Garbage:
        return
