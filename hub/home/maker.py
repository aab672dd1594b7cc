"""The seam to the makers' local APIs: what is found on the network, adopted, and driven.

A `Maker` is a folder under `integrations/`; an `Entry` is one device or bridge of it that somebody
adopted (Home Assistant's config entry); a `Session` is a living connection to it. Whoever hosts
them connects, connects again with backoff, and keeps the failure of one from all others.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from types import MappingProxyType
from typing import Any, Literal, Protocol, runtime_checkable

import aiohttp
from pydantic import BaseModel

from hub.home.commands import Command
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import State
from hub.home.speech import Voice
from hub.record import record

NOTHING: Mapping[str, Any] = MappingProxyType({})


class LinkLost(HubError):
    """The device cannot be reached, or stopped answering; the message says what happened."""


class Refused(HubError):
    """The device was reached and said no; the message says what it said, and the remedy."""


class NotOffered(HubError):
    """The device has no way to do what it is told."""


class MoreNeeded(HubError):
    """A person has to give something, or do something at the device, before it can be adopted.

    `asks`: the keys of the maker's configuration that are wanted ("password"); empty if the
    person has to act ("press the button on the bridge") and try again.
    """

    def __init__(self, message: str, asks: tuple[str, ...] = ()) -> None:
        self.asks = asks
        super().__init__(message)


@record(frozen=True, slots=True, kw_only=True)
class Entry:
    """A device or bridge that was adopted. `data` was checked by its maker's `config`.

    `unique_id` is the maker's own stable key (a MAC address, a bridge's id); an address that
    moves is found again by it. `name`: what its device was called when it was adopted.
    """

    id: str
    integration: str
    unique_id: str
    title: str
    data: Mapping[str, Any]
    area_id: AreaId | None = None
    name: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class Service:
    """Something that announced itself on the network.

    `type` and `name` are DNS-SD's ("_shelly._tcp.local.", RFC 6763 section 4), or for SSDP the
    search target and the unique service name (UPnP Device Architecture 2.0, section 1.2).
    `properties` are the TXT record's, or SSDP's headers and the description's fields, in lower
    case.
    """

    protocol: Literal["zeroconf", "ssdp"]
    type: str
    name: str
    host: str
    port: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@record(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A device that may be adopted, as far as it is known. `data` becomes its entry's."""

    integration: str
    unique_id: str
    title: str
    data: Mapping[str, Any]
    model: str | None = None
    asks: tuple[str, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """What a maker tells of one device; `key` is its own among the entry's."""

    key: str
    name: str
    manufacturer: str | None = None
    model: str | None = None
    sw_version: str | None = None
    suggested_area: str | None = None


@record(frozen=True, slots=True, kw_only=True)
class EntityFacts:
    """What a maker tells of one entity; domain and `key` are its own among the entry's.

    `name` is the entity's own ("Power"), None for the device's main function; `actions` are full
    names ("light.turn_on"); `attributes` are those that belong to the entity itself
    (`supported_color_modes`, `unit_of_measurement`) and show in every state.
    """

    domain: str
    key: str
    device: str
    name: str | None = None
    device_class: str | None = None
    actions: frozenset[str] = frozenset()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    entity_category: str | None = None
    enabled: bool = True
    icon: str | None = None


class House(Protocol):
    """What the hub lends a session: its place in the home, and the way to the network."""

    @property
    def home(self) -> Home:
        """The home, to read from."""

    @property
    def http(self) -> aiohttp.ClientSession:
        """A client session that all makers share; it is not theirs to close."""

    @property
    def voice(self) -> Voice | None:
        """The voice assistant, None on a hub without one."""

    def entity_id(self, domain: str, key: str) -> EntityId | None:
        """Return the id that an entity has at present, None if it was never put."""

    def put_device(self, facts: DeviceFacts) -> None:
        """Add or describe a device anew. What people gave it (name, area) stays."""

    def put(self, facts: EntityFacts) -> None:
        """Add or describe an entity anew. Its id, and what people gave it, stay."""

    def keep_only(self, keys: set[tuple[str, str]]) -> None:
        """Remove the entry's entities whose (domain, key) are not among `keys`."""

    def report(
        self, domain: str, key: str, state: str, attributes: Mapping[str, Any] = NOTHING
    ) -> None:
        """Report what a device says of an entity. What did not change costs nothing.

        Called only for what the device itself said, never for what was sent to it.
        """

    def unavailable(self, domain: str, key: str) -> None:
        """Report that one entity cannot be reached while its session goes on."""

    def remember(self, data: Mapping[str, Any]) -> None:
        """Keep changed data of the entry (a renewed key, a new address) over restarts."""


class Session(Protocol):
    """A connection to an adopted device, entered. Entities were put before `follow` is called."""

    async def follow(self) -> None:
        """Report what the device says until the connection is lost.

        Raises:
            LinkLost: it is; whoever hosts it connects again.
        """

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Hand a command to the device, as its entity's present `state` asks for.

        Raises:
            LinkLost: it was not reached.
            Refused: it said no.
            NotOffered: it has no way to do it.
        """


class Maker(Protocol):
    """A maker's local API. Importing its module imports none of the maker's libraries."""

    @property
    def config(self) -> type[BaseModel]:
        """What an entry's data is made of; also what a person who adopts by hand fills in."""

    def recognise(self, service: Service) -> Candidate | None:
        """Tell what announced itself, None if it is none of this maker's."""

    async def identify(self, data: Mapping[str, Any], http: aiohttp.ClientSession) -> Candidate:
        """Connect with what is known, and tell who is there, with the data an entry needs.

        Raises:
            LinkLost: nobody answers there.
            MoreNeeded: a person has to give or do something first.
            Refused: what answers is no device of this maker, or one it can't drive.
        """

    def connect(self, entry: Entry, house: House) -> AbstractAsyncContextManager[Session]:
        """Connect, put the entities into the house, report their first states.

        Raises (while entering):
            LinkLost, MoreNeeded, Refused: as `identify`.
        """


@runtime_checkable
class Searcher(Protocol):
    """A maker, too, whose devices announce nothing by themselves: they are asked for."""

    async def search(self, http: aiohttp.ClientSession) -> Sequence[Candidate]:
        """Ask for devices on the network, for a few seconds, and tell who answers.

        Nobody there is no error. A candidate's `asks` are what a person has to give first. It
        may import the maker's library, so without an entry of the maker's it is for when
        somebody looks for devices; with one, for finding those whose address moved, too.
        """
