"""One device that is tracked: what it told, what was decided of it, and what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hub.automation.presence.fence import Circle, Fence, accuracy_of
from hub.automation.presence.plausible import Trail, flaw_of
from hub.automation.presence.settling import Decided, settled
from hub.automation.presence.zones import HOME_ZONE, Zone, nearest
from hub.home.domains.presence import HOME, NOT_HOME
from hub.home.ids import EntityId
from hub.home.model import UNKNOWN
from hub.home.positions import Fix, Passage, Sighting
from hub.record import record

GPS = "gps"
# These see whether a device is in the house, whatever position comes with it.
_OF_THE_HOUSE = frozenset({"router", "bluetooth"})
# How long a device counts as home after it was last seen on the house's network, unless told.
CONSIDER_HOME = timedelta(seconds=180)
# A zone in the middle of others must be nearer by this, twice in a row, to take over the name.
_NEARER_M = 25.0
MOST_ATTRIBUTES = 50


@record(frozen=True, slots=True)
class Map:
    """All zones, and other circles that somebody watches, by a key of their own."""

    zones: Mapping[EntityId, Zone]
    watched: Mapping[str, Circle]

    @property
    def circles(self) -> dict[str, Circle]:
        """All circles about which something is decided."""
        return {**{key: zone.circle for key, zone in self.zones.items()}, **self.watched}

    def called(self, name: str) -> Zone | None:
        """Return the zone that a word means."""
        return next((zone for zone in self.zones.values() if zone.is_called(name)), None)


@dataclass(slots=True)
class Tracker:
    """What is known of a device; `take` and `pass_` move it on, the rest tells."""

    entity_id: EntityId
    name: str
    source_type: str = GPS
    mac: str | None = None
    seen_at: datetime | None = None
    consider_home: timedelta = CONSIDER_HOME
    battery_level: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    location_name: str | None = None
    trail: Trail = field(default_factory=Trail)
    fences: dict[str, Fence] = field(default_factory=dict)
    position: Fix | None = None
    zone: EntityId | None = None
    is_only_seen: bool = False
    _rival: tuple[EntityId, int] | None = None

    def take(self, sighting: Sighting, where: Map, now: datetime) -> str | None:
        """Take in a sighting; if its fix is not believed, nothing changes and why is returned."""
        if sighting.fix is not None and (flaw := self._follow(sighting.fix, now)) is not None:
            return flaw
        self._note(sighting, now)
        if self.is_only_seen:
            self.position = sighting.fix
            return None
        if sighting.fix is not None:
            self._weigh(sighting.fix, where)
        if sighting.location_name is not None:
            self._named(sighting.location_name, where, self._time_of(sighting, now))
        self._settle(sighting.fix, where)
        return None

    def pass_(self, passage: Passage, sighting: Sighting, where: Map, now: datetime) -> None:
        """Take in that the device says it entered or left a zone, and where it was then.

        One that comes later than better evidence changes nothing, one for no zone of this house
        is but a position.
        """
        flaw = self._follow(sighting.fix, now) if sighting.fix is not None else None
        fix = sighting.fix if flaw is None else None
        self._note(sighting, now)
        self.is_only_seen = False
        if fix is not None:
            self._weigh(fix, where)
        zone = where.called(passage.zone)
        if zone is not None:
            before = self.fences.get(zone.entity_id, Fence())
            self.fences[zone.entity_id] = after = before.passed(passage.event, passage.at)
            self._imply(zone.entity_id, where, passage.at)
            if after is not before and passage.event == "enter" and not zone.is_passive:
                self.zone = zone.entity_id
        self._settle(fix, where)

    def redraw(self, where: Map) -> None:
        """Decide anew about circles that came or moved.

        What was decided about circles that went is kept: a zone may be back with the next file.
        """
        circles = where.circles
        for key, circle in circles.items():
            fence = self.fences.get(key)
            if self.position is None or (fence is not None and _agrees(fence, circle, self)):
                continue
            self.fences[key] = Fence().after(self.position, circle)
        if not self.is_only_seen:
            self._settle(None, where)

    def state(self, where: Map, now: datetime) -> str:
        """Return home, not_home, the name of a zone, or what the device calls its place."""
        if self.location_name is not None:
            return self.location_name
        if self.is_only_seen:
            is_seen = self.seen_at is not None and now - self.seen_at <= self.consider_home
            return HOME if is_seen else NOT_HOME
        if self.zone is not None and self.zone in where.zones:
            return HOME if self.zone == HOME_ZONE else where.zones[self.zone].name
        is_known = any(fence.is_inside is not None for fence in self.fences.values())
        return NOT_HOME if is_known else UNKNOWN

    def attributes(self, where: Map) -> dict[str, Any]:
        """Return Home Assistant's attributes of a tracker, and what else the device told."""
        found: dict[str, Any] = {**self.extra, "source_type": self.source_type}
        if self.position is not None:
            found["latitude"] = self.position.latitude
            found["longitude"] = self.position.longitude
            found["gps_accuracy"] = self.position.accuracy_m or 0
        if self.battery_level is not None:
            found["battery_level"] = self.battery_level
        if self.mac is not None:
            found["mac"] = self.mac
        if not self.is_only_seen:
            found["in_zones"] = self.in_zones(where)
        return found

    def in_zones(self, where: Map) -> list[EntityId]:
        """Return the zones it is in, passive ones too, the smallest first."""
        inside = [zone for key, zone in where.zones.items() if self._is_in(key)]
        inside.sort(key=lambda zone: (zone.circle.radius_m, zone.entity_id))
        return [zone.entity_id for zone in inside]

    def _is_in(self, key: str) -> bool:
        fence = self.fences.get(key)
        return fence is not None and fence.is_inside is True

    def _follow(self, fix: Fix, now: datetime) -> str | None:
        flaw = flaw_of(fix, now)
        if flaw is None:
            self.trail, flaw = self.trail.judge(fix)
        return flaw

    def _note(self, sighting: Sighting, now: datetime) -> None:
        self.source_type = sighting.source_type
        self.seen_at = now
        self.is_only_seen = sighting.source_type in _OF_THE_HOUSE or (
            sighting.source_type != GPS and sighting.fix is None
        )
        self.location_name = sighting.location_name if self.is_only_seen else None
        self.name = sighting.name or self.name
        self.mac = sighting.mac or self.mac
        if sighting.battery_level is not None:
            self.battery_level = sighting.battery_level
        for key, value in sighting.attributes.items():
            if key in self.extra or len(self.extra) < MOST_ATTRIBUTES:
                self.extra[key] = value

    def _time_of(self, sighting: Sighting, now: datetime) -> datetime:
        if sighting.fix is not None:
            return sighting.fix.at
        # Whoever says a name without a fix means now, also by a clock that is behind the phone's.
        return max([now, *(fence.at for fence in self.fences.values() if fence.at is not None)])

    def _named(self, name: str, where: Map, at: datetime) -> None:
        """Believe a word for the place: it is like entering a zone, or leaving them all."""
        zone = where.called(name)
        if zone is not None and not zone.is_passive:
            self.fences[zone.entity_id] = self.fences.get(zone.entity_id, Fence()).passed(
                "enter", at
            )
            self._imply(zone.entity_id, where, at)
            self.zone = zone.entity_id
            return
        if name == NOT_HOME:
            for key in [key for key, each in where.zones.items() if not each.is_passive]:
                self.fences[key] = self.fences.get(key, Fence()).passed("leave", at)
            return
        self.location_name = name

    def _weigh(self, fix: Fix, where: Map) -> None:
        before = {key for key in where.zones if self._is_in(key)}
        for key, circle in where.circles.items():
            old = self.fences.get(key, Fence())
            self.fences[key] = new = old.after(fix, circle)
            if new.is_inside is not old.is_inside and old.is_inside is not None:
                self._imply(key, where, fix.at)
        entered = {key for key in where.zones if self._is_in(key)} - before
        self._compare(fix, where, entered)

    def _imply(self, key: str, where: Map, at: datetime) -> None:
        """Let circles follow: who enters one is in those around it, who leaves is in none within.

        Each is decided by itself otherwise, and the larger takes more to enter.
        """
        circles = where.circles
        for other, circle in circles.items():
            fence = self.fences.get(other, Fence())
            if self._is_in(key) and not fence.is_inside and circle.holds(circles[key]):
                self.fences[other] = fence.passed("enter", at)
            elif not self._is_in(key) and fence.is_inside and circles[key].holds(circle):
                self.fences[other] = fence.passed("leave", at)

    def _compare(self, fix: Fix, where: Map, entered: set[EntityId]) -> None:
        """Let another zone take over the name: at once if it was entered now, else not lightly."""
        candidates = [where.zones[key] for key in self._naming(where)]
        best = nearest(candidates, fix.point)
        current = where.zones.get(self.zone) if self.zone is not None else None
        if best is None or current not in candidates:
            return  # `_settle` sees to it
        if current is None or best is current:
            self._rival = None
            return
        lead_m = current.circle.distance_m(fix.point) - best.circle.distance_m(fix.point)
        if best.entity_id in entered:
            self.zone, self._rival = best.entity_id, None
        elif lead_m <= max(_NEARER_M, accuracy_of(fix)):
            self._rival = None
        elif self._rival is not None and self._rival[0] == best.entity_id:
            self.zone, self._rival = best.entity_id, None
        else:
            self._rival = best.entity_id, 1

    def _naming(self, where: Map) -> list[EntityId]:
        return [
            key for key, zone in where.zones.items() if not zone.is_passive and self._is_in(key)
        ]

    def _settle(self, fix: Fix | None, where: Map) -> None:
        """Choose what is shown: the zone, and a position that agrees with what was decided."""
        naming = self._naming(where)
        if self.zone not in naming:
            latest = fix or self.trail.last
            inside = [where.zones[key] for key in naming]
            best = nearest(inside, latest.point) if latest is not None else next(iter(inside), None)
            self.zone = None if best is None else best.entity_id
        candidates = [each for each in (fix, self.position) if each is not None]
        if self.zone is not None:
            middle = where.zones[self.zone].circle
            at = candidates[0].at if candidates else self.seen_at
            if at is not None:
                candidates.append(Fix(middle.latitude, middle.longitude, at, middle.radius_m))
        if any(fence.is_inside is not None for fence in self.fences.values()):
            self.position = settled(candidates, self._decided(where)) or self.position

    def _decided(self, where: Map) -> list[Decided]:
        return [
            Decided(circle, fence.is_inside)
            for key, circle in where.circles.items()
            if (fence := self.fences.get(key)) is not None and fence.is_inside is not None
        ]


def _agrees(fence: Fence, circle: Circle, tracker: Tracker) -> bool:
    if fence.is_inside is None or tracker.position is None:
        return False
    return Decided(circle, fence.is_inside).is_shown_by(tracker.position)
