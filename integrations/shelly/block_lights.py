"""Dimmers, bulbs and strips of generation 1, with their colours, whites and effects."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from hub.home.colors import hs_of
from hub.home.commands import Command
from hub.home.domains import light
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.local.part import Reading, Status, brightness_of, inside, number, percent_of
from integrations.shelly.block_measures import label, truth
from integrations.shelly.block_view import BlockPart, BlockView, Http
from integrations.shelly.rpc_lights import rgb_wanted
from integrations.shelly.rpc_switches import actions, wanted

RGBW2 = "SHRGBW2"
BULBS = {"SHBLB-1", "SHCB-1"}
# In kelvin, of the lights whose white can be set (Shelly Gen1 API).
WHITES = {"SHBLB-1": (3000, 6500), "SHCB-1": (3000, 6500), "SHBDUO-1": (2700, 6500)}
WHITES_ELSE = (2700, 6500)
EFFECTS = {
    "Off": 0, "Meteor Shower": 1, "Gradual Change": 2, "Breath": 3, "Flash": 4,
    "On/Off Gradual": 5, "Red/Green Change": 6,
}  # fmt: skip
EFFECTS_RGBW2 = {"Off": 0, "Meteor Shower": 1, "Gradual Change": 2, "Flash": 3}
LONGEST_MS = 5000


@dataclass(frozen=True, slots=True)
class _Lamp:
    """What one light can do, and where it is told so."""

    path: str
    block: str
    has_colors: bool
    has_whites: bool
    effects: dict[str, int]
    # A bulb has two modes, of colours and of whites, and changes between them.
    has_modes: bool

    @property
    def modes(self) -> list[str]:
        colors = ["rgb" if self.has_modes else "rgbw"] if self.has_colors else []
        whites = ["color_temp"] if self.has_whites else []
        return colors + whites or ["brightness"]


def lights_of(view: BlockView) -> Iterator[BlockPart]:
    """Yield the lights."""
    lights = list(view.of("light"))
    for block, channel, sensors in lights:
        lamp = _lamp(view, block, channel, sensors)
        attributes: dict[str, Any] = {"supported_color_modes": lamp.modes}
        if lamp.has_whites:
            low, high = WHITES.get(view.model, WHITES_ELSE)
            attributes |= {"min_color_temp_kelvin": low, "max_color_temp_kelvin": high}
        if lamp.effects:
            attributes["effect_list"] = list(lamp.effects)
        facts = EntityFacts(
            domain="light",
            key=block,
            device=view.device,
            name=label(view, "light", channel) if len(lights) > 1 else None,
            actions=actions("light"),
            attributes=attributes,
        )
        yield BlockPart(facts, partial(_read, lamp), block, partial(_set, lamp))


def _lamp(view: BlockView, block: str, channel: int, sensors: frozenset[str]) -> _Lamp:
    mode = view.settings.get("mode")
    is_strip = view.model == RGBW2
    has_colors = "red" in sensors and (not is_strip or mode == "color")
    return _Lamp(
        path=f"{mode if is_strip else 'light'}/{channel}",
        block=block,
        has_colors=has_colors,
        has_whites="colorTemp" in sensors,
        effects=(EFFECTS_RGBW2 if is_strip else EFFECTS) if has_colors else {},
        has_modes=view.model in BULBS,
    )


def _read(lamp: _Lamp, status: Status) -> Reading:
    told = inside(status, lamp.block)
    reading = truth(told.get("output"))
    if reading.state != "on":
        return Reading(reading.state, {"color_mode": None, "brightness": None})
    is_colored = lamp.has_colors and (not lamp.has_modes or told.get("mode") != "white")
    shown: dict[str, Any] = {
        "color_mode": lamp.modes[0] if is_colored else lamp.modes[-1],
        "brightness": brightness_of(told.get("gain" if is_colored else "brightness")),
    }
    if lamp.effects:
        names = {value: name for name, value in lamp.effects.items()}
        shown["effect"] = names.get(told.get("effect"))
    if is_colored:
        return Reading("on", shown | _color(told))
    if lamp.has_whites and told.get("colorTemp") is not None:
        shown["color_temp_kelvin"] = round(number(told["colorTemp"]))
    return Reading("on", shown)


def _color(told: Any) -> dict[str, Any]:
    red, green, blue = (round(number(told[name])) for name in ("red", "green", "blue"))
    hue, saturation = hs_of((red, green, blue))
    color: dict[str, Any] = {
        "rgb_color": (red, green, blue),
        "hs_color": (round(hue, 1), round(saturation, 1)),
    }
    if told.get("white") is not None:
        color["rgbw_color"] = (red, green, blue, round(number(told["white"])))
    return color


async def _set(lamp: _Lamp, http: Http, command: Command, state: State) -> None:
    is_on = wanted(command, state)
    params: dict[str, Any] = {"turn": "on" if is_on else "off"}
    if is_on and isinstance(command, light.TurnOn | light.Toggle):
        params |= _appearance(lamp, command, state)
    transition = getattr(command, "transition", None)
    if transition is not None:
        params["transition"] = min(LONGEST_MS, round(transition * 1000))
    await http.http_request("get", lamp.path, params)


def _appearance(lamp: _Lamp, command: light.TurnOn | light.Toggle, state: State) -> dict[str, Any]:
    params: dict[str, Any] = {}
    brightness = command.target_brightness(state)
    if brightness == 0:
        return {"turn": "off"}
    rgb, kelvin = rgb_wanted(command), command.target_kelvin()
    mode = state.attributes.get("color_mode")
    is_colored = lamp.has_colors and kelvin is None and (rgb is not None or mode != "color_temp")
    if brightness is not None:
        params["gain" if is_colored else "brightness"] = percent_of(brightness)
    if rgb is not None:
        params |= dict(zip(("red", "green", "blue"), rgb, strict=True))
    if kelvin is not None:
        params["temp"] = kelvin
    if command.effect is not None:
        if command.effect not in lamp.effects:
            raise NotOffered(f"it has no effect {command.effect!r}")
        params["effect"] = lamp.effects[command.effect]
    if lamp.has_modes and (rgb is not None or kelvin is not None or "effect" in params):
        params["mode"] = "white" if kelvin is not None else "color"
    return params
