"""Persons: who they are, and which of their trackers is believed."""

from collections.abc import Iterable, Mapping
from typing import Any

from hub.automation.model.rules import HelperConfig
from hub.automation.presence.tracker import GPS
from hub.automation.presence.zones import ZoneWrong
from hub.home.domains.presence import HOME, NOT_HOME
from hub.home.ids import EntityId, is_entity_id, slugify
from hub.home.model import UNAVAILABLE, UNKNOWN, State
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who lives here, with what they carry."""

    entity_id: EntityId
    id: str
    name: str
    device_trackers: tuple[EntityId, ...] = ()
    user_id: str | None = None
    picture: str | None = None
    is_editable: bool = False

    def attributes(self, source: State | None, home: State | None) -> dict[str, Any]:
        """Return Home Assistant's attributes of a person.

        Who is home by a tracker without a position is where the house is.
        """
        found: dict[str, Any] = {
            "editable": self.is_editable,
            "id": self.id,
            "device_trackers": list(self.device_trackers),
            "in_zones": [],
        }
        if self.user_id is not None:
            found["user_id"] = self.user_id
        if self.picture is not None:
            found["entity_picture"] = self.picture
        if source is None:
            return found
        told: Mapping[str, Any] = source.attributes
        if told.get("latitude") is None and source.state == HOME and home is not None:
            told = {"gps_accuracy": 0, **home.attributes, "in_zones": [home.entity_id]}
        for key in ("latitude", "longitude", "gps_accuracy", "in_zones"):
            if told.get(key) is not None:
                found[key] = told[key]
        return {**found, "source": source.entity_id}


def person_of(config: HelperConfig) -> Person:
    """Read a person.

    Raises:
        ZoneWrong: a tracker is no entity id.
    """
    options = config.options
    name = str(options.get("name") or config.object_id)
    listed = options.get("device_trackers") or ()
    trackers = [listed] if isinstance(listed, str) else list(listed)
    for tracker in trackers:
        if not is_entity_id(str(tracker)):
            problem = f"device_trackers: {tracker!r} is no entity id such as device_tracker.phone"
            raise ZoneWrong(config.place, f"person {name!r}", problem)
    user_id, picture = options.get("user_id"), options.get("picture")
    return Person(
        entity_id=EntityId(f"person.{slugify(config.object_id or name)}"),
        id=str(options.get("id") or config.object_id),
        name=name,
        device_trackers=tuple(EntityId(str(tracker)) for tracker in trackers),
        user_id=None if user_id is None else str(user_id),
        picture=None if picture is None else str(picture),
    )


def believed(states: Iterable[State]) -> State | None:
    """Return the tracker that tells where its person is.

    Home Assistant's order ("Person", "Device tracker"): the latest that is home by other means
    than GPS, else the latest by GPS, else the latest that is not home.
    """
    at_home: State | None = None
    by_gps: State | None = None
    away: State | None = None
    for state in states:
        if state.state in {UNKNOWN, UNAVAILABLE}:
            continue
        if state.attributes.get("source_type") == GPS:
            by_gps = _later(by_gps, state)
        elif state.state == HOME:
            at_home = _later(at_home, state)
        elif state.state == NOT_HOME:
            away = _later(away, state)
    return at_home or by_gps or away


def _later(one: State | None, other: State) -> State:
    return other if one is None or other.last_updated > one.last_updated else one
