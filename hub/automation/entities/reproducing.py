"""From how an entity should be to the calls that bring it there, as Home Assistant's scenes do.

What is as it should be already is left alone.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hub.home.ids import domain_of
from hub.home.model import State
from hub.record import record

# The name of an action, and its data.
Wish = tuple[str, dict[str, Any]]

# In the order in which a light without a colour mode is believed.
_COLOURS = (
    "hs_color", "color_temp_kelvin", "color_temp", "rgb_color", "rgbw_color", "rgbww_color",
    "xy_color", "color_name",
)  # fmt: skip
_OF_MODE = {
    "color_temp": ("color_temp_kelvin", "color_temp"), "hs": ("hs_color",), "xy": ("xy_color",),
    "rgb": ("rgb_color",), "rgbw": ("rgbw_color", "rgb_color"),
    "rgbww": ("rgbww_color", "rgb_color"), "white": (), "brightness": (), "onoff": (),
}  # fmt: skip
# Lights without such channels take these as what they look like.
_AS_RGB = frozenset({"rgbw_color", "rgbww_color"})
_PLAYING = frozenset({"on", "playing", "paused", "idle", "buffering"})
_ARMING = {
    "armed_home": "alarm_arm_home", "armed_away": "alarm_arm_away",
    "armed_night": "alarm_arm_night", "armed_vacation": "alarm_arm_vacation",
    "armed_custom_bypass": "alarm_arm_custom_bypass", "disarmed": "alarm_disarm",
    "triggered": "alarm_trigger",
}  # fmt: skip
_BY_STATE: Mapping[str, Mapping[str, str]] = {
    "lock": {"locked": "lock", "locking": "lock", "unlocked": "unlock", "unlocking": "unlock",
             "open": "open", "opening": "open"},
    "lawn_mower": {
        "mowing": "start_mowing", "paused": "pause", "docked": "dock", "idle": "stop",
    },
    "alarm_control_panel": _ARMING,
}  # fmt: skip
_VACUUM = {
    "cleaning": "start", "on": "start", "docked": "return_to_base", "returning": "return_to_base",
    "off": "return_to_base", "idle": "stop", "paused": "pause",
}  # fmt: skip
_DATE_AND_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?")


@record(frozen=True, slots=True)
class Wanted:
    """How one entity should be, and how it is."""

    state: str
    attributes: Mapping[str, Any]
    now: State
    transition: float | None = None

    @property
    def domain(self) -> str:
        """The domain of the entity."""
        return domain_of(self.now.entity_id)

    @property
    def is_other(self) -> bool:
        """Whether its state is another one."""
        return self.state != self.now.state

    def given(self, *names: str) -> dict[str, Any]:
        """Return the attributes of these that are wanted."""
        return {name: self.attributes[name] for name in names if self._is_given(name)}

    def changed(self, *names: str) -> dict[str, Any]:
        """Return the attributes of these that are wanted otherwise than they are."""
        return {
            name: value
            for name, value in self.given(*names).items()
            if not _same(value, self.now.attributes.get(name))
        }

    def _is_given(self, name: str) -> bool:
        return self.attributes.get(name) is not None


def wishes(wanted: Wanted) -> Iterator[Wish] | None:
    """Return the calls, in order; None if there is no way to set an entity of such a domain."""
    way = _WAYS.get(wanted.domain)
    return None if way is None else way(wanted)


def _light(wanted: Wanted) -> Iterator[Wish]:
    fade = {} if wanted.transition is None else {"transition": wanted.transition}
    if wanted.state == "off" and wanted.is_other:
        yield "light.turn_off", fade
    if wanted.state != "on":
        return
    look = wanted.given("brightness", "effect")
    name = _colour(wanted)
    colour = {} if name is None else {name: wanted.attributes[name]}
    is_same = not wanted.is_other and not wanted.changed(*look, *colour)
    if is_same:
        return
    modes = wanted.now.attributes.get("supported_color_modes") or ()
    if name in _AS_RGB and name.removesuffix("_color") not in modes:
        colour = {"rgb_color": list(colour[name])[:3]}
    if str(look.get("effect", "")).lower() in {"none", "off"}:
        look.pop("effect")
    yield "light.turn_on", {**look, **colour, **fade}


def _colour(wanted: Wanted) -> str | None:
    """Return the attribute that tells the colour: the others are computed from it."""
    mode = wanted.attributes.get("color_mode")
    names = _OF_MODE.get(str(mode), _COLOURS)
    return next(iter(wanted.given(*names)), None)


def _on_off(wanted: Wanted) -> Iterator[Wish]:
    if wanted.state in {"on", "off"} and wanted.is_other:
        yield f"{wanted.domain}.turn_{wanted.state}", {}


def _group(wanted: Wanted) -> Iterator[Wish]:
    if wanted.state in {"on", "off"} and wanted.is_other:
        yield f"homeassistant.turn_{wanted.state}", {}


def _fan(wanted: Wanted) -> Iterator[Wish]:
    yield from _on_off(wanted)
    if wanted.state != "on":
        return
    if wanted.given("preset_mode"):
        for name, value in wanted.changed("preset_mode").items():
            yield "fan.set_preset_mode", {name: value}
    else:
        for name, value in wanted.changed("percentage").items():
            yield "fan.set_percentage", {name: value}
    for name, value in wanted.changed("oscillating").items():
        yield "fan.oscillate", {name: value}
    for name, value in wanted.changed("direction").items():
        yield "fan.set_direction", {name: value}


def _cover(wanted: Wanted) -> Iterator[Wish]:
    yield from _positioned(wanted, "cover")
    tilt = _percent(wanted, "current_tilt_position", "tilt_position")
    if tilt is not None and tilt != wanted.now.attributes.get("current_tilt_position"):
        yield "cover.set_cover_tilt_position", {"tilt_position": tilt}


def _valve(wanted: Wanted) -> Iterator[Wish]:
    yield from _positioned(wanted, "valve")


def _positioned(wanted: Wanted, domain: str) -> Iterator[Wish]:
    knows_position = wanted.now.attributes.get("current_position") is not None
    position = _percent(wanted, "current_position", "position") if knows_position else None
    if position is not None:
        if position != wanted.now.attributes.get("current_position"):
            yield f"{domain}.set_{domain}_position", {"position": position}
        return
    if wanted.state in {"open", "opening"} and wanted.now.state not in {"open", "opening"}:
        yield f"{domain}.open_{domain}", {}
    if wanted.state in {"closed", "closing"} and wanted.now.state not in {"closed", "closing"}:
        yield f"{domain}.close_{domain}", {}


def _percent(wanted: Wanted, reported: str, taken: str) -> Any:
    """Return a position, which people also call as the action that sets it does."""
    return next(iter(wanted.given(reported, taken).values()), None)


def _climate(wanted: Wanted) -> Iterator[Wish]:
    if wanted.is_other:
        yield "climate.set_hvac_mode", {"hvac_mode": wanted.state}
    temperatures = ("temperature", "target_temp_low", "target_temp_high")
    if wanted.is_other or wanted.changed(*temperatures):
        data = wanted.given(*temperatures)
        if data:
            yield "climate.set_temperature", data
    for name in (
        "preset_mode", "swing_mode", "swing_horizontal_mode", "fan_mode", "humidity",
    ):  # fmt: skip
        for key, value in wanted.changed(name).items():
            yield f"climate.set_{name}", {key: value}


def _media_player(wanted: Wanted) -> Iterator[Wish]:
    if wanted.state == "off" and wanted.is_other:
        yield "media_player.turn_off", {}
    if wanted.state not in _PLAYING:
        return
    if wanted.now.state not in _PLAYING:
        yield "media_player.turn_on", {}
    for action, name in (
        ("volume_set", "volume_level"), ("volume_mute", "is_volume_muted"),
        ("select_source", "source"), ("select_sound_mode", "sound_mode"),
        ("shuffle_set", "shuffle"), ("repeat_set", "repeat"),
    ):  # fmt: skip
        for key, value in wanted.changed(name).items():
            yield f"media_player.{action}", {key: value}
    if wanted.changed("media_content_id"):
        yield "media_player.play_media", wanted.given("media_content_id", "media_content_type")
        if wanted.state == "playing":
            return
    verb = {"playing": "media_play", "paused": "media_pause", "idle": "media_stop"}
    if wanted.is_other and wanted.state in verb:
        yield f"media_player.{verb[wanted.state]}", {}


def _by_state(wanted: Wanted) -> Iterator[Wish]:
    verb = _BY_STATE[wanted.domain].get(wanted.state)
    if verb is not None and wanted.is_other:
        yield f"{wanted.domain}.{verb}", {}


def _number(wanted: Wanted) -> Iterator[Wish]:
    try:
        value = float(wanted.state)
    except ValueError:
        return
    if wanted.is_other and wanted.now.state != str(value):
        yield f"{wanted.domain}.set_value", {"value": value}


def _counter(wanted: Wanted) -> Iterator[Wish]:
    if wanted.is_other and re.fullmatch(r"-?\d{1,18}", wanted.state):
        yield "counter.set_value", {"value": int(wanted.state)}


def _text(wanted: Wanted) -> Iterator[Wish]:
    if wanted.is_other:
        yield f"{wanted.domain}.set_value", {"value": wanted.state}


def _select(wanted: Wanted) -> Iterator[Wish]:
    if wanted.domain == "input_select":
        for name, value in wanted.changed("options").items():
            yield "input_select.set_options", {name: list(value)}
    if wanted.is_other:
        yield f"{wanted.domain}.select_option", {"option": wanted.state}


def _datetime(wanted: Wanted) -> Iterator[Wish]:
    if not wanted.is_other:
        return
    key = "datetime" if _DATE_AND_TIME.fullmatch(wanted.state) else None
    key = key or ("date" if "-" in wanted.state else "time")
    yield "input_datetime.set_datetime", {key: wanted.state}


def _humidifier(wanted: Wanted) -> Iterator[Wish]:
    yield from _on_off(wanted)
    if wanted.state != "on":
        return
    for name in ("mode", "humidity"):
        for key, value in wanted.changed(name).items():
            yield f"humidifier.set_{name}", {key: value}


def _vacuum(wanted: Wanted) -> Iterator[Wish]:
    verb = _VACUUM.get(wanted.state)
    if verb is not None and wanted.is_other:
        yield f"vacuum.{verb}", {}
    for key, value in wanted.changed("fan_speed").items():
        yield "vacuum.set_fan_speed", {key: value}


def _timer(wanted: Wanted) -> Iterator[Wish]:
    if wanted.state == "active" and (wanted.is_other or wanted.changed("duration")):
        yield "timer.start", wanted.given("duration")
    if wanted.state == "paused" and wanted.is_other:
        yield "timer.pause", {}
    if wanted.state == "idle" and wanted.is_other:
        yield "timer.cancel", {}


def _water_heater(wanted: Wanted) -> Iterator[Wish]:
    if wanted.is_other:
        if wanted.state in {"on", "off"}:
            yield f"water_heater.turn_{wanted.state}", {}
        else:
            yield "water_heater.set_operation_mode", {"operation_mode": wanted.state}
    for key, value in wanted.changed("temperature").items():
        yield "water_heater.set_temperature", {key: value}
    for key, value in wanted.changed("away_mode").items():
        yield "water_heater.set_away_mode", {key: value in (True, "on")}


def _same(wanted: Any, now: Any) -> bool:
    if isinstance(wanted, list | tuple) and isinstance(now, list | tuple):
        return list(wanted) == list(now)
    return bool(wanted == now)


_WAYS: Mapping[str, Callable[[Wanted], Iterator[Wish]]] = {
    "light": _light, "switch": _on_off, "input_boolean": _on_off, "automation": _on_off,
    "siren": _on_off, "remote": _on_off, "group": _group, "fan": _fan, "cover": _cover,
    "valve": _valve, "climate": _climate, "media_player": _media_player, "lock": _by_state,
    "lawn_mower": _by_state, "alarm_control_panel": _by_state, "input_number": _number,
    "number": _number, "counter": _counter, "input_text": _text, "text": _text,
    "input_select": _select, "select": _select, "input_datetime": _datetime,
    "humidifier": _humidifier, "vacuum": _vacuum, "timer": _timer, "water_heater": _water_heater,
}  # fmt: skip
