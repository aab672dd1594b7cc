"""Dimmers and coloured lights of a Shelly of generation 2 or later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from hub.home.colors import hs_of, rgb_of_hs, rgb_of_xy
from hub.home.commands import Command
from hub.home.domains import light
from hub.home.maker import EntityFacts, NotOffered
from hub.home.model import State
from integrations.local.part import (
    Reading,
    Status,
    brightness_of,
    inside,
    number,
    on_off,
    percent_of,
)
from integrations.shelly.rpc_calls import Rpc
from integrations.shelly.rpc_switches import actions, wanted
from integrations.shelly.rpc_view import RpcPart, RpcView

KELVIN = (2700, 6500)
# Shelly takes transitions of 0.5 to 5 seconds (light), up to 10800 s since firmware 1.0.
SHORTEST_S, LONGEST_S = 0.5, 10800.0


@dataclass(frozen=True, slots=True)
class _Kind:
    method: str
    modes: tuple[str, ...]


KINDS = {
    "light": _Kind("Light.Set", ("brightness",)),
    "rgb": _Kind("RGB.Set", ("rgb",)),
    "rgbw": _Kind("RGBW.Set", ("rgbw",)),
    "cct": _Kind("CCT.Set", ("color_temp",)),
    "rgbcct": _Kind("RGBCCT.Set", ("rgb", "color_temp")),
}


def lights_of(view: RpcView) -> Iterator[RpcPart]:
    """Yield the lights that can be dimmed."""
    for name, kind in KINDS.items():
        for component, number_ in view.of(name):
            facts = EntityFacts(
                domain="light",
                key=component,
                device=view.device,
                name=view.label(component),
                actions=actions("light"),
                attributes=_abilities(view, component, kind),
            )
            yield RpcPart(
                facts, partial(_read, component, kind), component, partial(_set, kind, number_)
            )


def _abilities(view: RpcView, component: str, kind: _Kind) -> Mapping[str, Any]:
    abilities: dict[str, Any] = {"supported_color_modes": list(kind.modes)}
    if "color_temp" in kind.modes:
        given = view.settings(component).get("ct_range")
        low, high = given if isinstance(given, list) and len(given) == len(KELVIN) else KELVIN
        abilities |= {"min_color_temp_kelvin": low, "max_color_temp_kelvin": high}
    return abilities


def _read(component: str, kind: _Kind, status: Status) -> Reading:
    reading = on_off(inside(status, component, "output"))
    shown: dict[str, Any] = {"color_mode": None, "brightness": None}
    if reading.state == "on":
        mode = _mode(inside(status, component, "mode"), kind)
        brightness = brightness_of(inside(status, component, "brightness"))
        shown = {"color_mode": mode, "brightness": brightness}
        shown |= _color(mode, inside(status, component))
    return Reading(reading.state, shown)


def _mode(told: object, kind: _Kind) -> str:
    if len(kind.modes) == 1:
        return kind.modes[0]
    return "color_temp" if told == "cct" else kind.modes[0]


def _color(mode: str, told: Mapping[str, Any]) -> dict[str, Any]:
    if mode == "color_temp":
        kelvin = told.get("ct")
        return {"color_temp_kelvin": None if kelvin is None else round(number(kelvin))}
    if mode not in {"rgb", "rgbw"} or told.get("rgb") is None:
        return {}
    red, green, blue = (round(number(channel)) for channel in told["rgb"])
    hue, saturation = hs_of((red, green, blue))
    color = {
        "rgb_color": (red, green, blue),
        "hs_color": (round(hue, 1), round(saturation, 1)),
    }
    if mode == "rgbw":
        return color | {"rgbw_color": (red, green, blue, round(number(told.get("white", 0))))}
    return color


async def _set(kind: _Kind, number_: int, rpc: Rpc, command: Command, state: State) -> None:
    is_on = wanted(command, state)
    params: dict[str, Any] = {"id": number_, "on": is_on}
    if is_on and isinstance(command, light.TurnOn | light.Toggle):
        params |= _appearance(kind, command, state)
    transition = getattr(command, "transition", None)
    if transition is not None:
        params["transition_duration"] = max(SHORTEST_S, min(LONGEST_S, transition))
    await rpc.call_rpc(kind.method, params)


def _appearance(kind: _Kind, command: light.TurnOn | light.Toggle, state: State) -> dict[str, Any]:
    params: dict[str, Any] = {}
    brightness = command.target_brightness(state)
    if brightness == 0:
        return {"on": False}
    if brightness is not None:
        params["brightness"] = percent_of(brightness)
    kelvin = command.target_kelvin()
    if kelvin is not None:
        params["ct"] = kelvin
    rgb = rgb_wanted(command)
    if rgb is not None:
        params["rgb"] = list(rgb)
    if len(kind.modes) > 1 and ("ct" in params or "rgb" in params):
        params["mode"] = "cct" if "ct" in params else "rgb"
    if command.effect is not None:
        raise NotOffered("this Shelly has no effects")
    return params


def rgb_wanted(command: light.TurnOn | light.Toggle) -> tuple[int, int, int] | None:
    """Return the colour that a command asks for, however it says so."""
    rgb = command.target_rgb()
    if rgb is not None:
        return rgb
    if command.hs_color is not None:
        return rgb_of_hs(*command.hs_color)
    if command.xy_color is not None:
        return rgb_of_xy(*command.xy_color)
    return None
