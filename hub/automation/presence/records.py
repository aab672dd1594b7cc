"""Trackers as they are kept: the last word, no trail."""

from hub.automation.presence.fence import Fence
from hub.automation.presence.plausible import Trail
from hub.automation.presence.tracker import GPS, Tracker
from hub.home.positions import FenceRecord, Fix, TrackerRecord


def record_of(tracker: Tracker, state: str) -> TrackerRecord:
    """Return what is kept of a tracker."""
    position, last = tracker.position, tracker.trail.last
    return TrackerRecord(
        tracker_id=tracker.entity_id,
        name=tracker.name,
        state=state,
        attributes={**tracker.extra, "battery_level": tracker.battery_level},
        source_type=tracker.source_type,
        mac=tracker.mac,
        seen_at=tracker.seen_at,
        fix=None if position is None else (*position.point, position.accuracy_m),
        fix_at=None if last is None else last.at,
        zone=tracker.zone,
        fences={
            key: FenceRecord(is_inside=fence.is_inside, support=fence.support, at=fence.at)
            for key, fence in tracker.fences.items()
        },
    )


def tracker_of(record: TrackerRecord) -> Tracker:
    """Return the tracker that a record was made of."""
    extra = dict(record.attributes)
    battery = extra.pop("battery_level", None)
    position, trail = None, Trail()
    at = record.fix_at or record.seen_at
    if record.fix is not None and at is not None:
        latitude, longitude, accuracy_m = record.fix
        position = Fix(latitude, longitude, at, accuracy_m)
        support = max((fence.support for fence in record.fences.values()), default=0)
        trail = Trail(position, support)
    tracker = Tracker(record.tracker_id, record.name, record.source_type, record.mac)
    tracker.seen_at, tracker.battery_level, tracker.extra = record.seen_at, battery, extra
    tracker.position, tracker.trail, tracker.zone = position, trail, record.zone
    tracker.fences = {
        key: Fence(is_inside=each.is_inside, support=each.support, at=each.at)
        for key, each in record.fences.items()
    }
    tracker.is_only_seen = record.source_type != GPS and record.zone is None
    if _is_own_word(record):
        tracker.location_name = record.state
    return tracker


def _is_own_word(record: TrackerRecord) -> bool:
    """Tell whether the state is the device's own word: no zone and no decision gave it."""
    return record.state not in {"home", "not_home", "unknown"} and record.zone is None
