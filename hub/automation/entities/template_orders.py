"""From a command for a template entity to the actions that its configuration has for it."""

import colorsys
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from hub.automation.entities.template_items import TemplateEntity
from hub.home.commands import Command
from hub.home.domains import light
from hub.home.model import State
from hub.record import record

# What `light.turn_on` stands for, by what it is given.
_OF_LIGHTS = frozenset({"set_level", "set_temperature", "set_hs", "set_effect"})
_SWITCHED = frozenset({"switch", "light", "fan"})
_AFTER = {
    "turn_on": "on", "turn_off": "off", "lock": "locked", "unlock": "unlocked", "open": "open",
}  # fmt: skip
_OFF = frozenset({"off", "closed", "closing"})


@record(frozen=True, slots=True)
class Order:
    """Which actions to run, with which variables, and what they are believed to bring about."""

    key: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    believed: Mapping[str, Any] = field(default_factory=dict)


def offered(entity: TemplateEntity) -> frozenset[str]:
    """Return the full names of the actions that an entity offers."""
    verbs = {verb for verb in entity.actions if verb not in _OF_LIGHTS}
    if entity.domain in _SWITCHED:
        verbs |= {"turn_on", "turn_off", "toggle"}
    if entity.domain == "cover":
        if "set_cover_position" in verbs:
            verbs |= {"open_cover", "close_cover"}
        if {"open_cover", "close_cover"} <= verbs:
            verbs.add("toggle")
    return frozenset(f"{entity.domain}.{verb}" for verb in verbs)


def orders(entity: TemplateEntity, command: Command, now: State) -> list[Order]:
    """Return what to run, in order."""
    verb = _other(entity, now) if command.verb == "toggle" else command.verb
    given = command.data()
    match verb:
        case "turn_on" if entity.domain == "light":
            return [_light(entity, command, now)]
        case "turn_on" if entity.domain == "fan":
            return _fan(entity, given)
        case "open_cover" | "close_cover":
            return [_cover(entity, verb)]
        case _:
            return [Order(verb, given, _believed(verb, given))]


def _believed(verb: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an entity shows after an action, if nothing else tells."""
    if verb in _AFTER:
        return {"state": _AFTER[verb]}
    told = next(iter(given.values()), None)
    match verb:
        case "set_cover_position":
            return {"position": told, "state": "open" if told else "closed"}
        case "set_percentage":
            return {"percentage": told, "state": "on" if told else "off"}
        case _:
            return {} if told is None else {"state": told}


def _other(entity: TemplateEntity, now: State) -> str:
    is_off = now.state in _OFF
    if entity.domain == "cover":
        return "open_cover" if is_off else "close_cover"
    return "turn_off" if now.state == "on" else "turn_on"


def _light(entity: TemplateEntity, command: Command, now: State) -> Order:
    """Return the one thing to do: Home Assistant asks for a colour before the brightness."""
    if not isinstance(command, light.TurnOn | light.Toggle):
        return Order("turn_on")
    brightness = command.target_brightness(now)
    given: dict[str, Any] = {} if brightness is None else {"brightness": brightness}
    believed: dict[str, Any] = {"state": True}
    if brightness is not None:
        believed["level"] = brightness
    kelvin, colour = command.target_kelvin(), _hs(command)
    if kelvin is not None and "set_temperature" in entity.actions:
        mireds = round(1_000_000 / kelvin)
        given |= {"color_temp": mireds, "color_temp_kelvin": kelvin}
        return Order("set_temperature", given, believed | {"temperature": mireds, "hs": None})
    if command.effect is not None and "set_effect" in entity.actions:
        only = {"effect": command.effect}
        return Order("set_effect", given | only, believed | only)
    if colour is not None and "set_hs" in entity.actions:
        given |= {"hs": colour, "h": int(colour[0]), "s": int(colour[1])}
        return Order("set_hs", given, believed | {"hs": colour, "temperature": None})
    is_dimmed = brightness is not None and "set_level" in entity.actions
    return Order("set_level" if is_dimmed else "turn_on", given, believed)


def _hs(command: light.TurnOn | light.Toggle) -> tuple[float, float] | None:
    if command.hs_color is not None:
        return command.hs_color
    rgb = command.target_rgb()
    if rgb is None:
        return None
    hue, saturation, _ = colorsys.rgb_to_hsv(*(part / 255 for part in rgb))
    return round(hue * 360, 3), round(saturation * 100, 3)


def _fan(entity: TemplateEntity, given: Mapping[str, Any]) -> list[Order]:
    found = [Order("turn_on", given, {"state": "on"})]
    percentage = given.get("percentage")
    if percentage is not None and "set_percentage" in entity.actions:
        only = {"percentage": percentage}
        found.append(Order("set_percentage", only, {**only, "state": "on"}))
    return found


def _cover(entity: TemplateEntity, verb: str) -> Order:
    position = 100 if verb == "open_cover" else 0
    believed = {"state": "open" if position else "closed", "position": position}
    if verb in entity.actions:
        return Order(verb, {}, believed)
    return Order("set_cover_position", {"position": position}, believed)
