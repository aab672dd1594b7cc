"""The state that a question asks about, from its words."""

import re

from hub.home.model import UNAVAILABLE, Entity

# What is said, the state asked for, and for which domains alone (all if none).
_STATES: tuple[tuple[str, str], ...] = (
    (r"switched on|turned on|powered on|lit|on", "on"),
    (r"switched off|turned off|powered off|out|off", "off"),
    (r"unlocked|unsecured|unbolted", "unlocked"),
    (r"locked|secured|secure|bolted", "locked"),
    (r"open|opened|ajar|up", "open"),
    (r"closed|shut|down", "closed"),
    (r"playing", "playing"),
    (r"paused", "paused"),
    (r"muted", "muted"),
    (r"cleaning|vacuuming", "cleaning"),
    (r"docked|charging|in (?:its|the) dock|at (?:its|the) base", "docked"),
    (r"mowing", "mowing"),
    (r"armed|alarm (?:is |was )?(?:set|on|active)", "armed"),
    (r"disarmed|alarm (?:is |was )?off", "disarmed"),
    (r"(?<!the )heating", "heat"),
    (r"cooling", "cool"),
    (r"running|working|active|going|idle", "running"),
    (r"unavailable|offline|disconnected|unreachable|dead|broken|not responding", UNAVAILABLE),
)
_PATTERNS = tuple((re.compile(rf"\b(?:{words})\b"), state) for words, state in _STATES)
_EITHER = re.compile(
    r"\b(?:on or off|off or on|open or (?:closed|shut)|(?:closed|shut) or open"
    r"|locked or unlocked|unlocked or locked)\b"
)
_QUIET = frozenset({"off", "idle", "standby", "docked", "closed", "paused", "unavailable"})


def wanted_state(said: str, name: str = "") -> str | None:
    """Return the state asked about in plain words; those of the thing's own name don't count."""
    rest = re.sub(rf"\b{re.escape(name)}\b", " ", said) if name else said
    found = [
        (max(m.start() for m in pattern.finditer(rest)), state)
        for pattern, state in _PATTERNS
        if pattern.search(rest)
    ]
    if _EITHER.search(rest):
        return None  # "is it on or off?" asks how it is
    # The last one counts: "is the door lock open", "is the light on the desk off".
    return max(found)[1] if found else None


def is_in(entity: Entity, state: str, wanted: str) -> bool:
    """Tell whether an entity in `state` is what `wanted` means for its domain."""
    if entity.domain == "binary_sensor" and wanted in {"open", "closed"}:
        return state == {"open": "on", "closed": "off"}[wanted]
    if wanted in {"on", "running"}:
        return state not in {*_QUIET, "unknown"}
    meant = _MEANT.get(wanted)
    if meant is not None:
        return state in meant
    return state.startswith(wanted) if wanted == "armed" else state == wanted


_MEANT: dict[str, frozenset[str]] = {
    "off": frozenset({"off", "standby", "idle", "docked", "paused"}),
    "open": frozenset({"open", "opening", "unlocked"}),
    "closed": frozenset({"closed", "locked"}),
}


def applies(entity: Entity, wanted: str) -> bool:
    """Tell whether an entity can be in the state at all."""
    domains = _DOMAINS.get(wanted)
    return domains is None or entity.domain in domains


_OPENABLE = frozenset({"cover", "valve", "binary_sensor", "lock"})
_DOMAINS: dict[str, frozenset[str]] = {
    "open": _OPENABLE,
    "closed": _OPENABLE,
    "locked": frozenset({"lock", "binary_sensor"}),
    "unlocked": frozenset({"lock", "binary_sensor"}),
    "on": frozenset({
        "light", "switch", "fan", "media_player", "climate", "vacuum", "humidifier", "siren",
        "input_boolean", "water_heater", "automation", "script", "remote",
    }),
    "playing": frozenset({"media_player"}),
    "paused": frozenset({"media_player", "vacuum", "timer"}),
    "cleaning": frozenset({"vacuum"}),
    "mowing": frozenset({"lawn_mower"}),
    "armed": frozenset({"alarm_control_panel"}),
    "heat": frozenset({"climate", "water_heater"}),
    "cool": frozenset({"climate"}),
}  # fmt: skip
_DOMAINS["off"] = _DOMAINS["on"]
_DOMAINS["running"] = _DOMAINS["on"] | {"lawn_mower", "timer"}
