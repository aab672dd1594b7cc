"""Labels (Home Assistant, `config/label_registry`), also those that are only carried yet.

And categories (`config/category_registry`), of which there are none here.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hub.home.home import Home
from hub.home.ids import slugify
from hub.home.model import Area, Device, Entity, Label
from hub.server.websocket.basics import ANYBODY, CHANGING, SEEING
from hub.server.websocket.commands import CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.registering import (
    Id,
    Name,
    Text,
    check_name,
    fresh_id,
    given,
    invalid,
    told,
)

commands = CommandTable()


class LabelSaid(Said):
    """What a label is to be."""

    description: Text | None = None
    icon: Name | None = None
    color: Name | None = None


class NewLabel(LabelSaid):
    """A label."""

    name: Name


class ChangedLabel(LabelSaid):
    """A label, and what of it changes."""

    label_id: Id
    name: Name | None = None


class ThisLabel(Said):
    """A label."""

    label_id: Id


@commands.add("config/label_registry/list", SEEING)
async def list_labels(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the labels that one sees."""
    return [label_json(label) for label in labels_of(connection.home).values()]


@commands.add("config/label_registry/create", CHANGING, NewLabel)
async def create_label(connection: Connection, said: NewLabel) -> object:
    """Make a label."""
    known = connection.parts.home.labels
    check_name(said.name, [label.name for label in known.values()])
    label = Label(fresh_id(said.name, known), said.name)
    return await _put(connection, _changed(label, said), is_new=True)


@commands.add("config/label_registry/update", CHANGING, ChangedLabel)
async def update_label(connection: Connection, said: ChangedLabel) -> object:
    """Change a label; it keeps its id, so what carries it goes on carrying it."""
    known = labels_of(connection.parts.home)
    label = _label(known, said.label_id)
    if said.name is not None:
        check_name(said.name, [each.name for each in known.values() if each is not label])
        label = replace(label, name=said.name)
    return await _put(connection, _changed(label, said), is_new=False)


@commands.add("config/label_registry/delete", CHANGING, ThisLabel)
async def delete_label(connection: Connection, said: ThisLabel) -> object:
    """Forget a label, and take it off all that carries it."""
    home = connection.parts.home
    label = _label(labels_of(home), said.label_id)
    home.remove_label(label.id)
    await connection.parts.save_home()
    told(connection, "label", "remove", label.id)
    return "success"


@commands.add("config/category_registry/list", ANYBODY)
async def list_categories(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the categories: none."""
    return []


def labels_of(home: Home) -> dict[str, Label]:
    """Return all labels by id, those too that are carried and not described."""
    found = dict(home.labels)
    for holder in _holders(home):
        for name in holder.labels:
            found.setdefault(slugify(name), Label(slugify(name), name))
    return found


def label_json(label: Label) -> dict[str, Any]:
    """Return a label as Home Assistant's registry shows it."""
    return {
        "label_id": label.id,
        "name": label.name,
        "description": label.description,
        "icon": label.icon,
        "color": label.color,
        "created_at": 0,
        "modified_at": 0,
    }


def _holders(home: Home) -> Iterable[Area | Device | Entity]:
    yield from home.areas.values()
    yield from home.devices.values()
    yield from home.entities.values()


def _label(known: dict[str, Label], label_id: str) -> Label:
    if label_id not in known:
        raise invalid(f"no label {label_id!r}")
    return known[label_id]


def _changed(label: Label, said: LabelSaid) -> Label:
    return replace(label, **given(said, "description", "icon", "color"))


async def _put(connection: Connection, label: Label, *, is_new: bool) -> dict[str, Any]:
    connection.parts.home.put_label(label)
    await connection.parts.save_home()
    told(connection, "label", "create" if is_new else "update", label.id)
    return label_json(label)
