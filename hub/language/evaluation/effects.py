"""What a command changes, in a form in which two spellings of one change are equal.

`brightness_pct: 50` and `brightness: 128` are one change; so are a cover set to 0 and a cover
closed; `toggle` and relative steps are what they come to from the state before.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hub.home.colors import hs_of
from hub.home.commands import Command
from hub.home.domains.light import COLORS
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import State
from hub.home.step import Step
from hub.record import record

# What lamps, thermostats and people round off, per kind of value.
TOLERANCES = {
    "brightness": 4.0, "kelvin": 150.0, "position": 2.0, "percentage": 2.0, "volume": 0.02,
    "temperature": 0.3, "target_temp_low": 0.3, "target_temp_high": 0.3, "tilt": 2.0,
    "humidity": 1.0, "hue": 12.0, "saturation": 15.0,
}  # fmt: skip
HUE_CIRCLE = 360.0
WHITE_BELOW = 25.0
_VOLUME_STEP = 0.1


@record(frozen=True, slots=True)
class Range:
    """Any number from `low` to `high`."""

    low: float
    high: float


@record(frozen=True, slots=True)
class Nudge:
    """Up or down from `before`, by how much is left open."""

    sign: int
    before: float | None


Value = str | float | tuple[float, float] | Range | Nudge
Facts = dict[str, Value]


@record(frozen=True, slots=True)
class Effect:
    """One thing that changes on one entity. `is_idle`: it is so already."""

    entity_id: EntityId
    what: str
    value: Value
    is_idle: bool = False

    def __str__(self) -> str:
        """Show it in one line."""
        return f"{self.entity_id} {self.what}={_shown(self.value)}"


def effects_of(steps: Iterable[Step], home: Home) -> tuple[Effect, ...]:
    """Return what steps change on a home as it stands; a later step overrules an earlier one."""
    found: dict[tuple[EntityId, str], Effect] = {}
    for step in steps:
        for target in step.targets:
            state = home.states.get(target)
            for effect in _of_one(step.command, target, state):
                found[target, effect.what] = effect
    return tuple(found.values())


def ranged(low: Iterable[Effect], high: Iterable[Effect]) -> tuple[Effect, ...]:
    """Join the effects of the two ends of a range into effects that accept what lies between."""
    ends = {(each.entity_id, each.what): each.value for each in high}
    joined = []
    for each in low:
        end = ends.get((each.entity_id, each.what))
        value = each.value
        if isinstance(value, float) and isinstance(end, float) and value != end:
            value = Range(min(value, end), max(value, end))
        joined.append(Effect(each.entity_id, each.what, value, each.is_idle and value == end))
    return tuple(joined)


def agrees(got: Effect, wanted: Effect) -> bool:
    """Tell whether an effect is the one wanted, within its tolerance."""
    same = (got.entity_id, got.what) == (wanted.entity_id, wanted.what)
    return same and _is_close(got.what, got.value, wanted.value)


def _is_close(what: str, got: Value, wanted: Value) -> bool:  # noqa: PLR0911 - one per kind
    slack = TOLERANCES.get(what, 1e-6)
    match got, wanted:
        case float(), float():
            return abs(got - wanted) <= slack
        case float(), Range(low, high):
            return low - slack <= got <= high + slack
        case Nudge(sign), Nudge(other):
            return sign == other
        case Nudge(sign, before), Range(low, high) if before is not None:
            return before < low if sign > 0 else before > high
        case Nudge(sign, before), float() if before is not None:
            return (wanted - before) * sign > 0
        case float(), Nudge(sign, before):
            return before is None or (got - before) * sign > 0
        case (float() as hue, float() as full), (float() as hue2, float() as full2):
            apart = abs((hue - hue2 + HUE_CIRCLE / 2) % HUE_CIRCLE - HUE_CIRCLE / 2)
            is_hue = apart <= TOLERANCES["hue"] or full2 < WHITE_BELOW
            return is_hue and abs(full - full2) <= TOLERANCES["saturation"]
        case str(), "on" if what == "mode":
            return got != "off"
        case str(), str() if what.startswith(("media", "item")):
            return _is_within(got, wanted)
        case _:
            return got == wanted


def _is_within(one: str, other: str) -> bool:
    one, other = one.casefold().strip(), other.casefold().strip()
    return bool(one and other) and (one in other or other in one)


def _of_one(command: Command, entity_id: EntityId, state: State | None) -> Iterable[Effect]:
    attributes = state.attributes if state else {}
    now = state.state if state else "unknown"
    facts = _facts(command, now, attributes, state)
    expectation = command.expected(state) if state else None
    is_idle = expectation is not None and state is not None and expectation.is_met_by(state)
    return [Effect(entity_id, what, value, is_idle) for what, value in facts.items()]


def _facts(command: Command, now: str, attributes: Mapping[str, Any], state: State | None) -> Facts:
    data = command.data()
    verb = _untoggled(command.verb, now)
    special = _SPECIAL.get(command.domain)
    if special is not None:
        found = special(verb, data, attributes)
        if found is not None:
            return found
    if command.domain == "light":
        return _light(command, verb, data, state)
    if verb in {"turn_on", "turn_off"}:
        power: Facts = {"power": "on" if verb == "turn_on" else "off"}
        return power | _others(data)
    if command.domain == "todo":
        name = str(data.get("item", "")).casefold()
        return {f"item {verb} {name}": json.dumps(_rest(data, "item"), sort_keys=True)}
    return _others(data) or {verb: "done"}


def _untoggled(verb: str, now: str) -> str:
    is_on = now in {"on", "open", "playing", "opening", "locked"}
    return {
        "toggle": "turn_off" if is_on else "turn_on",
        "media_play_pause": "media_pause" if now == "playing" else "media_play",
    }.get(verb, verb)


def _light(command: Command, verb: str, data: Mapping[str, Any], state: State | None) -> Facts:
    if verb == "turn_off":
        return {"power": "off"}
    target = getattr(command, "target_brightness", None)
    brightness = target(state) if target is not None and state is not None else None
    if brightness == 0:
        return {"power": "off"}
    facts: Facts = {"power": "on"}
    if brightness is not None:
        facts["brightness"] = float(brightness)
    kelvin = getattr(command, "target_kelvin", lambda: None)()
    if kelvin is not None:
        facts["kelvin"] = float(kelvin)
    rgb = COLORS.get(str(data.get("color_name", "")).lower()) or data.get("rgb_color")
    hs = data.get("hs_color") or (hs_of(tuple(rgb)) if rgb else None)
    if hs:
        facts["color"] = (float(hs[0]), float(hs[1]))
    for name in ("effect", "flash", "xy_color"):
        if name in data:
            facts[name] = str(data[name])
    return facts


def _cover(verb: str, data: Mapping[str, Any], attributes: Mapping[str, Any]) -> Facts | None:
    del attributes
    if "tilt" in verb:
        tilt = {"open": 100.0, "close": 0.0}.get(verb.partition("_")[0])
        tilt = float(data.get("tilt_position", 0)) if tilt is None else tilt
        return {"stop": "tilt"} if verb.startswith("stop") else {"tilt": tilt}
    if verb.startswith(("open", "turn_on")):
        return {"position": 100.0}
    if verb.startswith(("close", "turn_off")):
        return {"position": 0.0}
    if "position" in data:
        return {"position": float(data["position"])}
    return {"stop": "moving"} if verb.startswith("stop") else None


def _lock(verb: str, data: Mapping[str, Any], attributes: Mapping[str, Any]) -> Facts | None:
    del data, attributes
    return {"lock": {"turn_on": "lock", "turn_off": "unlock"}.get(verb, verb)}


def _climate(verb: str, data: Mapping[str, Any], attributes: Mapping[str, Any]) -> Facts | None:
    del attributes
    if verb in {"turn_on", "turn_off"}:
        return {"mode": verb.removeprefix("turn_")}
    facts = _others(_rest(data, "hvac_mode"))
    if "hvac_mode" in data:
        facts["mode"] = str(data["hvac_mode"])
    return facts


def _fan(verb: str, data: Mapping[str, Any], attributes: Mapping[str, Any]) -> Facts | None:
    del attributes
    if verb == "turn_off" or data.get("percentage") == 0:
        return {"power": "off"}
    if verb in {"turn_on", "set_percentage", "set_preset_mode"}:
        return {"power": "on", **_others(data)}
    return None


def _media(  # noqa: PLR0911 - one per kind of command
    verb: str, data: Mapping[str, Any], attributes: Mapping[str, Any]
) -> Facts | None:
    before = attributes.get("volume_level")
    before = float(before) if isinstance(before, int | float) else None
    match verb:
        case "volume_up" | "volume_down":
            return {"volume": Nudge(1 if verb == "volume_up" else -1, before)}
        case "volume_set":
            return {"volume": float(data["volume_level"])}
        case "volume_mute":
            return {"mute": str(data.get("is_volume_muted"))}
        case "play_media":
            return {"media": str(data.get("media_content_id", ""))}
        case "turn_on" | "turn_off":
            return {"power": verb.removeprefix("turn_")}
        case "select_source":
            return {"source": str(data["source"]).casefold()}
        case _:
            return {"playback": verb, **_others(data)}


def _runs(verb: str, data: Mapping[str, Any], attributes: Mapping[str, Any]) -> Facts | None:
    del verb, attributes
    return {"runs": "once", **_others(_rest(data, "transition"))}


def _script(verb: str, data: Mapping[str, Any], attributes: Mapping[str, Any]) -> Facts | None:
    return None if verb == "turn_off" else _runs(verb, _rest(data, "variables"), attributes)


def _moves(verb: str, data: Mapping[str, Any], attributes: Mapping[str, Any]) -> Facts | None:
    del attributes
    return {"doing": verb} if not data else None


Special = Callable[[str, Mapping[str, Any], Mapping[str, Any]], Facts | None]
_SPECIAL: dict[str, Special] = {
    "cover": _cover, "valve": _cover, "lock": _lock, "climate": _climate, "fan": _fan,
    "media_player": _media, "scene": _runs, "button": _runs, "input_button": _runs,
    "script": _script,
    "vacuum": _moves, "lawn_mower": _moves,
}  # fmt: skip


def _others(data: Mapping[str, Any]) -> Facts:
    facts: Facts = {}
    for name, value in data.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            facts[name] = float(value)
        else:
            facts[name] = str(value).casefold()
    return facts


def _rest(data: Mapping[str, Any], *without: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in without}


def _shown(value: Value) -> str:
    match value:
        case float():
            return f"{value:g}"
        case Range(low, high):
            return f"{low:g}..{high:g}"
        case Nudge(sign):
            return "up" if sign > 0 else "down"
        case _:
            return str(value)
