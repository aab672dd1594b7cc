"""Zones: circles with names. `zone.home` is where the house stands, unless configured otherwise."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from hub.automation.model.rules import HelperConfig
from hub.automation.model.values import Place as Line
from hub.automation.place import Place
from hub.automation.presence.fence import Circle
from hub.home.errors import HubError
from hub.home.ids import EntityId, slugify
from hub.record import record

HOME_ZONE = EntityId("zone.home")
HOME_NAME = "Home"
RADIUS_M = 100.0


class ZoneWrong(HubError):
    """A zone or a person is configured in a way that makes no sense: correct the named line."""

    def __init__(self, line: Line, what: str, problem: str) -> None:
        self.line = line
        super().__init__(f"{line}: {what}: {problem}")


@record(frozen=True, slots=True, kw_only=True)
class Zone:
    """A circle with a name. A passive one names nobody's state; triggers may watch it."""

    entity_id: EntityId
    name: str
    circle: Circle
    is_passive: bool = False
    icon: str | None = None
    is_editable: bool = False

    def attributes(self, persons: Iterable[str]) -> Mapping[str, Any]:
        """Return Home Assistant's attributes of a zone."""
        return {
            "latitude": self.circle.latitude,
            "longitude": self.circle.longitude,
            "radius": self.circle.radius_m,
            "passive": self.is_passive,
            "persons": sorted(persons),
            "editable": self.is_editable,
        }

    def is_called(self, name: str) -> bool:
        """Tell whether a word means this zone, as Home Assistant compares names of zones."""
        wanted = name.strip().casefold()
        if wanted == "home":
            return self.entity_id == HOME_ZONE
        return wanted == self.name.casefold() or f"zone.{slugify(name)}" == self.entity_id


def home_zone(place: Place) -> Zone:
    """Return the zone of the house."""
    circle = Circle(place.latitude, place.longitude, RADIUS_M)
    return Zone(entity_id=HOME_ZONE, name=HOME_NAME, circle=circle, icon="mdi:home")


def zone_of(config: HelperConfig) -> Zone:
    """Read a zone.

    Raises:
        ZoneWrong: a key is missing or makes no sense.
    """
    options = config.options
    name = str(options.get("name") or config.object_id)
    line, what = config.place, f"zone {name!r}"
    latitude = _number(options, "latitude", (-90.0, 90.0), line, what)
    longitude = _number(options, "longitude", (-180.0, 180.0), line, what)
    radius = RADIUS_M
    if options.get("radius") is not None:
        radius = _number(options, "radius", (0.0, math.inf), line, what)
    icon = options.get("icon")
    return Zone(
        entity_id=EntityId(f"zone.{slugify(config.object_id or name)}"),
        name=name,
        circle=Circle(latitude, longitude, radius),
        is_passive=_is_yes(options.get("passive")),
        icon=None if icon is None else str(icon),
    )


def nearest(zones: Iterable[Zone], point: tuple[float, float]) -> Zone | None:
    """Return the zone whose middle is nearest, the smaller of two at the same distance."""
    return min(
        zones,
        key=lambda zone: (zone.circle.distance_m(point), zone.circle.radius_m, zone.entity_id),
        default=None,
    )


def _number(
    options: Mapping[str, Any], key: str, bounds: tuple[float, float], line: Line, what: str
) -> float:
    try:
        number = float(options[key])
    except KeyError:
        raise ZoneWrong(line, what, f"{key!r} is missing") from None
    except (TypeError, ValueError):
        raise ZoneWrong(line, what, f"{key}: {options[key]!r} is no number") from None
    low, high = bounds
    if not low <= number <= high:
        raise ZoneWrong(line, what, f"{key}: {number:g} is not between {low:g} and {high:g}")
    return number


def _is_yes(value: object) -> bool:
    return value is True or str(value).strip().lower() in {"true", "yes", "on", "1", "enable"}
