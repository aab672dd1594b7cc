"""What each kind of thing reports when it is open, on, done, wet: states by domain and class."""

from hub.record import record

_MOTION = ("motion", "occupancy", "presence", "moving")
_OPENINGS = ("door", "window", "garage_door", "opening")

# Meaning -> domain -> the states that mean it. Binary sensors: see `_BINARY`.
_STATES: dict[str, dict[str, tuple[str, ...]]] = {
    "open": {"cover": ("open",), "valve": ("open",)},
    "closed": {"cover": ("closed",), "valve": ("closed",)},
    "locked": {"lock": ("locked",)},
    "unlocked": {"lock": ("unlocked",)},
    "on": {
        "light": ("on",), "switch": ("on",), "fan": ("on",), "input_boolean": ("on",),
        "humidifier": ("on",), "siren": ("on",), "remote": ("on",), "valve": ("open",),
        "media_player": ("on", "playing", "idle", "paused"), "binary_sensor": ("on",),
        "climate": ("heat", "cool", "heat_cool", "auto", "dry", "fan_only"),
        "vacuum": ("cleaning",), "lawn_mower": ("mowing",),
        "water_heater": ("eco", "electric", "gas", "heat_pump", "high_demand", "performance"),
    },
    "off": {
        "light": ("off",), "switch": ("off",), "fan": ("off",), "input_boolean": ("off",),
        "humidifier": ("off",), "siren": ("off",), "media_player": ("off", "standby"),
        "binary_sensor": ("off",), "climate": ("off",), "water_heater": ("off",),
        "remote": ("off",), "valve": ("closed",),
    },
    "playing": {"media_player": ("playing",)},
    "paused": {"media_player": ("paused",), "vacuum": ("paused",)},
    "started": {
        "media_player": ("playing",), "vacuum": ("cleaning",), "lawn_mower": ("mowing",),
        "switch": ("on",), "fan": ("on",), "binary_sensor": ("on",), "timer": ("active",),
        "sensor": ("running", "run", "on", "washing", "drying", "active", "in_use",
                   "program_running", "printing", "charging"),
    },
    "done": {
        "vacuum": ("docked",), "lawn_mower": ("docked",), "timer": ("idle",),
        "binary_sensor": ("off",), "switch": ("off",), "media_player": ("idle", "off"),
        "sensor": ("done", "finished", "complete", "completed", "end", "ended", "finish", "ready",
                   "program_finished"),
    },
    "docked": {"vacuum": ("docked",), "lawn_mower": ("docked",)},
    "stuck": {"vacuum": ("error",), "lawn_mower": ("error",)},
    "armed": {"alarm_control_panel": ("armed_home", "armed_away", "armed_night", "armed_vacation")},
    "disarmed": {"alarm_control_panel": ("disarmed",)},
    "triggered": {"alarm_control_panel": ("triggered",), "siren": ("on",)},
    "unavailable": {},
    "heating": {"climate": ("heat",)},
}  # fmt: skip
# A machine that has no word for "done" is done when it rests.
RESTING = ("idle", "off", "stopped", "standby")
# Meaning -> the device classes of binary sensors that tell it, and what they then report.
_BINARY: dict[str, tuple[tuple[str, ...], str]] = {
    "open": (_OPENINGS, "on"), "closed": (_OPENINGS, "off"),
    "locked": (("lock",), "off"), "unlocked": (("lock",), "on"),
    "motion": (_MOTION, "on"), "still": (_MOTION, "off"),
    "wet": (("moisture",), "on"), "dry": (("moisture",), "off"),
    "smoke": (("smoke",), "on"), "gas": (("gas", "carbon_monoxide"), "on"),
    "low": (("battery",), "on"), "sound": (("sound",), "on"), "vibration": (("vibration",), "on"),
    "done": (("running", "power", "moving", "vibration", ""), "off"),
    "started": (("running", "power", "moving", "vibration", ""), "on"),
    "rung": (("occupancy", "sound", "vibration", ""), "on"),
    "connected": (("connectivity",), "on"), "disconnected": (("connectivity",), "off"),
    "plugged": (("plug", "battery_charging"), "on"),
    "unplugged": (("plug", "battery_charging"), "off"),
    "on": (("running", "power", "light", "heat", "problem", ""), "on"),
    "off": (("running", "power", "light", "heat", "problem", ""), "off"),
    "triggered": (("smoke", "gas", "carbon_monoxide", "moisture", "safety", "sound", "problem",
                   "tamper", ""), "on"),
}  # fmt: skip


@record(frozen=True, slots=True)
class Told:
    """The states by which something tells a meaning."""

    states: tuple[str, ...]


def told_by(meaning: str, domain: str, device_class: str) -> Told | None:
    """Return how an entity of a domain and class tells a meaning; None if it cannot."""
    if domain == "binary_sensor" and meaning in _BINARY:
        classes, state = _BINARY[meaning]
        return Told((state,)) if device_class in classes else None
    states = _STATES.get(meaning, {}).get(domain)
    if states is None or (domain == "sensor" and device_class not in {"", "enum"}):
        return None
    return Told(states)


def is_known(meaning: str) -> bool:
    """Tell whether anything could tell a meaning."""
    return meaning in _STATES or meaning in _BINARY
