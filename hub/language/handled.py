"""Intents that a program names itself, with slots for words (Home Assistant, intent API)."""

from collections.abc import Mapping
from typing import Any

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, FloorId, slugify
from hub.home.keeping import Kept
from hub.home.model import Entity
from hub.home.plan import Plan, Refusal, Request
from hub.home.targets import NoTarget, area_id_of
from hub.language.intents import to_body
from hub.language.meaning import Meaning
from hub.language.speech import say

_KEPT_SLOTS = frozenset({"name", "area", "floor", "domain", "device_class", "preferred_area_id"})


class BadSlots(HubError):
    """A slot holds what the intent cannot use: correct it."""


def plan_intent(
    home: Home, intent: str, slots: Mapping[str, Any], request: Request, kept: Kept
) -> Plan:
    """Return the plan of an intent; one that the hub does not know is a refusal.

    Raises:
        NoTarget: there is no such name, area or floor.
        BadSlots: a value is missing, or is none.
    """
    meaning = _meaning(home, intent, slots)
    try:
        body = to_body(home, meaning, request, kept)
    except KeyError as error:
        raise BadSlots(f"{intent}: the slot {error.args[0]!r} is needed") from None
    except (ValueError, TypeError, OverflowError) as error:
        raise BadSlots(f"{intent}: {error}") from None
    if body is None:
        body = Refusal(text=say(request.language, "not_understood"), code="no_match")
    return Plan(request=request, body=body, planner="intent", confidence=1.0)


def _meaning(home: Home, intent: str, slots: Mapping[str, Any]) -> Meaning:
    given = {key: _value(slot) for key, slot in slots.items()}
    name, area, floor = (_text(given, key) for key in ("name", "area", "floor"))
    return Meaning(
        intent=intent,
        name=name,
        entity_ids=() if name is None else tuple(one.id for one in _named(home, name)),
        area_id=None if area is None else AreaId(area_id_of(home, area)),
        is_area_said=area is not None,
        floor_id=None if floor is None else _floor_id(home, floor),
        domain=_text(given, "domain"),
        device_class=_text(given, "device_class"),
        values={key: value for key, value in given.items() if key not in _KEPT_SLOTS},
    )


def _value(slot: Any) -> Any:
    """Return what a slot holds: the value alone, or {"value": .., "text": ..}."""
    value = slot["value"] if isinstance(slot, dict) and "value" in slot else slot
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _text(given: Mapping[str, Any], key: str) -> str | None:
    value = given.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadSlots(f"the slot {key!r} holds a text, not {value!r}")
    return value


def _named(home: Home, name: str) -> list[Entity]:
    wanted = slugify(name)
    found = [
        entity
        for entity in home.entities.values()
        if name == entity.id or wanted in map(slugify, (entity.name, *entity.aliases))
    ]
    if not found:
        raise NoTarget(f"nothing here is called {name!r}; GET /api/states lists what there is")
    return found


def _floor_id(home: Home, name: str) -> FloorId:
    for floor in home.floors.values():
        if name == floor.id or slugify(name) in map(slugify, (floor.name, *floor.aliases)):
            return floor.id
    raise NoTarget(f"no floor {name!r} in this home; GET /api/lares/home lists them")
