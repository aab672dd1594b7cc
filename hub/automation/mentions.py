"""Which entities a rule names, wherever in it."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from hub.automation.model.rules import Runnable
from hub.home.ids import EntityId, is_entity_id

# What a rule says of itself, not of the home.
_APART = frozenset({"raw", "place", "description", "alias"})


def entities_in(rules: Iterable[Runnable]) -> frozenset[EntityId]:
    """Return the entities that conditions and actions name outright; templates are not read."""
    found: set[EntityId] = set()
    for rule in rules:
        _walk(getattr(rule, "conditions", ()), found)
        _walk(rule.actions, found)
    return frozenset(found)


def _walk(part: Any, found: set[EntityId]) -> None:
    if is_dataclass(part):
        for field in fields(part):
            if field.name not in _APART:
                _named(field.name, getattr(part, field.name), found)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            _named(str(key), value, found)
    elif isinstance(part, list | tuple):
        for value in part:
            _walk(value, found)


def _named(name: str, value: Any, found: set[EntityId]) -> None:
    if name != "entity_id":
        _walk(value, found)
        return
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, str) and is_entity_id(one):
            found.add(EntityId(one))
