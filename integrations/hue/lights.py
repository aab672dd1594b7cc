"""Lamps, smart plugs and groups of lamps: what they offer, what they show, what they are told."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohue.v2.models.device import Device, DeviceArchetypes
from aiohue.v2.models.feature import (
    ColorFeaturePut,
    ColorPoint,
    ColorTemperatureFeatureBase,
    ColorTemperatureFeaturePut,
    DimmingFeaturePut,
    DynamicsFeaturePut,
    EffectsFeaturePut,
    EffectStatus,
    EffectsV2ActionPut,
    EffectsV2FeaturePut,
    OnFeature,
    TimedEffectsFeaturePut,
    TimedEffectStatus,
)
from aiohue.v2.models.grouped_light import GroupedLight, GroupedLightPut
from aiohue.v2.models.light import Light, LightPut
from aiohue.v2.models.resource import ResourceTypes
from aiohue.v2.models.room import Room

from hub.home.coloring import color_of, converted
from hub.home.colors import hs_of, kelvin_of, mired_of, rgb_of_xy
from hub.home.domains import light as lights
from hub.home.model import State

Shown = tuple[str, Mapping[str, Any]]

NO_EFFECT = "off"
# How long a sunrise takes unless a transition says otherwise (Home Assistant, Hue).
SUNRISE_MS = 1_800_000
# The range of the whites that come with a colour.
KELVINS = (2000, 6535)
_STILL = {EffectStatus.NO_EFFECT, EffectStatus.UNKNOWN}
_UNTIMED = {TimedEffectStatus.NO_EFFECT, TimedEffectStatus.UNKNOWN}


def is_plug(device: Device) -> bool:
    """Tell whether what the bridge calls a light is a plug for anything."""
    return bool(device.product_data.product_archetype is DeviceArchetypes.PLUG)


def offered_by(members: Sequence[Light]) -> dict[str, Any]:
    """Return the fixed attributes of lamps taken as one: colour modes, the range of whites."""
    modes = [
        mode
        for mode, has in (
            ("color_temp", any(one.supports_color_temperature for one in members)),
            ("xy", any(one.supports_color for one in members)),
        )
        if has
    ]
    if not modes:
        modes = ["brightness" if any(one.supports_dimming for one in members) else "onoff"]
    offered: dict[str, Any] = {"supported_color_modes": modes}
    schemas = [one.color_temperature.mirek_schema for one in members if one.color_temperature]
    if schemas:
        coldest = min(schema.mirek_minimum for schema in schemas)
        warmest = max(schema.mirek_maximum for schema in schemas)
        offered["min_color_temp_kelvin"] = kelvin_of(warmest)
        offered["max_color_temp_kelvin"] = kelvin_of(coldest)
    return offered


def offered_by_light(light: Light) -> dict[str, Any]:
    """Return a lamp's fixed attributes."""
    effects = effects_of(light)
    listed = {"effect_list": [NO_EFFECT, *effects]} if effects else {}
    return offered_by([light]) | listed


def effects_of(light: Light) -> list[str]:
    """Return the names of the effects that a lamp knows, in its order."""
    found: list[EffectStatus | TimedEffectStatus] = []
    if light.effects is not None:
        found += light.effects.effect_values or light.effects.status_values
    if light.effects_v2 is not None:
        found += light.effects_v2.action.effect_values
    if light.timed_effects is not None:
        found += light.timed_effects.effect_values or light.timed_effects.status_values
    return list(dict.fromkeys(one.value for one in found if one not in _STILL | _UNTIMED))


def shown_by_light(light: Light) -> Shown:
    """Return a lamp's state and attributes."""
    attributes = _appearance(light, light.dimming.brightness if light.dimming else None)
    if effects_of(light):
        attributes["effect"] = _effect(light) if light.is_on else None
    if light.dynamics is not None:
        attributes["dynamics"] = light.dynamics.status.value
    return ("on" if light.is_on else "off"), attributes


def shown_by_group(grouped: GroupedLight, group: Room | None, members: Sequence[Light]) -> Shown:
    """Return a group's state and attributes; the bridge tells no colour, so a lamp's stands in."""
    is_on = grouped.on is not None and grouped.on.on
    brightness = grouped.dimming.brightness if grouped.dimming else None
    lit = [one for one in members if one.is_on]
    pattern = max(lit, key=lambda one: (one.supports_color, one.supports_dimming), default=None)
    kind = "zone" if group is not None and group.type is ResourceTypes.ZONE else "room"
    attributes: dict[str, Any] = {"brightness": _byte(brightness) if is_on else None}
    if pattern is not None and is_on:
        attributes = _appearance(pattern, brightness)
    names = sorted(one.metadata.name for one in members if one.metadata is not None)
    return ("on" if is_on else "off"), {
        **attributes,
        "is_hue_group": True,
        "hue_type": kind,
        "lights": names,
    }


