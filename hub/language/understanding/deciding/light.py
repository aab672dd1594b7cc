"""Lights."""

from typing import Any

from hub.home.domains.light import COLOR_MODES, COLORS, DIMMABLE_MODES
from hub.home.model import Entity, State
from hub.language.understanding.deciding.choice import (
    Choice,
    Decider,
    chosen,
    number,
    offered,
    one,
    scaled,
)
from hub.language.understanding.lexicon.colors import RGB
from hub.language.understanding.wish import Wish

# Percent of brightness per "brighter", "a bit brighter", "a lot brighter".
STEP, SMALL_STEP, LARGE_STEP = 20, 10, 40
KELVIN_STEP = 500
LEAST_KELVIN = 1000
_FULL = 255
# What a lamp of colours shows for a white of few kelvin, and of many.
_WHITES = ((3000, (255, 197, 143)), (4500, (255, 244, 229)), (20000, (201, 226, 255)))
_SENSES = frozenset({"on", "set", "up", "down", "dim", "brighten", "raise", "lower", "start",
                     "double", "halve", "warm", "cool"})  # fmt: skip
_PROPERTIES = frozenset({"", "brightness", "color", "kelvin", "level", "temperature"})


def light(entity: Entity, state: State, wish: Wish) -> Choice:  # noqa: PLR0911
    """Decide for a light."""
    del entity
    if wish.sense in {"off", "toggle", "hit"} and not wish.has_value and not wish.direction:
        verb = "toggle" if wish.sense == "toggle" else "turn_off"
        if wish.sense == "hit":
            verb = "turn_off" if state.state == "on" else "turn_on"
        return one(f"light.{verb}")
    if wish.sense not in _SENSES or wish.about not in _PROPERTIES:
        return None
    if wish.unit in {"deg", "C", "F"} or (wish.speed and not wish.direction):
        return None
    data = _appearance(state, wish)
    if data is None or isinstance(data, str):
        return data
    if not data and wish.sense not in {"on", "start"}:
        return None
    if data.get("brightness_pct") == 0:
        return one("light.turn_off")
    return [("light.turn_on", data)]


def _appearance(state: State, wish: Wish) -> dict[str, Any] | str | None:  # noqa: PLR0911
    data: dict[str, Any] = {}
    modes = {str(m) for m in state.attributes.get("supported_color_modes") or ["onoff"]}
    effect = chosen(wish, offered(state, "effect_list")) if wish.choices else None
    if wish.color:
        if not modes & COLOR_MODES and not (wish.color == "white" and modes & {"white"}):
            return "can't change its colour"
        is_known = wish.color in COLORS
        data["color_name" if is_known else "rgb_color"] = (
            wish.color if is_known else RGB[wish.color]
        )
    elif effect is not None:
        data["effect"] = effect
    elif wish.choices and not wish.kelvin:
        return None
    white = _white(state, wish, modes)
    if isinstance(white, str):
        return white
    data |= white
    if wish.about == "temperature" and not white:
        return None
    brightness = _brightness(state, wish)
    if isinstance(brightness, str):
        return brightness
    if brightness and not modes & DIMMABLE_MODES:
        return "can't be dimmed"
    return data | brightness


def _white(state: State, wish: Wish, modes: set[str]) -> dict[str, Any] | str:
    kelvin = wish.kelvin
    low, high = number(state, "min_color_temp_kelvin"), number(state, "max_color_temp_kelvin")
    if _says_kelvin(wish):
        kelvin = round(wish.number or 0)
    elif wish.about in {"kelvin", "temperature"} and wish.direction:
        now = number(state, "color_temp_kelvin") or 3500
        # Warmer light has fewer kelvin.
        kelvin = round(now - wish.direction * KELVIN_STEP)
        kelvin = round(min(max(kelvin, low or kelvin), high or kelvin))
    if kelvin is None:
        return {}
    if "color_temp" not in modes:
        if not modes & COLOR_MODES:
            return "can't change its colour temperature"
        return {"rgb_color": next(rgb for most, rgb in _WHITES if kelvin <= most)}
    if wish.kelvin is not None:
        kelvin = round(min(max(kelvin, low or kelvin), high or kelvin))
    return {"color_temp_kelvin": kelvin}


def _says_kelvin(wish: Wish) -> bool:
    if wish.number is None:
        return False
    return wish.unit == "K" or (wish.number >= LEAST_KELVIN and wish.unit == "")


def _brightness(state: State, wish: Wish) -> dict[str, Any] | str:  # noqa: PLR0911
    if wish.about in {"kelvin", "temperature", "color"} or _says_kelvin(wish):
        return {}
    now = number(state, "brightness") if state.state == "on" else None
    if wish.factor is not None:
        if now is None:
            return "is off, so there is no brightness to start from"
        return {"brightness_pct": min(100, max(1, round(now * wish.factor * 100 / _FULL)))}
    if wish.number is not None and (wish.is_delta or wish.unit == "notch"):
        step = wish.number * (10 if wish.unit == "notch" else 1)
        return {"brightness_step_pct": min(100, step) * (wish.direction or 1)}
    percent = wish.percent
    if percent is not None:
        if not 0 <= percent <= 100:  # noqa: PLR2004 - percent
            return f"can't be set to {percent:g} %: the brightness goes from 0 to 100 %"
        return {"brightness_pct": percent}
    if wish.direction:
        if now is not None and now * 100 / _FULL <= -scaled(wish, SMALL_STEP, STEP, LARGE_STEP):
            # "Dimmer" is not off.
            return {"brightness_pct": max(1, round(now * 50 / _FULL))}
        return {"brightness_step_pct": scaled(wish, SMALL_STEP, STEP, LARGE_STEP)}
    return {}


LIGHTS: dict[str, Decider] = {"light": light}
