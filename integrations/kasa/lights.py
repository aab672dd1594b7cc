"""Bulbs, dimmers and light strips."""

from collections.abc import Mapping
from typing import Any

from kasa import Device, LightState, Module
from kasa.interfaces import LightEffect
from kasa.iot import IotDevice

from hub.home.coloring import color_of, converted
from hub.home.colors import rgb_of_hs, xy_of
from hub.home.domains import light as lights
from hub.home.model import State

Shown = tuple[str, Mapping[str, Any]]

NO_EFFECT = "off"
# The range of the whites that come with a colour.
KELVINS = (2500, 6500)


def offered_by(device: Device) -> dict[str, Any]:
    """Return a light's fixed attributes: colour modes, white's range, effects."""
    light = device.modules[Module.Light]
    white = light.get_feature("color_temp")
    modes = [
        mode
        for mode, has in (("color_temp", white is not None), ("hs", light.has_feature("hsv")))
        if has
    ]
    if not modes:
        modes = ["brightness" if light.has_feature("brightness") else "onoff"]
    offered: dict[str, Any] = {"supported_color_modes": modes}
    if white is not None:
        offered["min_color_temp_kelvin"] = white.minimum_value
        offered["max_color_temp_kelvin"] = white.maximum_value
    effect = device.modules.get(Module.LightEffect)
    if effect is not None:
        names = [name for name in effect.effect_list if name != LightEffect.LIGHT_EFFECTS_OFF]
        offered["effect_list"] = [NO_EFFECT, *names]
    return offered


def shown_by(device: Device) -> Shown:
    """Return a light's state and attributes."""
    light, is_on = device.modules[Module.Light], device.is_on
    shown: dict[str, Any] = {"color_mode": None}
    if light.has_feature("brightness"):
        shown["brightness"] = _byte(light.brightness) if is_on else None
        shown["color_mode"] = "brightness" if is_on else None
    else:
        shown["color_mode"] = "onoff" if is_on else None
    kelvin = light.color_temp if light.has_feature("color_temp") else 0
    if light.has_feature("color_temp"):
        shown["color_temp_kelvin"] = kelvin if is_on and kelvin else None
        shown["color_mode"] = "color_temp" if is_on else None
    if light.has_feature("hsv"):
        shown |= {"hs_color": None, "rgb_color": None, "xy_color": None}
        if is_on and not kelvin:
            shown |= _colored(float(light.hsv.hue), float(light.hsv.saturation))
    effect = device.modules.get(Module.LightEffect)
    if effect is not None:
        shown["effect"] = _effect(effect) if is_on else None
    return ("on" if is_on else "off"), shown


async def switch_on(device: Device, command: lights.TurnOn | lights.Toggle, state: State) -> None:
    """Tell a light how to look."""
    light, effect = device.modules[Module.Light], device.modules.get(Module.LightEffect)
    brightness = command.target_brightness(state)
    percent = None if brightness is None else max(1, round(brightness / 2.55))
    fade = _fade(device, command.transition)
    if command.effect is not None and effect is not None:
        await _run(device, effect, command.effect, percent)
        return
    look = _look(command)
    if effect is not None and effect.effect != LightEffect.LIGHT_EFFECTS_OFF:
        if look is None and percent is not None:
            await light.set_brightness(percent)
            return
        if look is not None:
            await effect.set_effect(LightEffect.LIGHT_EFFECTS_OFF)
    wanted = look or LightState()
    wanted.light_on, wanted.brightness, wanted.transition = True, percent, fade
    await light.set_state(wanted)


async def switch_off(device: Device, seconds: float | None) -> None:
    """Tell a light to go out."""
    fade = _fade(device, seconds)
    await device.modules[Module.Light].set_state(LightState(light_on=False, transition=fade))


async def _run(device: Device, effect: LightEffect, name: str, percent: int | None) -> None:
    if name == NO_EFFECT:
        await effect.set_effect(LightEffect.LIGHT_EFFECTS_OFF)
    else:
        await effect.set_effect(name, brightness=percent)
    if not device.is_on:
        await device.turn_on()


def _look(command: lights.TurnOn | lights.Toggle) -> LightState | None:
    """Return the colour that is wanted; None if none is."""
    kelvin = command.target_kelvin()
    if kelvin is not None:
        return LightState(color_temp=kelvin)
    wanted = color_of(command)
    found = None if wanted is None else converted(*wanted, ("hs",), KELVINS)
    if found is None:
        return None
    hue, saturation = found[1]
    return LightState(hue=round(hue) % 360, saturation=round(saturation), color_temp=0)


def _byte(percent: float) -> int:
    return max(0, min(255, round(percent * 255 / 100)))


def _colored(hue: float, saturation: float) -> dict[str, Any]:
    rgb = rgb_of_hs(hue, saturation)
    return {
        "color_mode": "hs",
        "hs_color": (hue, saturation),
        "rgb_color": rgb,
        "xy_color": xy_of(rgb),
    }


def _effect(effect: LightEffect) -> str:
    name = effect.effect
    return NO_EFFECT if name == LightEffect.LIGHT_EFFECTS_OFF else name


def _fade(device: Device, seconds: float | None) -> int | None:
    """Return milliseconds; only the old protocol knows fades."""
    if seconds is None or not isinstance(device, IotDevice):
        return None
    return round(seconds * 1000)
