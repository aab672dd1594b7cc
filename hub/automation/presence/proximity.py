"""Home Assistant's `proximity:`: how far trackers are from a zone, and which way they go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.automation.model.rules import HelperConfig
from hub.automation.presence.fence import UNTOLD_ACCURACY_M
from hub.automation.presence.heading import Heading
from hub.automation.presence.zones import Zone, ZoneWrong
from hub.home.ids import EntityId, is_entity_id, slugify
from hub.home.model import UNKNOWN, State
from hub.record import record

_METRES_IN = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "ft": 0.3048, "yd": 0.9144}


@record(frozen=True, slots=True)
class Reading:
    """The state of one sensor."""

    entity_id: EntityId
    name: str
    state: str
    attributes: Mapping[str, Any]


@dataclass(slots=True)
class Proximity:
    """One item below `proximity:`; its headings move on with every reading."""

    name: str
    zone: EntityId
    devices: tuple[EntityId, ...]
    ignored_zones: frozenset[str] = frozenset()
    tolerance_m: float = 1.0
    unit: str = "m"
    _headings: dict[EntityId, tuple[Heading, object]] = field(default_factory=dict)

    @property
    def entity_ids(self) -> Iterator[EntityId]:
        """The sensors, all of them."""
        for device in self.devices:
            yield self._sensor(device, "distance")
            yield self._sensor(device, "direction_of_travel")
        for kind in ("nearest_device", "nearest_distance", "nearest_direction_of_travel"):
            yield EntityId(f"sensor.{slugify(self.name)}_{kind}")

    def read(
        self, zone: Zone, states: Mapping[EntityId, State], now: datetime
    ) -> Iterator[Reading]:
        """Yield what each sensor shows now."""
        nearest: tuple[float, State, str] | None = None
        for device in self.devices:
            state = states.get(device)
            away_m, direction = self._look(zone, device, state, now)
            distance = UNKNOWN if away_m is None else self._in_unit(away_m)
            yield self._reading(device, "distance", distance, state)
            yield self._reading(device, "direction_of_travel", direction, state)
            if (
                away_m is not None
                and state is not None
                and (nearest is None or away_m < nearest[0])
            ):
                nearest = away_m, state, direction
        yield from self._nearest(nearest)

    def _look(
        self, zone: Zone, device: EntityId, state: State | None, now: datetime
    ) -> tuple[float | None, str]:
        if state is None or state.state in self.ignored_zones:
            return None, UNKNOWN
        is_inside = zone.entity_id in state.attributes.get("in_zones", ()) or (
            state.state.casefold() == zone.name.casefold()
            or (state.state == "home" and zone.entity_id == "zone.home")
        )
        point = _point_of(state)
        if is_inside:
            self._headings[device] = Heading("arrived", 0.0, now), point
            return 0.0, "arrived"
        if point is None:
            return None, UNKNOWN
        away_m = zone.circle.distance_m(point)
        heading, before = self._headings.get(device, (Heading(), None))
        if before != point:
            accuracy_m = state.attributes.get("gps_accuracy") or UNTOLD_ACCURACY_M
            heading = heading.after(
                away_m, float(accuracy_m), now, is_inside=False, tolerance_m=self.tolerance_m
            )
            self._headings[device] = heading, point
        return away_m, heading.direction or UNKNOWN

    def _nearest(self, found: tuple[float, State, str] | None) -> Iterator[Reading]:
        device, distance, direction = UNKNOWN, UNKNOWN, UNKNOWN
        if found is not None:
            away_m, state, direction = found
            device, distance = state.entity_id, self._in_unit(away_m)
        for kind, value in (
            ("nearest_device", device),
            ("nearest_distance", distance),
            ("nearest_direction_of_travel", direction),
        ):
            entity_id = EntityId(f"sensor.{slugify(self.name)}_{kind}")
            name = f"{self.name} {kind.replace('_', ' ')}"
            yield Reading(entity_id, name, value, self._attributes(kind))

    def _reading(self, device: EntityId, kind: str, value: str, state: State | None) -> Reading:
        del state
        short = device.partition(".")[2]
        name = f"{self.name} {short.replace('_', ' ')} {kind.replace('_', ' ')}"
        return Reading(self._sensor(device, kind), name, value, self._attributes(kind))

    def _attributes(self, kind: str) -> Mapping[str, Any]:
        return {"unit_of_measurement": self.unit} if kind.endswith("distance") else {}

    def _sensor(self, device: EntityId, kind: str) -> EntityId:
        return EntityId(f"sensor.{slugify(self.name)}_{device.partition('.')[2]}_{kind}")

    def _in_unit(self, away_m: float) -> str:
        return f"{away_m / _METRES_IN[self.unit]:.{0 if self.unit in {'m', 'ft', 'yd'} else 1}f}"


def proximity_of(config: HelperConfig) -> Proximity:
    """Read one item below `proximity:`.

    Raises:
        ZoneWrong: a key makes no sense.
    """
    options, what = config.options, f"proximity {config.object_id!r}"
    devices = options.get("devices") or ()
    listed = [devices] if isinstance(devices, str) else [str(each) for each in devices]
    for device in listed:
        if not is_entity_id(device):
            raise ZoneWrong(config.place, what, f"devices: {device!r} is no entity id")
    unit = str(options.get("unit_of_measurement") or "m")
    if unit not in _METRES_IN:
        problem = f"unit_of_measurement: {unit!r} is not one of {', '.join(_METRES_IN)}"
        raise ZoneWrong(config.place, what, problem)
    try:
        tolerance_m = float(options.get("tolerance") or 1.0)
    except (TypeError, ValueError):
        problem = f"tolerance: {options['tolerance']!r} is no number"
        raise ZoneWrong(config.place, what, problem) from None
    return Proximity(
        name=str(options.get("name") or config.object_id),
        zone=EntityId(f"zone.{slugify(str(options.get('zone') or 'home'))}"),
        devices=tuple(map(EntityId, listed)),
        ignored_zones=frozenset(map(str, options.get("ignored_zones") or ())),
        tolerance_m=tolerance_m,
        unit=unit,
    )


def _point_of(state: State) -> tuple[float, float] | None:
    try:
        return float(state.attributes["latitude"]), float(state.attributes["longitude"])
    except (KeyError, TypeError, ValueError):
        return None
