"""A home with one adopted device of a maker's, hosted as the hub hosts it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from hub.devices.host import Condition, EntryHost
from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.maker import Entry, Maker
from hub.home.model import Context, Source, State
from hub.home.speech import Voice


@dataclass
class EntriesInMemory:
    """Keeps entries while the test lasts."""

    kept: dict[str, Entry] = field(default_factory=dict)
    error: Exception | None = None

    async def all(self) -> list[Entry]:
        return list(self.kept.values())

    async def put(self, entry: Entry) -> None:
        if self.error is not None:
            raise self.error
        self.kept[entry.id] = entry

    async def remove(self, entry_id: str) -> None:
        if self.error is not None:
            raise self.error
        self.kept.pop(entry_id, None)


class NothingKnown:
    """A registry of a home that is new."""

    def known_ids(self, integration: str) -> Mapping[tuple[str, str], EntityId]:  # noqa: ARG002
        return {}

    def known_as(self, integration: str) -> Mapping[EntityId, tuple[str, ...]]:  # noqa: ARG002
        return {}


@dataclass
class MakerHome:
    """A home, the host of its entries, and what a test wants to know of them."""

    home: Home
    host: EntryHost
    entry: Entry
    store: EntriesInMemory

    @property
    def condition(self) -> Condition:
        """How the entry is doing."""
        return next(known for entry, known in self.host.entries if entry.id == self.entry.id)

    def state(self, entity_id: str) -> State:
        """Return the present state."""
        return self.home.state(entity_id)

    async def send(self, entity_id: str, action: str, **data: Any) -> Context:
        """Send a command as the executor does; returns its context."""
        context = Context(source=Source.API)
        command = parse_command(action, data)
        await self.host.send(EntityId(entity_id), command, context)
        return context

    async def until(self, is_so: Callable[[], bool], timeout_s: float = 10.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(timeout_s):
            while not is_so():  # noqa: ASYNC110 -- anything may make it so
                await asyncio.sleep(0.005)

    async def becomes(self, entity_id: str, state: str, **attributes: Any) -> State:
        """Wait until an entity shows a state and attributes."""

        def is_so() -> bool:
            found = self.home.states.get(EntityId(entity_id))
            return (
                found is not None
                and found.state == state
                and all(found.attributes.get(key) == value for key, value in attributes.items())
            )

        try:
            await self.until(is_so)
        except TimeoutError:
            msg = f"{entity_id}: {self.home.states.get(EntityId(entity_id))}; {self.condition}"
            raise AssertionError(msg) from None
        return self.home.state(entity_id)


def _soon() -> Iterator[float]:
    while True:
        yield 0.02


@asynccontextmanager
async def adopted(  # noqa: PLR0913 -- what an entry may have
    maker: Maker,
    data: Mapping[str, Any],
    *,
    unique_id: str = "u1",
    home: Home | None = None,
    area: str | None = None,
    is_connected: bool = True,
    waits: Callable[[], Iterator[float]] = _soon,
    voice: Voice | None = None,
) -> AsyncIterator[MakerHome]:
    """Adopt a device, into an area or none, and unless told not to wait for the connection."""
    entry = Entry(
        id="e1",
        integration="tried",
        unique_id=unique_id,
        title="Device",
        data=dict(data),
        area_id=AreaId(area) if area is not None else None,
    )
    store = EntriesInMemory({entry.id: entry})
    home = home or Home()
    async with EntryHost(
        home,
        store,
        {"tried": lambda: maker},
        NothingKnown(),
        waits=waits,
        voice=lambda: voice,
    ) as host:
        lived = MakerHome(home, host, entry, store)
        if is_connected:
            try:
                await lived.until(lambda: lived.condition.status == "connected")
            except TimeoutError:
                raise AssertionError(lived.condition) from None
        yield lived
