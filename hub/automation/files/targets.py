"""What an action or a trigger is aimed at: entities, devices, areas, floors, labels."""

from collections.abc import Mapping
from typing import Any

from hub.automation.files.keys import hint, shown
from hub.automation.files.tree import Spot, Wrong, plain_of
from hub.automation.model.values import Template, Tree, is_template, tree_of

KINDS = ("entity_id", "device_id", "area_id", "floor_id", "label_id")


def target(value: Any, spot: Spot) -> Tree:
    """Parse `target:`; ids come out as lists, templates as they are."""
    if isinstance(value, str) and is_template(value):
        return Template(value)
    if not isinstance(value, Mapping):
        raise Wrong(spot, f"expected a target: a mapping with entity_id, found {shown(value)}")
    for key in value:
        if key not in KINDS:
            raise Wrong(spot.at(value, key), f"unknown key; {hint(key, KINDS)}")
    return {
        key: ids(inner, spot.at(value, key)) for key, inner in value.items() if inner is not None
    }


def ids(value: Any, spot: Spot) -> Tree:
    """Return ids as a list, those between commas apart; a template stays one."""
    if isinstance(value, str) and not is_template(value):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, str | list | tuple):
        return tree_of(plain_of(value, spot))
    raise Wrong(spot, f"expected ids, found {shown(value)}")