def told_to_light(command: lights.TurnOn | lights.Toggle, state: State, light: Light) -> LightPut:
    """Put what a lamp is told in the bridge's terms."""
    brightness = command.target_brightness(state)
    if brightness == 0:
        return LightPut(on=OnFeature(on=False), dynamics=transition(command.transition))
    told = LightPut(on=OnFeature(on=True), dynamics=transition(command.transition))
    if brightness is not None:
        told.dimming = DimmingFeaturePut(brightness=round(brightness / 2.55, 2))
    kelvin = command.target_kelvin()
    if kelvin is not None:
        told.color_temperature = ColorTemperatureFeatureBase(mirek=mired_of(kelvin))
    xy = _xy(command)
    if xy is not None:
        told.color = ColorFeaturePut(xy=ColorPoint(*xy))
    if command.effect is not None:
        _tell_effect(told, command.effect, light)
    return told


def told_to_group(command: lights.TurnOn | lights.Toggle, state: State) -> GroupedLightPut:
    """Put what a group is told in the bridge's terms; groups know no effects."""
    brightness = command.target_brightness(state)
    told = GroupedLightPut(
        on=OnFeature(on=brightness != 0), dynamics=transition(command.transition)
    )
    if brightness:
        told.dimming = DimmingFeaturePut(brightness=round(brightness / 2.55, 2))
    kelvin = command.target_kelvin()
    if kelvin is not None:
        told.color_temperature = ColorTemperatureFeaturePut(mirek=mired_of(kelvin))
    xy = _xy(command)
    if xy is not None:
        told.color = ColorFeaturePut(xy=ColorPoint(*xy))
    return told


def transition(seconds: float | None) -> DynamicsFeaturePut | None:
    """Return a fade, in steps of a tenth of a second as the bridge takes them."""
    return None if seconds is None else DynamicsFeaturePut(duration=round(seconds * 10) * 100)


def _appearance(light: Light, brightness: float | None) -> dict[str, Any]:
    mode = _mode(light) if light.is_on else None
    attributes: dict[str, Any] = {"color_mode": mode}
    if light.supports_dimming:
        attributes["brightness"] = _byte(brightness) if light.is_on else None
    if light.color_temperature is not None:
        mirek = light.color_temperature.mirek
        is_white = mode == "color_temp" and bool(mirek)
        attributes["color_temp_kelvin"] = kelvin_of(mirek) if mirek and is_white else None
    if light.color is not None:
        attributes |= {"xy_color": None, "hs_color": None, "rgb_color": None}
        if mode == "xy":
            xy = (light.color.xy.x, light.color.xy.y)
            rgb = rgb_of_xy(*xy)
            attributes |= {"xy_color": xy, "hs_color": hs_of(rgb), "rgb_color": rgb}
    return attributes


def _mode(light: Light) -> str:
    white = light.color_temperature
    if white is not None and (light.color is None or (white.mirek_valid and white.mirek)):
        return "color_temp"
    if light.color is not None:
        return "xy"
    return "brightness" if light.supports_dimming else "onoff"


def _byte(percent: float | None) -> int | None:
    return None if percent is None else min(255, round(percent * 255 / 100))


def _effect(light: Light) -> str:
    running: list[EffectStatus | TimedEffectStatus | None] = [
        light.effects.status if light.effects else None,
        light.effects_v2.status.effect if light.effects_v2 else None,
        light.timed_effects.status if light.timed_effects else None,
    ]
    names = [one.value for one in running if one is not None and one not in _STILL | _UNTIMED]
    return names[0] if names else NO_EFFECT


def _xy(command: lights.TurnOn | lights.Toggle) -> tuple[float, float] | None:
    wanted = color_of(command)
    found = None if wanted is None else converted(*wanted, ("xy",), KELVINS)
    return None if found is None else (found[1][0], found[1][1])


def _tell_effect(told: LightPut, name: str, light: Light) -> None:
    """Add an effect, in the notation in which this lamp knows it."""
    old = light.effects
    if name == NO_EFFECT:
        if light.timed_effects is not None and light.timed_effects.status not in _UNTIMED:
            told.timed_effects = TimedEffectsFeaturePut(effect=TimedEffectStatus.NO_EFFECT)
        else:
            told.effects = EffectsFeaturePut(effect=EffectStatus.NO_EFFECT)
    elif name in {one.value for one in _timed(light)}:
        fade, told.dynamics = told.dynamics, None
        duration = SUNRISE_MS if fade is None else fade.duration
        told.timed_effects = TimedEffectsFeaturePut(
            effect=TimedEffectStatus(name), duration=duration
        )
    elif old is not None and EffectStatus(name) in (old.effect_values or old.status_values):
        told.effects = EffectsFeaturePut(effect=EffectStatus(name))
    else:
        told.effects_v2 = EffectsV2FeaturePut(action=EffectsV2ActionPut(EffectStatus(name)))


def _timed(light: Light) -> list[TimedEffectStatus]:
    timed = light.timed_effects
    return [] if timed is None else timed.effect_values or timed.status_values
