"""What of both answers is compared, and where Lares means to differ from Home Assistant 2024.3.3.

README.md says why.
"""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

# Not of the component, of one side alone, or of later versions of Home Assistant.
BESIDES = frozenset({
    "friendly_name", "supported_features", "icon", "entity_picture", "assumed_attributes",
    "restored", "attribution", "options", "color_temp", "min_mireds", "max_mireds",
})  # fmt: skip
COLOURS = ("hs_color", "rgb_color", "xy_color")
POSITIONS = ("current_position", "current_tilt_position")
UNORDERED = frozenset({"supported_color_modes"})
ENDS = {"open", "closed"}
# State of the case, Home Assistant's and Lares' answer: whether they may differ.
MAY_DIFFER: dict[str, Callable[[Mapping[str, Any], str, str], bool]] = {
    # Theirs are moments.
    "button": lambda _config, _theirs, _ours: True,
    "scene": lambda _config, _theirs, _ours: True,
    # A position tells, too; and without any report nothing is assumed before the first command.
    # null is none; and what has stopped goes by where it stands, or else is open.
    "cover": lambda config, theirs, ours: (
        (theirs == "unknown" and "position_topic" in config)
        or ours == "unknown"
        or (theirs == "unknown" and "state_topic" not in config)
        or ("state_topic" in config and {theirs, ours} == ENDS)
    ),
    # null is none.
    "climate": lambda _config, _theirs, ours: ours == "unknown",
    # A speed switches on, also as it is assumed.
    "fan": lambda config, _theirs, _ours: "state_topic" not in config,
    # Nothing is known of a lock that was not told anything, or that says that it knows nothing.
    # It is open when it was opened, as in later versions.
    "lock": lambda _config, _theirs, ours: ours in {"unknown", "open"},
    # A number is finite, and null is none.
    "number": lambda _config, theirs, ours: theirs in {"nan", "inf"} or ours == "unknown",
    # What is no time is no news; "None" is none, and options are options, as in later versions.
    "sensor": lambda config, theirs, _ours: (
        theirs in {"unknown", "None", "nan", ""}
        or ("options" in config and theirs not in config["options"])
    ),
}


def fitted(case: Mapping[str, Any], theirs: list[Any], ours: list[Any]) -> dict[str, Any]:
    """Return what is compared: a name, and how both sides say it."""
    kind = case["kind"]
    pairs: dict[str, tuple[Any, Any]] = {}
    may_differ = MAY_DIFFER.get(kind)
    if may_differ is None or not may_differ(case["config"], theirs[0], ours[0]):
        pairs["state"] = (theirs[0], ours[0]) if kind != "number" else _numbers(theirs, ours)
    one, other = dict(theirs[1]), dict(ours[1])
    if kind in _ADJUSTED:
        _ADJUSTED[kind](case["config"], one, other)
    for name in sorted((one.keys() | other.keys()) - BESIDES):
        left, right = one.get(name), other.get(name)
        if isinstance(left, float) and not math.isfinite(left):
            continue  # a number is finite
        if left == "None" and right is None:
            continue  # null is none
        if name in UNORDERED and left and right:
            left, right = sorted(left), sorted(right)
        pairs[name] = left or None, right or None
    if len(theirs) > 2:
        pairs["sent"] = _sent(theirs[2]), _sent(ours[2])
        if kind == "fan":
            pairs["sent"] = pairs["sent"][0], _without_switch(*pairs["sent"])
    return pairs


def _numbers(theirs: list[Any], ours: list[Any]) -> tuple[Any, Any]:
    """Whole numbers are written without a point here."""
    try:
        return float(theirs[0]), float(ours[0])
    except ValueError:
        return theirs[0], ours[0]


def _without_switch(theirs: list[Any], ours: list[Any]) -> list[Any]:
    """Leave out that a speed switches on here."""
    is_speed = len(ours) == len(theirs) + 1 and theirs and "percentage" in theirs[0][0]
    return ours[1:] if is_speed else ours


def _lights(_: Mapping[str, Any], one: dict[str, Any], other: dict[str, Any]) -> None:
    """Compare the colour of the mode alone: the others of it are of sRGB here."""
    mode = one.get("color_mode")
    if mode == "color_temp" and one.get("color_temp_kelvin") is None:
        mode = one["color_mode"] = other.get("color_mode")  # a wrong payload changes nothing here
    if mode == "unknown":
        one.pop("color_mode")
        # What is known is shown, whatever the mode.
        for name in ("brightness", "color_temp_kelvin", "rgbw_color", "rgbww_color"):
            one.pop(name, None)
            other.pop(name, None)
    for name in COLOURS:
        if name.removesuffix("_color") != mode or one.get(name) is None:
            one.pop(name, None)
            other.pop(name, None)


def _covers(config: Mapping[str, Any], one: dict[str, Any], other: dict[str, Any]) -> None:
    """Take positions for equal that differ by rounding: here to the nearest percent."""
    for name in POSITIONS:
        left, right = one.get(name), other.get(name)
        if right is None or (left is not None and abs(left - right) == 1):
            one[name] = right  # null is none
    if "tilt_status_topic" in config:
        one.pop("assumed_state", None)
        other.pop("assumed_state", None)


def _climates(_: Mapping[str, Any], one: dict[str, Any], other: dict[str, Any]) -> None:
    """Take it that null is none."""
    for name in ("fan_mode", "swing_mode", "hvac_action"):
        if other.get(name) is None:
            one.pop(name, None)


def _fans(_: Mapping[str, Any], one: dict[str, Any], other: dict[str, Any]) -> None:
    """Take it that null tells nothing about swinging."""
    if other.get("oscillating") is None:
        one.pop("oscillating", None)


_ADJUSTED: dict[str, Callable[..., None]] = {
    "climate": _climates, "cover": _covers, "fan": _fans, "light": _lights,
}  # fmt: skip


def _sent(messages: list[Any]) -> list[Any]:
    return [[topic, _read(payload)] for topic, payload in messages]


def _read(payload: Any) -> Any:
    if isinstance(payload, str) and payload.startswith("{"):
        try:
            return [list(pair) for pair in sorted(json.loads(payload).items())]
        except ValueError:
            return payload
    return payload if isinstance(payload, str) else str(payload)
