"""For a command and the state before it, the command that leads back to that state."""

from collections.abc import Callable
from typing import Any

from hub.home.actions import parse_command
from hub.home.commands import Command
from hub.home.errors import HubError
from hub.home.model import Entity, State

Wish = tuple[str, dict[str, Any]]

_COLORS = ("color_temp_kelvin", "hs_color", "rgb_color", "xy_color", "rgbw_color", "rgbww_color")
# Which reported colour is the true one in a colour mode; the others are computed from it.
_COLOR_OF_MODE = {
    "color_temp": "color_temp_kelvin",
    "hs": "hs_color",
    "xy": "xy_color",
    "rgb": "rgb_color",
    "rgbw": "rgbw_color",
    "rgbww": "rgbww_color",
}
# Actions that change one attribute: the attribute, and under which key the action takes it.
_BY_ATTRIBUTE = {
    "fan.oscillate": "oscillating",
    "fan.set_direction": "direction",
    "climate.set_preset_mode": "preset_mode",
    "climate.set_fan_mode": "fan_mode",
    "climate.set_swing_mode": "swing_mode",
    "climate.set_swing_horizontal_mode": "swing_horizontal_mode",
    "climate.set_humidity": "humidity",
    "vacuum.set_fan_speed": "fan_speed",
    "media_player.select_source": "source",
    "media_player.select_sound_mode": "sound_mode",
    "media_player.shuffle_set": "shuffle",
    "media_player.repeat_set": "repeat",
    "media_player.volume_mute": "is_volume_muted",
    "humidifier.set_humidity": "humidity",
    "humidifier.set_mode": "mode",
}
_VOLUME = frozenset({"volume_set", "volume_up", "volume_down"})


def inverse(done: Command, before: State, entity: Entity) -> Command | None:
    """Return the command that restores what `done` changed; None if there is no way back."""
    if not before.is_available and entity.domain != "todo":
        return None
    wish = _wish(done, before, entity)
    if wish is None or wish[0] not in entity.actions:
        return None
    try:
        return parse_command(wish[0], {k: v for k, v in wish[1].items() if v is not None})
    except HubError:
        return None


def _wish(done: Command, before: State, entity: Entity) -> Wish | None:
    attribute = _BY_ATTRIBUTE.get(done.action)
    if attribute is not None:
        value = before.attributes.get(attribute)
        return None if value is None else (done.action, {attribute: value})
    way = _WAYS.get(done.domain)
    return way(done, before, entity) if way else None


def _light(done: Command, before: State, entity: Entity) -> Wish | None:
    del done, entity
    if before.state != "on":
        return "light.turn_off", {}
    mode = before.attributes.get("color_mode")
    reported = [name for name in _COLORS if before.attributes.get(name) is not None]
    brightness = before.attributes.get("brightness")
    if mode == "white" and brightness is not None:
        return "light.turn_on", {"white": brightness}
    name = _COLOR_OF_MODE.get(str(mode)) if mode else next(iter(reported), None)
    if name in {"rgbw_color", "rgbww_color"} and name not in reported:
        name = "rgb_color"
    data = {"brightness": brightness}
    if name is not None:
        data[name] = before.attributes.get(name)
    return "light.turn_on", data


def _on_off(done: Command, before: State, entity: Entity) -> Wish | None:
    del entity
    if done.verb not in {"turn_on", "turn_off", "toggle"} or before.state not in {"on", "off"}:
        return None
    return f"{done.domain}.turn_{before.state}", {}


def _fan(done: Command, before: State, entity: Entity) -> Wish | None:
    del done
    if before.state != "on":
        return "fan.turn_off", {}
    percentage, preset = (before.attributes.get(n) for n in ("percentage", "preset_mode"))
    if preset is not None:
        return "fan.set_preset_mode", {"preset_mode": preset}
    if percentage is not None and "fan.set_percentage" in entity.actions:
        return "fan.set_percentage", {"percentage": percentage}
    return "fan.turn_on", {}


def _cover(done: Command, before: State, entity: Entity) -> Wish | None:
    if done.verb.endswith(("_tilt", "_tilt_position")):
        tilt = before.attributes.get("current_tilt_position")
        return "cover.set_cover_tilt_position", {"tilt_position": tilt}
    return _position(before, entity, "cover.set_cover_position", "cover.{}_cover")


def _valve(done: Command, before: State, entity: Entity) -> Wish | None:
    del done
    return _position(before, entity, "valve.set_valve_position", "valve.{}_valve")


def _position(before: State, entity: Entity, by_position: str, by_end: str) -> Wish | None:
    position = before.attributes.get("current_position")
    if before.state == "closed" or position == 0:
        return by_end.format("close"), {}
    if position is not None and by_position in entity.actions:
        return by_position, {"position": position}
    return by_end.format("open"), {}


def _lock(done: Command, before: State, entity: Entity) -> Wish | None:
    del done, entity
    actions = {"locked": "lock.lock", "locking": "lock.lock", "unlocked": "lock.unlock"}
    action = actions.get(before.state)
    return (action, {}) if action else None


def _climate(done: Command, before: State, entity: Entity) -> Wish | None:
    """Restore mode and target; a thermostat that was off goes off."""
    if before.state == "off":
        if "climate.turn_off" in entity.actions:
            return "climate.turn_off", {}
        return "climate.set_hvac_mode", {"hvac_mode": "off"}
    names = ("temperature", "target_temp_low", "target_temp_high")
    targets = {name: before.attributes.get(name) for name in names}
    if done.verb != "set_temperature" or not any(v is not None for v in targets.values()):
        return "climate.set_hvac_mode", {"hvac_mode": before.state}
    mode = before.state if getattr(done, "hvac_mode", None) else None
    return "climate.set_temperature", {**targets, "hvac_mode": mode}


