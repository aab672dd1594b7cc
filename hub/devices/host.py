"""Hosts the entries of makers' local APIs: each connected, reconnected, and kept apart.

Whatever a maker's code does (raise, hang, return at once), it costs its own entry a log line and
a wait; no other entry, and nothing else in the hub, takes note.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any, Literal, Protocol, Self

import aiohttp

from hub.devices import backoff
from hub.devices.client import open_client
from hub.devices.files import FROM_FILE, check_no_file
from hub.devices.house import EntryHouse
from hub.home.commands import Command
from hub.home.errors import DeliveryError, HubError, UnsupportedCommand
from hub.home.former import Called
from hub.home.home import Home
from hub.home.ids import DeviceId, EntityId
from hub.home.keyed_ids import KeyedIds, Known
from hub.home.maker import (
    Entry,
    LinkLost,
    Maker,
    MoreNeeded,
    NotOffered,
    Refused,
    Session,
)
from hub.home.model import Context
from hub.home.speech import Voice
from hub.record import record

# How long a device may take to be connected, or to take a command.
CONNECT_S = 30.0
SEND_S = 5.0
# How long a maker's code may take to let go of a device.
LEAVE_S = 5.0
# A connection that lasts so long is one; what ends sooner is waited for longer each time.
STEADY_S = 30.0
# How soon a device is tried again that was found elsewhere.
HURRIED_S = 1.0

Status = Literal["connecting", "connected", "lost", "needs_attention", "failed"]

_log = logging.getLogger(__name__)


class EntryStore(Protocol):
    """Keeps entries over restarts; what a method was given is on disk when it returns."""

    async def all(self) -> list[Entry]:
        """Return all entries, in the order they were adopted in."""

    async def put(self, entry: Entry) -> None:
        """Keep an entry, in place of one of the same id."""

    async def remove(self, entry_id: str) -> None:
        """Forget an entry; an unknown id is no error."""


class KnownEntities(Protocol):
    """What the registry knows of entities from before a restart."""

    def known_ids(self, integration: str) -> Mapping[tuple[str, str], EntityId]:
        """Return the entity id of every domain and unique id."""

    def known_as(self, integration: str) -> Mapping[EntityId, tuple[str, ...]]:
        """Return the names and classes by which entities ever went."""


@record(frozen=True, slots=True)
class Condition:
    """How an entry is doing; `problem` says why it is not connected."""

    status: Status
    problem: str = ""


class _Guest:
    """One entry at work."""

    def __init__(self, entry: Entry, house: EntryHouse) -> None:
        self.entry = entry
        self.house = house
        self.condition = Condition("connecting")
        self.session: Session | None = None
        self.task: asyncio.Task[None] | None = None
        self.settled = asyncio.Event()
        self.connected_at = 0.0
        self.is_fickle = False
        # What was last logged; a connection that comes and goes is told of once.
        self.told: Condition | None = None
        self.is_leaving = False
        # Where the device was found; it is tried there once, when it is not where it was.
        self.elsewhere: Mapping[str, Any] | None = None
        self.found = asyncio.Event()


class EntryHost:
    """Drives what was adopted, while entered; an integration of the executor's for each maker.

    `makers` has every maker's name and what imports it, called when its first entry comes, and
    `prepare` imports what it connects with: libraries that take a second, so in a thread. `voice`
    returns the voice assistant that sessions get, made when they ask.
    """

    def __init__(  # noqa: PLR0913 -- its collaborators
        self,
        home: Home,
        store: EntryStore,
        makers: Mapping[str, Callable[[], Maker]],
        registry: KnownEntities,
        *,
        waits: Callable[[], Iterator[float]] = backoff.waits,
        prepare: Callable[[str], None] = lambda _: None,
        voice: Callable[[], Voice | None] = lambda: None,
    ) -> None:
        self._home = home
        self._store = store
        self._sources = makers
        self._registry = registry
        self._waits = waits
        self._prepare = prepare
        self._voice = voice
        self._prepared: set[str] = set()
        self._makers: dict[str, Maker] = {}
        self._known: dict[str, Known] = {}
        self._guests: dict[str, _Guest] = {}
        self._http: aiohttp.ClientSession | None = None
        self._saving: set[asyncio.Task[None]] = set()
        # Entries come and go one after the other.
        self._changing = asyncio.Lock()

    async def __aenter__(self) -> Self:
        for entry in await self._store.all():
            self._begin(entry)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.gather(*map(self._end, self._guests.values()))
        await asyncio.gather(*self._saving)
        if self._http is not None:
            await self._http.close()

    @property
    def entries(self) -> Iterable[tuple[Entry, Condition]]:
        """Every entry, and how it is doing."""
        return tuple((guest.entry, guest.condition) for guest in self._guests.values())

    @property
    def http(self) -> aiohttp.ClientSession:
        """The client session that makers share, opened at its first use."""
        if self._http is None:
            self._http = open_client()
        return self._http

    def maker(self, integration: str) -> Maker:
        """Return a maker, imported now if it was not yet.

        Raises:
            HubError: there is none of this name, or it cannot be imported.
        """
        found = self._makers.get(integration)
        if found is not None:
            return found
        source = self._sources.get(integration)
        if source is None:
            raise HubError(f"no integration {integration!r}; known: {', '.join(self._sources)}")
        try:
            found = source()
        except Exception as error:
            _log.exception("%s: cannot be loaded", integration)
            raise HubError(f"integration {integration!r} cannot be loaded: {error}") from error
        self._makers[integration] = found
        return found

    async def ready_maker(self, integration: str) -> Maker:
        """Return a maker whose libraries are imported.

        Raises:
            HubError: as `maker`.
        """
        found = self.maker(integration)
        if integration not in self._prepared:
            try:
                await asyncio.to_thread(self._prepare, integration)
            except Exception as error:
                _log.exception("%s: cannot be loaded", integration)
                raise HubError(f"integration {integration!r} cannot be loaded: {error}") from error
            self._prepared.add(integration)
        return found

    async def present(self, entries: Iterable[Entry]) -> None:
        """Drive the entries that files describe, in place of those they described before."""
        wanted = {entry.id: entry for entry in entries}
        async with self._changing:
            for entry_id in [known for known in self._guests if known.startswith(FROM_FILE)]:
                guest = self._guests[entry_id]
                if wanted.get(entry_id) == guest.entry:
                    del wanted[entry_id]
                    continue
                del self._guests[entry_id]
                await self._end(guest)
                if entry_id not in wanted:
                    guest.house.leave()
            for entry in wanted.values():
                self._begin(entry)

    async def add(self, entry: Entry) -> None:
        """Keep an entry and drive it; one of the same id is replaced.

        Raises:
            HubError: it cannot be kept; what was there stays.
        """
        async with self._changing:
            before = self._guests.pop(entry.id, None)
            if before is not None:
                # First, or what it remembers on its way out would take the new one's place on disk.
                await self._end(before)
                await asyncio.gather(*self._saving)
            try:
                await self._store.put(entry)
            except BaseException:
                if before is not None:
                    self._begin(before.entry)
                raise
            self._begin(entry)

    async def remove(self, entry_id: str) -> None:
        """Drive an entry no longer, and take its entities out of the home.

        Raises:
            HubError: that cannot be kept; it stays. Or it is a file's.
        """
        check_no_file(entry_id)
        async with self._changing:
            guest = self._guests.get(entry_id)
            if guest is None:
                return
            await self._end(guest)
            await asyncio.gather(*self._saving)
            try:
                await self._store.remove(entry_id)
            except BaseException:
                self._begin(guest.entry)
                raise
            del self._guests[entry_id]
            guest.house.leave()

    def rename(self, old: EntityId, new: EntityId) -> None:
        """Give an entity another id.

        Raises:
            DeliveryError: its device is not connected.
        """
        guest, _ = self._whose(old)
        guest.house.rename(old, new)

    def drives(self, entity_id: EntityId) -> bool:
        """Tell whether an entry's device offers an entity, as far as it has told yet."""
        return any(guest.house.key_of(entity_id) is not None for guest in self._guests.values())

    def devices_of(self, entry_id: str) -> list[DeviceId]:
        """Return the devices that an entry has put into the home, its main one first."""
        guest = self._guests.get(entry_id)
        return [] if guest is None else [device.id for device in guest.house.devices]

    async def settled(self, entry_id: str, within_s: float) -> Condition:
        """Wait until an entry is connected, or cannot be; returns how it is doing."""
        guest = self._guests.get(entry_id)
        if guest is None:
            return Condition("lost", "it was removed")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await guest.settled.wait()
        return guest.condition

    def moved(self, entry_id: str, data: Mapping[str, Any]) -> None:
        """Know that an entry's device was found elsewhere.

        It is tried there as soon as it is not where it was, and looked for there from then on if
        it is: anybody on the network can say that it moved.
        """
        guest = self._guests.get(entry_id)
        if guest is not None and not entry_id.startswith(FROM_FILE):
            guest.elsewhere = dict(data)
            guest.found.set()

    async def retry(self, entry_id: str) -> None:
        """Connect an entry anew, without waiting for its turn."""
        async with self._changing:
            guest = self._guests.get(entry_id)
            if guest is not None:
                await self._end(guest)
                self._begin(guest.entry)

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Hand a command to the device.

        Raises:
            DeliveryError: it was not reached, or refused.
            UnsupportedCommand: it has no way to do it.
        """
        guest, (domain, key) = self._whose(entity_id)
        session = guest.session
        if session is None:
            why = guest.condition.problem or "it is being connected"
            raise DeliveryError(entity_id, f"no connection to {guest.entry.title}: {why}")
        guest.house.caused_by(entity_id, context)
        try:
            async with asyncio.timeout(SEND_S):
                await session.send(domain, key, command, self._home.state(entity_id))
        except asyncio.CancelledError:
            if _is_cancelled():
                raise
            # A library's own: what it waited for went with the connection.
            raise DeliveryError(entity_id, f"{guest.entry.title}: the connection ended") from None
        except NotOffered as error:
            raise UnsupportedCommand(entity_id, command.action, str(error)) from None
        except TimeoutError:
            why = f"{guest.entry.title} did not answer within {SEND_S:g} s"
            raise DeliveryError(entity_id, why) from None
        except (LinkLost, Refused, MoreNeeded, OSError, aiohttp.ClientError) as error:
            raise DeliveryError(entity_id, f"{guest.entry.title}: {error}") from None
        except Exception as error:
            _log.exception("%s: %s: a command failed", guest.entry.integration, entity_id)
            raise DeliveryError(entity_id, f"{guest.entry.title}: {error!r}") from error

    def _whose(self, entity_id: EntityId) -> tuple[_Guest, tuple[str, str]]:
        for guest in self._guests.values():
            key = guest.house.key_of(entity_id)
            if key is not None:
                return guest, key
        raise DeliveryError(entity_id, "its device is not connected yet")

    def _begin(self, entry: Entry) -> None:
        guest = _Guest(entry, self._house(entry))
        self._guests[entry.id] = guest
        name = f"{entry.integration}-{entry.unique_id}"
        guest.task = asyncio.get_running_loop().create_task(self._host(guest), name=name)

    def _house(self, entry: Entry) -> EntryHouse:
        name = entry.integration
        if name not in self._known:
            ids = KeyedIds(self._registry.known_ids(name))
            self._known[name] = Known(ids, Called(self._registry.known_as(name)))
        known = self._known[name]
        return EntryHouse(entry, self._home, self.http, known, self._remember, voice=self._voice)

    async def _end(self, guest: _Guest) -> None:
        task, guest.task = guest.task, None
        guest.is_leaving = True
        if task is not None:
            task.cancel()
            _, stuck = await asyncio.wait({task}, timeout=LEAVE_S)
            if stuck:
                title = guest.entry.title
                _log.error("%s: %s: its code does not end", guest.entry.integration, title)
        guest.house.all_unavailable()

    async def _host(self, guest: _Guest) -> None:
        """Connect, follow, and connect again, for ever."""
        loop, waits, was_elsewhere = asyncio.get_running_loop(), self._waits(), False
        while True:
            # By turns: what is found may be a lie, and tell of another place again and again.
            elsewhere = None if was_elsewhere else guest.elsewhere
            was_elsewhere = elsewhere is not None
            if was_elsewhere:
                guest.elsewhere = None
            condition = await self._tried(guest, elsewhere or {})
            if guest.is_leaving:
                return
            is_steady = False
            if guest.condition.status == "connected":
                is_steady = loop.time() - guest.connected_at >= STEADY_S
                guest.is_fickle = not is_steady
                guest.told = None if is_steady else guest.told
            self._lost(guest, condition)
            if is_steady:
                waits = self._waits()
            await _pause(next(waits), guest.found)

    async def _tried(self, guest: _Guest, elsewhere: Mapping[str, Any]) -> Condition:
        """Connect and follow; returns how that ended."""
        try:
            await self._visit(guest, elsewhere)
        except asyncio.CancelledError:
            if _is_cancelled():
                raise
            return Condition("lost", "the integration broke off")
        except Exception as error:  # noqa: BLE001 - a maker's failure is its own
            return _condition(error)
        return Condition("lost", "the connection ended")

    async def _visit(self, guest: _Guest, elsewhere: Mapping[str, Any]) -> None:
        entry = replace(guest.entry, data={**guest.entry.data, **elsewhere})
        maker, loop = await self.ready_maker(entry.integration), asyncio.get_running_loop()
        async with asyncio.timeout(CONNECT_S) as limit:
            async with maker.connect(entry, guest.house) as session:
                limit.reschedule(None)
                if elsewhere:
                    self._remember(entry, entry.data)
                guest.session, guest.connected_at = session, loop.time()
                if guest.condition.status != "connecting" and not guest.is_fickle:
                    _log.info("%s: %s: connected again", entry.integration, entry.title)
                guest.condition = Condition("connected")
                guest.settled.set()
                try:
                    await session.follow()
                finally:
                    guest.session = None
                    limit.reschedule(loop.time() + LEAVE_S)

    def _lost(self, guest: _Guest, condition: Condition) -> None:
        entry, before = guest.entry, guest.condition
        guest.house.all_unavailable()
        guest.condition = condition
        guest.settled.set()
        if condition in {before, guest.told} or before.status == condition.status:
            return
        guest.told = condition
        _log.warning("%s: %s: %s", entry.integration, entry.title, condition.problem)

    def _remember(self, entry: Entry, data: Mapping[str, Any]) -> None:
        guest = self._guests.get(entry.id)
        if guest is None or guest.entry.data == data:
            return
        guest.entry = replace(guest.entry, data=dict(data))
        saving = asyncio.get_running_loop().create_task(self._save(guest.entry))
        self._saving.add(saving)
        saving.add_done_callback(self._saving.discard)

    async def _save(self, entry: Entry) -> None:
        try:
            await self._store.put(entry)
        except HubError as error:
            _log.warning("%s: %s: not kept: %s", entry.integration, entry.title, error)


async def _pause(wait_s: float, found: asyncio.Event) -> None:
    """Wait before the next try, not as long if the device was found elsewhere meanwhile."""
    hurried_s = min(wait_s, HURRIED_S)
    await asyncio.sleep(hurried_s)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(wait_s - hurried_s):
            await found.wait()
    found.clear()


def _is_cancelled() -> bool:
    """Tell whether this task is to end, rather than that a library cancelled what it waits for."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _condition(error: Exception) -> Condition:
    match error:
        case MoreNeeded() | Refused():
            return Condition("needs_attention", str(error))
        case TimeoutError():
            return Condition("lost", str(error) or "no answer in time")
        case LinkLost() | OSError() | aiohttp.ClientError():
            return Condition("lost", str(error) or repr(error))
        case HubError():
            return Condition("failed", str(error))
        case _:
            _log.error("a maker's code failed", exc_info=error)
            return Condition("failed", f"an error of the integration: {error!r}")
