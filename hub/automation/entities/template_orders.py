"""From a command for a template entity to the actions that its configuration has for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.automation.entities.template_items import TemplateEntity
from hub.home.commands import Command
from hub.home.domains import light
from hub.home.model import State

_SWITCHED = frozenset({"switch", "light", "fan"})
_AFTER = {
    "turn_on": "on", "turn_off": "off", "lock": "locked", "unlock": "unlocked", "open": "open",
}  # fmt: skip
_OFF = frozenset({"off", "closed", "closing"})


@dataclass(frozen=True, slots=True)
class Order:
    """Which actions to run, with which variables, and what they are believed to bring about."""

    key: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    believed: Mapping[str, Any] = field(default_factory=dict)


def offered(entity: TemplateEntity) -> frozenset[str]:
    """Return the full names of the actions that an entity offers."""
    verbs = set(entity.actions) - {"set_level"}
    if entity.domain in _SWITCHED:
        verbs.add("toggle")
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
    brightness = None
    if isinstance(command, light.TurnOn | light.Toggle):
        brightness = command.target_brightness(now)
    given = {key: value for key, value in command.data().items() if key == "transition"}
    if brightness is None or "set_level" not in entity.actions:
        return Order("turn_on", given, {"state": "on"})
    believed = {"state": "on", "level": brightness}
    return Order("set_level", {**given, "brightness": brightness}, believed)


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
