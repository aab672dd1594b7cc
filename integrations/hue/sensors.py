"""Sensors, and what is pressed and turned: how they are described, and what they show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohue.v2.models.button import Button, ButtonEvent
from aiohue.v2.models.contact import Contact, ContactState
from aiohue.v2.models.device_power import DevicePower
from aiohue.v2.models.light_level import LightLevel
from aiohue.v2.models.motion import Motion
from aiohue.v2.models.relative_rotary import RelativeRotary, RelativeRotaryDirection
from aiohue.v2.models.tamper import Tamper, TamperState
from aiohue.v2.models.temperature import Temperature

Sensing = (
    Button | Contact | DevicePower | LightLevel | Motion | RelativeRotary | Tamper | Temperature
)
Shown = tuple[str, Mapping[str, Any]]

UNKNOWN = "unknown"
# What a button does if it does not say itself (Home Assistant, Hue).
USUAL_EVENTS = ("initial_press", "repeat", "short_release", "long_press", "long_release")


@dataclass(frozen=True, slots=True)
class Described:
    """What is particular to an entity."""

    domain: str
    name: str | None
    device_class: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    category: str | None = None


def described(sensing: Sensing) -> Described:  # noqa: PLR0911 -- one for each kind
    """Tell what a sensor or a button is as an entity."""
    match sensing:
        case Motion():
            return Described("binary_sensor", "Motion", "motion")
        case Contact():
            return Described("binary_sensor", "Contact", "opening")
        case Tamper():
            return Described("binary_sensor", "Tamper", "tamper", category="diagnostic")
        case Temperature():
            return Described("sensor", "Temperature", "temperature", _measured("°C"))
        case LightLevel():
            return Described("sensor", "Illuminance", "illuminance", _measured("lx"))
        case DevicePower():
            unit = _measured("%")
            return Described("sensor", "Battery", "battery", unit, category="diagnostic")
        case Button():
            name = f"Button {sensing.metadata.control_id}"
            return Described("event", name, "button", {"event_types": _events(sensing)})
        case RelativeRotary():
            turns = [direction.value for direction in RelativeRotaryDirection]
            return Described("event", "Rotary", None, {"event_types": turns})


def shown(sensing: Sensing) -> Shown:  # noqa: PLR0911 -- one for each kind
    """Return the state and attributes."""
    match sensing:
        case Motion():
            moves = sensing.motion.value if sensing.motion and sensing.enabled else None
            return _on_off(moves), {}
        case Contact():
            report = sensing.contact_report if sensing.enabled else None
            is_open = None if report is None else report.state is not ContactState.CONTACT
            return _on_off(is_open), {}
        case Tamper():
            is_tampered = any(one.state is TamperState.TAMPERED for one in sensing.tamper_reports)
            return _on_off(is_tampered), {}
        case Temperature():
            value = sensing.temperature.value if sensing.enabled else None
            return (UNKNOWN if value is None else str(round(value, 1))), {}
        case LightLevel():
            level = sensing.light.value if sensing.enabled else None
            return (UNKNOWN if level is None else str(lux_of(level))), {"light_level": level}
        case DevicePower():
            power = sensing.power_state
            state = power.battery_state.value if power.battery_state else None
            level = power.battery_level
            return (UNKNOWN if level is None else str(level)), {"battery_state": state}
        case Button():
            return _pressed(sensing)
        case RelativeRotary():
            return _turned(sensing)


def lux_of(light_level: int) -> int:
    """Return lux: the bridge tells 10 000 · log10(lux) + 1 (Hue API v2, light_level)."""
    return round(10 ** ((light_level - 1) / 10_000))


def _pressed(button: Button) -> Shown:
    report = button.button.button_report if button.button else None
    if report is None or report.event is ButtonEvent.UNKNOWN:
        return UNKNOWN, {"event_type": None}
    return _moment(report.updated), {"event_type": report.event.value}


def _turned(rotary: RelativeRotary) -> Shown:
    report = rotary.relative_rotary.rotary_report if rotary.relative_rotary else None
    if report is None:
        return UNKNOWN, {"event_type": None}
    turn = report.rotation
    return _moment(report.updated), {
        "event_type": turn.direction.value,
        "action": report.action.value,
        "steps": turn.steps,
        "duration": turn.duration,
    }


def _events(button: Button) -> list[str]:
    told = button.button.event_values if button.button else None
    known = [event.value for event in told or () if event is not ButtonEvent.UNKNOWN]
    return known or list(USUAL_EVENTS)


def _measured(unit: str) -> dict[str, Any]:
    return {"unit_of_measurement": unit, "state_class": "measurement"}


def _on_off(value: bool | None) -> str:  # noqa: FBT001 -- the value itself
    return UNKNOWN if value is None else "on" if value else "off"


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")
