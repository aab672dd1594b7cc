"""Where people's devices say they are, and the seam behind which the last word is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from hub.home.frozen import Frozen
from hub.home.ids import EntityId
from hub.home.model import NO_ATTRIBUTES, Attributes, Context
from hub.record import record

Event = Literal["enter", "leave"]


@record(frozen=True, slots=True)
class Fix:
    """A position as a device measured it: degrees, an aware time, and how far it may be off.

    `accuracy_m` is the radius that holds the truth two times out of three (Android and iOS say
    so); None if the device does not tell.
    """

    latitude: float
    longitude: float
    at: datetime
    accuracy_m: float | None = None

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.latitude, self.longitude


@record(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What a device, or somebody who saw it, tells of where it is.

    `location_name` overrules the fix, as in Home Assistant: "home", "not_home", a zone's name or
    any word. With neither, the device was seen on the house's own network: it is home.
    `attributes` are added to those that the tracker has already.
    """

    fix: Fix | None = None
    location_name: str | None = None
    source_type: str = "gps"
    battery_level: int | None = None
    name: str | None = None
    mac: str | None = None
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES)


@record(frozen=True, slots=True, kw_only=True)
class Passage:
    """A device says itself that it entered or left a zone; `zone` is its name, or "home"."""

    zone: str
    event: Event
    at: datetime


class Tracking(Protocol):
    """Takes in what devices tell, for integrations. Bad positions are dropped, never an error."""

    def sighted(self, tracker_id: EntityId, sighting: Sighting, context: Context) -> None:
        """Take in where a tracker is; an unknown one is added."""

    def passed(
        self, tracker_id: EntityId, passage: Passage, sighting: Sighting, context: Context
    ) -> None:
        """Take in that a tracker entered or left a zone, and what else it told then."""

    def add_zone(self, name: str, latitude: float, longitude: float, radius_m: float) -> None:
        """Add a zone that a device brought along, unless one of this name is there."""

    def forget(self, tracker_id: EntityId) -> None:
        """Forget a tracker; an unknown one is no error."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a tracker is, as decided: its state, and the attributes that say so on the map."""

    state: str
    attributes: Attributes


class Placing(Protocol):
    """Decides where a tracker is that another integration drives, as it does for its own."""

    def place(
        self, tracker_id: EntityId, point: tuple[float, float], accuracy_m: float | None
    ) -> Placed:
        """Take in a position that a tracker tells; returns where it is."""

    def placed(self, tracker_id: EntityId) -> Placed | None:
        """Return where a tracker is, None if it has told no position."""

    def place_in(self, zones: Sequence[str]) -> Placed:
        """Return where a tracker is that tells only the zones it is in, by id or by name."""

    def listen_zones(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` when zones have come, gone or moved; returns what ends it."""


class FenceRecord(Frozen):
    """How a tracker stands to a zone; see `hub.automation.presence.fence`."""

    is_inside: bool | None = None
    support: int = 0
    at: datetime | None = None


class TrackerRecord(Frozen):
    """The last word of a tracker, and nothing before it: no trail is kept."""

    tracker_id: EntityId
    name: str
    state: str
    attributes: Mapping[str, Any] = {}
    source_type: str = "gps"
    mac: str | None = None
    seen_at: datetime | None = None
    fix: tuple[float, float, float | None] | None = None
    fix_at: datetime | None = None
    zone: EntityId | None = None
    fences: Mapping[str, FenceRecord] = {}


class ZoneRecord(Frozen):
    """A zone that a device brought along, or that somebody drew (`is_drawn`)."""

    object_id: str
    name: str
    latitude: float
    longitude: float
    radius_m: float
    is_passive: bool = False
    is_drawn: bool = False


class PresenceStore(Protocol):
    """Keeps it all; what a method was given is on disk when it returns."""

    async def trackers(self) -> Sequence[TrackerRecord]:
        """Return the trackers as they were last kept."""

    async def put_trackers(self, records: Sequence[TrackerRecord]) -> None:
        """Add or replace trackers, all or none."""

    async def remove_tracker(self, tracker_id: str) -> None:
        """Forget a tracker; an unknown one is no error."""

    async def zones(self) -> Sequence[ZoneRecord]:
        """Return the zones that devices brought along, and those that people drew."""

    async def put_zone(self, record: ZoneRecord) -> None:
        """Add or replace a zone."""

    async def remove_zone(self, object_id: str) -> None:
        """Forget a zone; an unknown one is no error."""
