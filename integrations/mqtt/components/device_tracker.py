"""Device trackers: whether a device is home, what it calls the place, or where on earth it is."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pydantic import model_validator

from hub.home.domains.presence import HOME, NOT_HOME
from hub.home.model import UNKNOWN
from hub.home.positions import Placed
from integrations.mqtt.component import NOTHING, Component, payloads
from integrations.mqtt.config import EntityConfig, Payload, Template, Topic
from integrations.mqtt.message import PayloadError

MOST_ZONES = 50
_POSITION = ("latitude", "longitude", "gps_accuracy", "in_zones")


@dataclass(frozen=True, slots=True)
class Spot:
    """A position: degrees, and metres that it may be off."""

    latitude: float
    longitude: float
    accuracy_m: float


# What JSON attributes tell of the place: a position, or the names of zones.
Told = Spot | tuple[str, ...]


class Where(Protocol):
    """Decides where a tracker is."""

    def __call__(self, told: Told, *, is_new: bool) -> Placed | None:
        """Return where it is; `is_new`: it told so just now."""


class DeviceTrackerConfig(EntityConfig):
    """Keys of a device tracker."""

    state_topic: Topic | None = None
    value_template: Template | None = None
    payload_home: Payload = HOME
    payload_not_home: Payload = NOT_HOME
    payload_reset: Payload = "None"
    source_type: Literal["bluetooth", "bluetooth_le", "gps", "router"] = "gps"

    @model_validator(mode="after")
    def _tells_something(self) -> "DeviceTrackerConfig":
        if self.state_topic is None and self.json_attributes_topic is None:
            raise ValueError("expected state_topic or json_attributes_topic")
        return self


class DeviceTracker(Component):
    """A device tracker (Home Assistant, MQTT device tracker).

    What the state topic says goes before a position, until `payload_reset` is said. Whoever drives
    it sets `where`, which decides in which zones a position is.
    """

    domain = "device_tracker"
    config_type = DeviceTrackerConfig
    own_attributes = frozenset({*_POSITION, "source_type"})

    def __init__(self, config: DeviceTrackerConfig) -> None:
        super().__init__(config)
        self.where: Where = _nobody_knows
        self.capabilities["source_type"] = config.source_type
        self._reset = config.payload_reset
        self._states = payloads([(config.payload_home, HOME), (config.payload_not_home, NOT_HOME)])
        self._name: str | None = None
        self._told: Told | None = None
        self.watch(config.state_topic, config.value_template, self._take)

    def succeed(self, former: Component) -> None:
        """Know what was told before the announcement was renewed."""
        if isinstance(former, DeviceTracker):
            self._name, self._told = former._name, former._told  # noqa: SLF001 - its own kind

    def settle(self, *, is_new: bool = False) -> None:
        """Decide where it is; `is_new`: a position was told just now."""
        placed = None if self._told is None else self.where(self._told, is_new=is_new)
        for name in _POSITION:
            self.attributes.pop(name, None)
        if isinstance(self._told, Spot):
            spot = self._told
            self.attributes.tell(
                {
                    "latitude": spot.latitude,
                    "longitude": spot.longitude,
                    "gps_accuracy": spot.accuracy_m,
                }
            )
        if placed is not None:
            self.attributes.tell(placed.attributes)
        self.state = self._name or (UNKNOWN if placed is None else placed.state)

    def heard(self, extra: Mapping[str, Any]) -> None:
        """Take in a position, or zones, among JSON attributes."""
        if "latitude" in extra or "longitude" in extra:
            self._told = _spot(extra)
        elif "in_zones" in extra:
            self._told = _zones(extra["in_zones"])
        else:
            return
        self.settle(is_new=True)

    def _take(self, value: str) -> None:
        if value in NOTHING or value == self._reset:
            self._name = None
        else:
            self._name = self._states.get(value, value[:255])
        self.settle()


def _nobody_knows(told: Told, *, is_new: bool) -> Placed | None:
    del told, is_new
    return None


def _spot(extra: Mapping[str, Any]) -> Spot | None:
    """Read a position; null for both means that it is not known any more.

    Raises:
        PayloadError: it is none on earth.
    """
    latitude, longitude = extra.get("latitude"), extra.get("longitude")
    if latitude is None and longitude is None:
        return None
    if not (_is_number(latitude, 90) and _is_number(longitude, 180)):
        given = {"latitude": latitude, "longitude": longitude}
        raise PayloadError(f"expected 'latitude' and 'longitude' in degrees, got {given!s:.120}")
    accuracy = extra.get("gps_accuracy") or 0
    if not _is_number(accuracy, math.inf) or accuracy < 0:
        raise PayloadError(f"expected 'gps_accuracy' in metres, got {accuracy!s:.80}")
    return Spot(float(latitude), float(longitude), accuracy)  # type: ignore[arg-type]


def _zones(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or len(given) > MOST_ZONES:
        raise PayloadError(f"expected 'in_zones' to be a list of zones, got {given!s:.80}")
    return tuple(map(str, given))


def _is_number(value: Any, most: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and abs(value) <= most
