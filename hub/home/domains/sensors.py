"""Sensors, binary sensors and events: they only report."""

from pydantic import BaseModel

BINARY_STATES = ("on", "off")

# What "on" and "off" mean for each device class (Home Assistant, binary sensor documentation).
BINARY_WORDS: dict[str, tuple[str, str]] = {
    "battery": ("low", "normal"),
    "battery_charging": ("charging", "not charging"),
    "carbon_monoxide": ("detected", "clear"),
    "cold": ("cold", "normal"),
    "connectivity": ("connected", "disconnected"),
    "door": ("open", "closed"),
    "garage_door": ("open", "closed"),
    "gas": ("detected", "clear"),
    "heat": ("hot", "normal"),
    "light": ("light detected", "no light"),
    "lock": ("unlocked", "locked"),
    "moisture": ("wet", "dry"),
    "motion": ("motion detected", "clear"),
    "moving": ("moving", "not moving"),
    "occupancy": ("occupied", "clear"),
    "opening": ("open", "closed"),
    "plug": ("plugged in", "unplugged"),
    "power": ("power detected", "no power"),
    "presence": ("home", "away"),
    "problem": ("problem detected", "OK"),
    "running": ("running", "not running"),
    "safety": ("unsafe", "safe"),
    "smoke": ("smoke detected", "clear"),
    "sound": ("sound detected", "clear"),
    "tamper": ("tampering detected", "clear"),
    "update": ("update available", "up-to-date"),
    "vibration": ("vibration detected", "clear"),
    "window": ("open", "closed"),
}


class SensorAttributes(BaseModel):
    """What a sensor reports besides its value, which is the state."""

    device_class: str | None = None
    state_class: str | None = None
    unit_of_measurement: str | None = None
    options: list[str] | None = None


class BinarySensorAttributes(BaseModel):
    """What a binary sensor reports besides on and off."""

    device_class: str | None = None


class EventAttributes(BaseModel):
    """What happened last, such as a press of a remote's key; the state is when, in ISO 8601."""

    device_class: str | None = None
    event_type: str | None = None
    event_types: list[str] = []


def in_words(state: str, device_class: str | None) -> str:
    """Say what a binary sensor's "on" or "off" means for its device class."""
    on, off = BINARY_WORDS.get(device_class or "", ("on", "off"))
    return {"on": on, "off": off}.get(state, state)
