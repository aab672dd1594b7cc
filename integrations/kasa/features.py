"""What the library calls features, as sensors and small switches (Home Assistant, tplink)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kasa import Device, Feature

from hub.home.maker import EntityFacts

Shown = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Described:
    """What a feature becomes. `digits`: how many after the point its number keeps."""

    domain: str
    name: str
    device_class: str | None = None
    state_class: str | None = None
    category: str | None = None
    digits: int | None = None
    enabled: bool = True


_DIAGNOSTIC, _CONFIG = "diagnostic", "config"

FEATURES: Mapping[str, Described] = {
    "current_consumption": Described("sensor", "Power", "power", "measurement", digits=1),
    "consumption_today": Described(
        "sensor", "Today's consumption", "energy", "total_increasing", digits=3
    ),
    "consumption_this_month": Described(
        "sensor", "This month's consumption", "energy", "total_increasing", digits=3
    ),
    "consumption_total": Described(
        "sensor", "Total consumption", "energy", "total_increasing", digits=3
    ),
    "voltage": Described("sensor", "Voltage", "voltage", "measurement", digits=1),
    "current": Described("sensor", "Current", "current", "measurement", digits=2),
    "temperature": Described("sensor", "Temperature", "temperature", "measurement", digits=1),
    "humidity": Described("sensor", "Humidity", "humidity", "measurement"),
    "battery_level": Described("sensor", "Battery", "battery", "measurement", _DIAGNOSTIC),
    "rssi": Described(
        "sensor", "Signal strength", "signal_strength", "measurement", _DIAGNOSTIC, enabled=False
    ),
    "is_open": Described("binary_sensor", "Door", "door"),
    "motion_detected": Described("binary_sensor", "Motion", "motion"),
    "water_alert": Described("binary_sensor", "Moisture", "moisture"),
    "battery_low": Described("binary_sensor", "Battery low", "battery", category=_DIAGNOSTIC),
    "overheated": Described("binary_sensor", "Overheated", "problem", category=_DIAGNOSTIC),
    "led": Described("switch", "LED", category=_CONFIG),
    "child_lock": Described("switch", "Child lock", category=_CONFIG),
    "auto_off_enabled": Described("switch", "Auto-off enabled", category=_CONFIG),
}
UNITS = {"celsius": "°C", "fahrenheit": "°F"}


def known_features(device: Device) -> dict[str, Feature]:
    """Return the features of a device that become entities."""
    return {name: one for name, one in device.features.items() if name in FEATURES}


def facts_of(feature: Feature, device_key: str, key: str) -> EntityFacts:
    """Describe a feature's entity."""
    about = FEATURES[feature.id]
    attributes: dict[str, Any] = {}
    if about.state_class is not None:
        attributes["state_class"] = about.state_class
    unit = feature.unit if about.domain == "sensor" else None
    if unit is not None:
        attributes["unit_of_measurement"] = UNITS.get(unit, unit)
    actions = {f"switch.{name}" for name in ("turn_on", "turn_off", "toggle")}
    return EntityFacts(
        domain=about.domain,
        key=key,
        device=device_key,
        name=about.name,
        device_class=about.device_class,
        actions=frozenset(actions if about.domain == "switch" else ()),
        attributes=attributes,
        entity_category=about.category,
        enabled=about.enabled,
    )


def shown_by(feature: Feature) -> Shown:
    """Return a feature's state and attributes."""
    about, value = FEATURES[feature.id], feature.value
    if about.domain != "sensor":
        return ("unknown" if value is None else "on" if value else "off"), {}
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "unknown", {}
    return str(value if about.digits is None else round(value, about.digits)), {}
