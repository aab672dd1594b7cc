"""A store of positions in memory, and what it takes to set up zones and persons."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.automation.model.rules import HelperConfig
from hub.home.positions import TrackerRecord, ZoneRecord


@dataclass
class MemoryPresence:
    """Keeps what it is given."""

    kept: dict[str, TrackerRecord] = field(default_factory=dict)
    brought: dict[str, ZoneRecord] = field(default_factory=dict)

    async def trackers(self) -> Sequence[TrackerRecord]:
        return list(self.kept.values())

    async def put_trackers(self, records: Sequence[TrackerRecord]) -> None:
        self.kept.update({record.tracker_id: record for record in records})

    async def remove_tracker(self, tracker_id: str) -> None:
        self.kept.pop(tracker_id, None)

    async def zones(self) -> Sequence[ZoneRecord]:
        return list(self.brought.values())

    async def put_zone(self, record: ZoneRecord) -> None:
        self.brought[record.object_id] = record

    async def remove_zone(self, object_id: str) -> None:
        self.brought.pop(object_id, None)


def zone(object_id: str, name: str, point: tuple[float, float], **options: Any) -> HelperConfig:
    position = {"name": name, "latitude": point[0], "longitude": point[1]}
    return HelperConfig(domain="zone", object_id=object_id, options={**position, **options})


def person(object_id: str, *trackers: str, **options: Any) -> HelperConfig:
    told = {"name": object_id.title(), "id": object_id, "device_trackers": list(trackers)}
    return HelperConfig(domain="person", object_id=object_id, options={**told, **options})
