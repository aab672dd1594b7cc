"""Entities (Home Assistant, `config/entity_registry`)."""

from typing import Annotated, Any, Literal

from pydantic import Field

from hub.home.ids import DeviceId, EntityId, slugify
from hub.home.model import Entity
from hub.server.deciding import NotSo, Wanted, decide_entity, rename_entity
from hub.server.websocket.basics import CHANGING, SEEING
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.device_registry import entries_by_device
from hub.server.websocket.registering import Id, Name, Names, Text, given

commands = CommandTable()

CATEGORIES = ("config", "diagnostic")


class ThisEntity(Said):
    """An entity."""

    entity_id: Id


class TheseEntities(Said):
    """Entities."""

    entity_ids: Annotated[list[Id], Field(max_length=10_000)]


class ChangedEntity(ThisEntity):
    """An entity, and what people decide about it; null takes it back."""

    name: Text | None = None
    icon: Name | None = None
    area_id: Id | None = None
    aliases: Names | None = None
    labels: Names | None = None
    disabled_by: Literal["user"] | None = None
    hidden_by: Literal["user"] | None = None
    new_entity_id: Id | None = None


@commands.add("config/entity_registry/list", SEEING)
async def list_entities(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the entities that one sees."""
    show = _Showing(connection)
    return [show.short(entity) for entity in connection.home.entities.values()]


@commands.add("config/entity_registry/list_for_display", SEEING)
async def list_for_display(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List what pages show of the enabled entities, under short keys."""
    shown = [display_json(entity) for entity in connection.home.entities_of()]
    return {"entity_categories": dict(enumerate(CATEGORIES)), "entities": shown}


@commands.add("config/entity_registry/get", SEEING, ThisEntity)
async def get_entity(connection: Connection, said: ThisEntity) -> object:
    """Show all that is known of an entity, its state aside."""
    return _Showing(connection).whole(connection.home.entity(said.entity_id))


@commands.add("config/entity_registry/get_entries", SEEING, TheseEntities)
async def get_entities(connection: Connection, said: TheseEntities) -> object:
    """Show several entities; null for what one does not see."""
    show, home = _Showing(connection), connection.home
    found = {each: home.entities.get(EntityId(each)) for each in said.entity_ids}
    return {each: show.whole(entity) if entity else None for each, entity in found.items()}


@commands.add("config/entity_registry/update", CHANGING, ChangedEntity)
async def update_entity(connection: Connection, said: ChangedEntity) -> object:
    """Name an entity, place and label it, hide or disable it, give it another id."""
    parts, entity_id = connection.parts, EntityId(said.entity_id)
    try:
        await decide_entity(parts, entity_id, _wanted(said))
        if said.new_entity_id is not None:
            entity_id = await rename_entity(parts, entity_id, said.new_entity_id)
    except NotSo as error:
        raise CommandFailed("invalid_info", str(error)) from None
    return {"entity_entry": _Showing(connection).whole(parts.home.entity(entity_id))}


@commands.add("config/entity_registry/remove", CHANGING, ThisEntity)
async def remove_entity(connection: Connection, said: ThisEntity) -> None:
    """Forget an entity that no device offers any more."""
    parts = connection.parts
    entity = parts.home.entity(said.entity_id)
    if parts.devices is None:
        raise CommandFailed("not_supported", "this hub adopts no devices")
    parts.devices.shelf.forget(entity.id)
    await parts.save_home()


def display_json(entity: Entity) -> dict[str, Any]:
    """Return what a page needs to show an entity (Home Assistant, "list_for_display")."""
    shown: dict[str, Any] = {
        "ei": entity.id,
        "pl": entity.integration,
        "lb": [slugify(label) for label in entity.labels],
        "en": entity.name,
    }
    more = {"ai": entity.area_id, "di": entity.device_id, "ic": entity.icon}
    shown |= {key: value for key, value in more.items() if value}
    if entity.entity_category in CATEGORIES:
        shown["ec"] = CATEGORIES.index(entity.entity_category)
    if entity.is_hidden:
        shown["hb"] = True
    return shown


class _Showing:
    """Shows entities as Home Assistant's registry does."""

    def __init__(self, connection: Connection) -> None:
        self._home = connection.parts.home
        self._entries = entries_by_device(connection.parts)

    def short(self, entity: Entity) -> dict[str, Any]:
        """Return what a list tells of an entity."""
        custom = self._home.customs.of_entity(entity.id)
        announced = self._home.customs.announced_entity(entity)
        of_device = self._entries.get(entity.device_id or DeviceId(""), [])
        return {
            "area_id": entity.area_id,
            "categories": {},
            "config_entry_id": next(iter(of_device), None),
            "config_subentry_id": None,
            "created_at": 0,
            "device_id": entity.device_id,
            "disabled_by": self._disabled_by(entity),
            "entity_category": entity.entity_category,
            "entity_id": entity.id,
            "has_entity_name": False,
            "hidden_by": "user" if entity.is_hidden else None,
            "icon": custom.icon,
            "id": entity.id,
            "labels": [slugify(label) for label in entity.labels],
            "modified_at": 0,
            "name": custom.name,
            "options": {},
            "original_name": announced.name,
            "platform": entity.integration,
            "translation_key": None,
            "unique_id": entity.unique_id,
        }

    def whole(self, entity: Entity) -> dict[str, Any]:
        """Return all that is known of an entity."""
        announced = self._home.customs.announced_entity(entity)
        return self.short(entity) | {
            "aliases": entity.aliases,
            "capabilities": None,
            "device_class": None,
            "original_device_class": entity.device_class,
            "original_icon": announced.icon,
        }

    def _disabled_by(self, entity: Entity) -> str | None:
        if entity.enabled:
            return None
        customs = self._home.customs
        if customs.of_entity(entity.id).enabled is False:
            return "user"
        device_id = entity.device_id
        is_device_off = device_id is not None and customs.of_device(device_id).enabled is False
        return "device" if is_device_off else "integration"


def _wanted(said: ChangedEntity) -> Wanted:
    changes = given(
        said, "name", "icon", "area_id", "aliases", "labels", "disabled_by", "hidden_by"
    )
    return Wanted(
        name=(changes["name"] or "") if "name" in changes else None,
        icon=(changes["icon"] or "") if "icon" in changes else None,
        area=(changes["area_id"] or "") if "area_id" in changes else None,
        enabled=changes["disabled_by"] is None if "disabled_by" in changes else None,
        hidden=changes["hidden_by"] is not None if "hidden_by" in changes else None,
        aliases=changes.get("aliases"),
        labels=changes.get("labels"),
    )
