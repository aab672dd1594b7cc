"""From what a call names (entities, areas, devices, floors, labels, "all") to entity ids.

Groups stand for their members, and theirs (Home Assistant's `expand_entity_ids`).
"""

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of, slugify
from hub.home.model import Entity

KEYS = ("entity_id", "device_id", "area_id", "floor_id", "label_id")
GROUP = "group"


class NoTarget(HubError):
    """The call names nothing that could do it: name an entity."""


def take_targets(body: dict[str, Any]) -> dict[str, list[str]]:
    """Take the target keys out of `body`, at its top and under "target".

    Raises:
        NoTarget: one of them is neither a string nor a list of strings.
    """
    nested = body.pop("target", None)
    if nested is not None and not isinstance(nested, dict):
        raise NoTarget(f"target must be an object with {', '.join(KEYS)}")
    named: dict[str, list[str]] = {}
    for place in (body, nested or {}):
        for key in KEYS:
            if key in place:
                named.setdefault(key, []).extend(_names(key, place.pop(key)))
    if nested:
        raise NoTarget(f"target has unknown key {next(iter(nested))!r}; it takes {', '.join(KEYS)}")
    return named


def resolve(
    home: Home, named: Mapping[str, list[str]], can: Callable[[Entity], bool], action: str
) -> tuple[EntityId, ...]:
    """Return the entities that are meant, each once, in the order they were named.

    What is named by itself counts whether it `can` or not, so that its error is heard; of areas,
    devices, floors and "all", only what `can`.

    Raises:
        UnknownEntity: no such entity.
        NoTarget: nothing is named, or nothing named can do `action`.
    """
    if not any(named.values()):
        raise NoTarget(f"{action} needs a target: give {', '.join(KEYS[:-1])} or {KEYS[-1]}")
    found: dict[EntityId, None] = {}
    for name in named.get("entity_id", ()):
        if name == "all":
            found |= dict.fromkeys(entity.id for entity in home.entities_of() if can(entity))
        else:
            found |= dict.fromkeys(members(home, home.entity(name).id, action))
    places = _places(home, named)
    if any(places.values()):
        found |= dict.fromkeys(
            entity.id
            for entity in home.entities_of()
            if can(entity) and entity.entity_category is None and _is_in(home, entity, places)
        )
    if not found:
        words = ", ".join(name for names in named.values() for name in names)
        raise NoTarget(f"nothing in {words!r} can do {action}")
    return tuple(found)


def members(home: Home, entity_id: EntityId, action: str) -> Iterable[EntityId]:
    """Yield an entity, or what a group of it holds, unless `action` is one of groups themselves."""
    seen: set[str] = set()
    waiting = [entity_id]
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        state = home.states.get(one)
        inner = state.attributes.get("entity_id") if state is not None else None
        if domain_of(one) != GROUP or domain_of(action) == GROUP or not inner:
            yield one
        else:
            waiting = [home.entity(str(name)).id for name in inner] + waiting


def area_id_of(home: Home, name: str) -> str:
    """Return the id of the area with this id, name or alias.

    Raises:
        NoTarget: there is none.
    """
    for area in home.areas.values():
        if name == area.id or slugify(name) in map(slugify, (area.name, *area.aliases)):
            return area.id
    raise NoTarget(_unknown("area", name, home.areas))


def _places(home: Home, named: Mapping[str, list[str]]) -> dict[str, set[str]]:
    for kind, known in (("device", home.devices), ("floor", home.floors)):
        for name in named.get(f"{kind}_id", ()):
            if name not in known:
                raise NoTarget(_unknown(kind, name, known))
    return {
        "device": set(named.get("device_id", ())),
        "area": {area_id_of(home, name) for name in named.get("area_id", ())},
        "floor": set(named.get("floor_id", ())),
        "label": set(named.get("label_id", ())),
    }


def _is_in(home: Home, entity: Entity, places: Mapping[str, set[str]]) -> bool:
    device = home.devices.get(entity.device_id) if entity.device_id is not None else None
    area = home.area_of(entity)
    labelled = (entity, device, area)
    if any(places["label"].intersection(one.labels) for one in labelled if one is not None):
        return True
    if entity.device_id in places["device"]:
        return True
    return area is not None and (area.id in places["area"] or area.floor_id in places["floor"])


def _names(key: str, value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [name.strip() for name in value.split(",") if name.strip()]
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return value
    raise NoTarget(f"{key} must be a string or a list of strings")


def _unknown(kind: str, name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known) or 'none'}"
    return f"no {kind} {name!r} in this home; {hint}"
