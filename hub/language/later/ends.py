"""What ends an order that was given for a while: off after on, the old setpoint after a new one."""

from collections.abc import Iterable
from typing import Any

from hub.home.actions import parse_command
from hub.home.commands import Command
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.step import Step

# What ends an action, whatever was before. Unlocking again is nobody's wish unsaid.
_OPPOSITES = {
    "open_cover": "close_cover", "close_cover": "open_cover", "open_valve": "close_valve",
    "close_valve": "open_valve", "unlock": "lock", "media_play": "media_pause",
    "play_media": "media_stop",
    "media_pause": "media_play", "start": "return_to_base", "start_mowing": "dock",
    "turn_off": "turn_on", "open": "lock",
}  # fmt: skip
_MODES = frozenset({"heat", "cool", "heat_cool", "auto", "dry", "fan_only"})


def ending(steps: Iterable[Step], home: Home) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return the steps that end others, and the names of what has no way back."""
    ends: list[Step] = []
    without: list[str] = []
    for step in steps:
        for target in step.targets:
            command = _back(step.command, target, home)
            if command is None:
                without.append(home.entity(target).name)
                continue
            same = next((n for n, one in enumerate(ends) if one.command == command), None)
            if same is None:
                ends.append(_step(command, (target,)))
            else:
                ends[same] = _step(command, (*ends[same].targets, target))
    return tuple(ends), tuple(without)


def _step(command: Command, targets: tuple[EntityId, ...]) -> Step:
    return Step.model_validate({"command": command, "targets": targets})


def _back(command: Command, target: EntityId, home: Home) -> Command | None:
    state = home.state(target)
    verb, data = _wish(command, state.state, dict(state.attributes))
    action = f"{command.domain}.{verb}"
    if not verb or action not in home.entity(target).actions:
        return None
    try:
        return parse_command(
            action, {key: value for key, value in data.items() if value is not None}
        )
    except HubError:
        return None


def _wish(  # noqa: PLR0911 - one return a kind
    command: Command, state: str, before: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    verb = command.verb
    if command.domain == "light" and verb == "turn_on":
        is_changed = state == "on" and bool(command.data())
        return (
            ("turn_on", {"brightness": before.get("brightness")})
            if is_changed
            else ("turn_off", {})
        )
    if command.domain == "climate":
        return _climate(verb, state, before)
    if verb in {"set_cover_position", "set_valve_position"}:
        position = before.get("current_position")
        if position is None:
            kind = verb.split("_")[1]
            return (f"close_{kind}" if state == "closed" else f"open_{kind}"), {}
        return verb, {"position": position}
    if verb == "set_percentage":
        is_on = state == "on" and before.get("percentage") is not None
        return (verb, {"percentage": before["percentage"]}) if is_on else ("turn_off", {})
    if verb in {"volume_set", "volume_up", "volume_down"}:
        return "volume_set", {"volume_level": before.get("volume_level")}
    if verb == "volume_mute":
        return verb, {"is_volume_muted": not command.data().get("is_volume_muted", True)}
    if verb in {"set_humidity", "set_temperature"}:
        key = verb.removeprefix("set_")
        return (verb, {key: before[key]}) if before.get(key) is not None else ("", {})
    if verb == "turn_on":
        return "turn_off", {}
    return _OPPOSITES.get(verb, ""), {}


def _climate(verb: str, state: str, before: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if verb == "turn_off" or (verb == "set_hvac_mode" and state != "off"):
        return ("set_hvac_mode", {"hvac_mode": state}) if state in _MODES else ("turn_on", {})
    if verb == "set_temperature" and state != "off":
        keys = ("temperature", "target_temp_low", "target_temp_high")
        found = {key: before.get(key) for key in keys}
        return (
            ("set_temperature", found) if any(v is not None for v in found.values()) else ("", {})
        )
    return "turn_off", {}
