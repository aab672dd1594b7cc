"""The quantity that a question asks for, and what it is asked of where that is nothing here."""

import re
from collections.abc import Collection

# What is said, the attribute or device class, in the order in which they are looked for.
_QUANTITIES: tuple[tuple[str, str], ...] = (
    (r"(?:air|atmospheric|barometric) pressure", "atmospheric_pressure"),
    (r"(?:sound|acoustic) pressure|noise level", "sound_pressure"),
    (r"pressure", "pressure"),
    (r"how (?:warm|hot|cold|cool)|temperature", "temperature"),
    (r"how (?:humid|damp)|humidity|\b(?:humid|damp)\b", "humidity"),
    (r"how bright|brightness|dimmed", "brightness"),
    (r"how loud|volume", "volume"),
    (r"wind speed|how windy", "wind_speed"),
    (r"how fast|\bspeed\b", "speed"),
    (r"how far|position|how (?:open|closed)", "position"),
    (r"battery|how full|charged", "battery"),
    (r"colou?r temperature", "color_temp_kelvin"),
    (r"what colou?r|colou?r", "color"),
    (r"power factor", "power_factor"),
    (r"apparent power", "apparent_power"),
    (r"reactive power", "reactive_power"),
    (r"\bpower\b|\bwatts?\b|electricity|pulling|drawing|how much (?:is|are) .*\busing", "power"),
    (r"how much energy|\benergy\b", "energy"),
    (r"\bsource\b|\binput\b", "source"),
    (r"\bpreset\b", "preset_mode"),
    (r"\bmode\b", "mode"),
)
# These are asked for only where a value is; else they may be words of a device or a state.
_VALUES: tuple[tuple[str, str], ...] = (
    (r"voltage|\bvolts?\b", "voltage"),
    (r"\bamperage\b|\bamps?\b|electric current|current draw", "current"),
    (r"illuminance|light level|\blux\b|\blumens?\b", "illuminance"),
    (r"irradiance|solar radiation", "irradiance"),
    (r"\bco2\b|carbon dioxide", "carbon_dioxide"),
    (r"\bco level|carbon monoxide", "carbon_monoxide"),
    (r"nitrogen dioxide|\bno2\b", "nitrogen_dioxide"),
    (r"\bozone\b|\bo3\b", "ozone"),
    (r"air quality|\baqi\b", "aqi"),
    (r"\bpm ?2 ?5\b|particulates", "pm25"),
    (r"rainfall|precipitation|how much (?:rain|snow)", "precipitation"),
    (r"\bmoisture\b", "moisture"),
    (r"\bweights?\b|\bweighs?\b|how heavy", "weight"),
    (r"signal strength", "signal_strength"),
    (r"\bfrequency\b", "frequency"),
)
_PATTERNS = tuple((re.compile(pattern), name) for pattern, name in _QUANTITIES)
_VALUE_PATTERNS = tuple((re.compile(pattern), name) for pattern, name in _VALUES)
_ASKS_VALUE = re.compile(r"^(?:whats?|what is|how|tell me|give me|read)\b")
# What sensors of other classes measure as well.
_SAME = {
    "atmospheric_pressure": frozenset({"atmospheric_pressure", "pressure"}),
    "pressure": frozenset({"pressure", "atmospheric_pressure"}),
    "humidity": frozenset({"humidity", "moisture"}),
    "brightness": frozenset({"brightness", "illuminance"}),
}
_CALLED = {"atmospheric_pressure": "air pressure", "aqi": "air quality", "pm25": "PM2.5"}
_ASKED_OF = re.compile(
    r"\b(?:of|on|at|from|about|for) (?:the |my |our |this |that )?(?P<thing>[a-z]\w*(?: \w+){0,3})$"
)
# Said after "of" or "at" without naming a thing.
_NO_THING = frozenset({
    "moment", "house", "home", "room", "place", "here", "there", "it", "now", "today", "tonight",
    "night", "once", "all", "this", "that", "them", "day", "outside", "inside", "air", "sky",
    "present", "flat", "apartment", "least", "most", "set", "water", "weather", "please", "right",
    "time", "currently", "again",
})  # fmt: skip


def quantity_in(said: str) -> str | None:
    """Return what plain words ask to be measured: an attribute or a device class."""
    found = next((name for pattern, name in _PATTERNS if pattern.search(said)), None)
    if found is not None or not _ASKS_VALUE.match(said):
        return found
    return next((name for pattern, name in _VALUE_PATTERNS if pattern.search(said)), None)


def classes_of(quantity: str) -> frozenset[str]:
    """Return the device classes of the sensors that measure a quantity, the first is its own."""
    return _SAME.get(quantity, frozenset({quantity}))


def called(quantity: str) -> str:
    """Return the name of a quantity."""
    return _CALLED.get(quantity, quantity.replace("_", " "))


def unknown_thing(said: str, known: Collection[str]) -> str | None:
    """Return what a quantity is asked of, if none of its words is `known` here."""
    found = _ASKED_OF.search(said)
    if found is None:
        return None
    words = found["thing"].split()
    return None if any(w in _NO_THING or w in known for w in words) else found["thing"]