def _media_player(done: Command, before: State, entity: Entity) -> Wish | None:
    del entity
    if done.verb == "media_seek":
        return None
    if done.verb in _VOLUME:
        return "media_player.volume_set", {"volume_level": before.attributes.get("volume_level")}
    if done.verb in {"media_next_track", "media_previous_track"}:
        back = {"media_next_track": "previous", "media_previous_track": "next"}[done.verb]
        return f"media_player.media_{back}_track", {}
    actions = {"off": "turn_off", "standby": "turn_off", "playing": "media_play"}
    actions |= {"buffering": "media_play", "paused": "media_pause", "idle": "media_stop"}
    return f"media_player.{actions.get(before.state, 'turn_on')}", {}


def _vacuum(done: Command, before: State, entity: Entity) -> Wish | None:
    del entity
    if done.verb in {"locate", "send_command"}:
        return None
    actions = {"cleaning": "start", "paused": "pause", "idle": "stop"}
    return f"vacuum.{actions.get(before.state, 'return_to_base')}", {}


def _lawn_mower(done: Command, before: State, entity: Entity) -> Wish | None:
    del done
    actions = {"mowing": "start_mowing", "paused": "pause"}
    if "lawn_mower.stop" in entity.actions:
        actions["idle"] = "stop"
    return f"lawn_mower.{actions.get(before.state, 'dock')}", {}


def _value(done: Command, before: State, entity: Entity) -> Wish | None:
    del entity
    return f"{done.domain}.set_value", {"value": before.state}


def _option(done: Command, before: State, entity: Entity) -> Wish | None:
    del entity
    return f"{done.domain}.select_option", {"option": before.state}


def _timer(done: Command, before: State, entity: Entity) -> Wish | None:
    """Stop what was started, go on with what was paused; time that ran out does not come back."""
    del entity
    ways = {("start", "idle"): "cancel", ("start", "paused"): "pause", ("pause", "active"): "start"}
    verb = ways.get((done.verb, before.state))
    return (f"timer.{verb}", {}) if verb else None


def _counter(done: Command, before: State, entity: Entity) -> Wish | None:
    """Count the other way, unless it stood at its limit and did not move."""
    del entity
    verb, limit = {
        "increment": ("decrement", "maximum"),
        "decrement": ("increment", "minimum"),
    }.get(done.verb, (None, ""))
    at_limit = str(before.attributes.get(limit)) == before.state
    return None if verb is None or at_limit else (f"counter.{verb}", {})


def _water_heater(done: Command, before: State, entity: Entity) -> Wish | None:
    """Restore target and mode; a heater that was off goes off."""
    if done.verb == "set_away_mode":
        return done.action, {"away_mode": before.attributes.get("away_mode") in {"on", True}}
    if done.verb == "set_temperature" and before.attributes.get("temperature") is not None:
        mode = before.state if getattr(done, "operation_mode", None) else None
        target = {"temperature": before.attributes["temperature"], "operation_mode": mode}
        return done.action, target
    if before.state == "off":
        return "water_heater.turn_off", {}
    if "water_heater.set_operation_mode" in entity.actions:
        return "water_heater.set_operation_mode", {"operation_mode": before.state}
    return "water_heater.turn_on", {}


def _alarm(done: Command, before: State, entity: Entity) -> Wish | None:
    """Arm as before, or disarm; the code is not kept, so a panel that wants it says no."""
    del done, entity
    if before.state == "disarmed":
        return "alarm_control_panel.alarm_disarm", {}
    if before.state.startswith("armed_"):
        return f"alarm_control_panel.alarm_{before.state.replace('armed', 'arm')}", {}
    return None


def _camera(done: Command, before: State, entity: Entity) -> Wish | None:
    del done, entity
    return f"camera.turn_{'off' if before.state == 'off' else 'on'}", {}


def _update(done: Command, before: State, entity: Entity) -> Wish | None:
    """Offer again what was left out; firmware that was installed stays."""
    del before, entity
    return ("update.clear_skipped", {}) if done.verb == "skip" else None


def _todo(done: Command, before: State, entity: Entity) -> Wish | None:
    """Take off what was put on, and the other way round."""
    del before, entity
    item = done.data().get("item")
    back = {"add_item": "todo.remove_item", "remove_item": "todo.add_item"}.get(done.verb)
    return (back, {"item": item}) if back else None


_WAYS: dict[str, Callable[[Command, State, Entity], Wish | None]] = {
    "light": _light,
    "fan": _fan,
    "cover": _cover,
    "valve": _valve,
    "lock": _lock,
    "climate": _climate,
    "media_player": _media_player,
    "vacuum": _vacuum,
    "lawn_mower": _lawn_mower,
    "timer": _timer,
    "counter": _counter,
    "water_heater": _water_heater,
    "alarm_control_panel": _alarm,
    "camera": _camera,
    "todo": _todo,
    "update": _update,
    **dict.fromkeys(("number", "input_number", "text"), _value),
    **dict.fromkeys(("select", "input_select"), _option),
    **dict.fromkeys(
        ("switch", "input_boolean", "humidifier", "siren", "remote", "automation"), _on_off
    ),
}
