"""Zones that people draw themselves: what they may change, and what a file keeps to itself."""

from collections.abc import Collection, Mapping

from hub.automation.presence.fence import Circle
from hub.automation.presence.zones import HOME_ZONE, Zone
from hub.home.errors import HubError
from hub.home.ids import EntityId, slugify
from hub.home.positions import ZoneRecord
from hub.record import record

MOST_ZONES = 200


class ZoneKept(HubError):
    """A zone can't be changed this way; the message says where it can."""


@record(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A zone as somebody draws it; degrees and metres."""

    name: str
    latitude: float
    longitude: float
    radius_m: float
    is_passive: bool = False

    def kept(self, zone_id: EntityId) -> ZoneRecord:
        """Return it as it is kept."""
        return ZoneRecord(
            object_id=zone_id.removeprefix("zone."),
            name=self.name,
            latitude=self.latitude,
            longitude=self.longitude,
            radius_m=self.radius_m,
            is_passive=self.is_passive,
            is_drawn=True,
        )


def fresh_id(name: str, taken: Collection[EntityId]) -> EntityId:
    """Return an id for a zone of this name.

    Raises:
        ZoneKept: there are too many, or one goes by the name.
    """
    zone_id = EntityId(f"zone.{slugify(name)}")
    if zone_id in taken:
        raise ZoneKept(f"there is a zone {name!r} already; change that one, or choose another name")
    if len(taken) >= MOST_ZONES:
        raise ZoneKept(f"there are {MOST_ZONES} zones already; delete some first")
    return zone_id


def check_editable(zone_id: EntityId, configured: Collection[EntityId]) -> None:
    """Check that a zone is not kept by a file.

    Raises:
        ZoneKept: it is.
    """
    if zone_id == HOME_ZONE and zone_id not in configured:
        raise ZoneKept("zone.home is where lares.yaml says: change latitude and longitude there")
    if zone_id in configured:
        raise ZoneKept(f"{zone_id} is named in a rule file: change it there")


def drawn_zones(records: Mapping[EntityId, ZoneRecord]) -> dict[EntityId, Zone]:
    """Return the zones that people drew, or devices brought along."""
    return {
        key: Zone(
            entity_id=key,
            name=known.name,
            circle=Circle(known.latitude, known.longitude, known.radius_m),
            is_passive=known.is_passive,
            icon=None if known.is_drawn else "mdi:import",
            is_editable=True,
        )
        for key, known in records.items()
    }
