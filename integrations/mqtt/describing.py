"""What the home knows of an announced entity; what people gave it stays."""

from dataclasses import replace

from hub.home.former import Called
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Entity
from integrations.mqtt.component import Component
from integrations.mqtt.devices import Devices
from integrations.mqtt.naming import device_name, entity_name

# How many entities that were taken back are remembered.
MOST_LEFT = 10_000


class Describing:
    """Makes the entities of the home from components."""

    def __init__(self, home: Home, devices: Devices, called: Called) -> None:
        self._home = home
        self._devices = devices
        self._called = called
        self._left: dict[EntityId, Entity] = {}

    def entity(
        self, entity_id: EntityId, unique_id: str, component: Component, integration: str
    ) -> Entity:
        """Return what the home is to know of an entity; its device is put into the home."""
        config = component.config
        known = self._home.entities.get(entity_id) or self._left.pop(entity_id, None)
        name = entity_name(config, component.domain)
        return Entity(
            id=entity_id,
            name=name,
            integration=integration,
            unique_id=unique_id,
            device_id=self._devices.put(config.device),
            area_id=known.area_id if known is not None else None,
            aliases=known.aliases if known is not None else (),
            labels=known.labels if known is not None else (),
            device_class=config.device_class,
            actions=component.actions,
            entity_category=config.entity_category,
            enabled=config.enabled_by_default,
            icon=config.icon,
            former=self._called.former(entity_id, name, device_name(config), config.device_class),
        )

    def moved(self, entity: Entity, new: EntityId) -> Entity:
        """Return an entity under its new id; the guard goes on taking it for what it was."""
        self._called.moved(entity.id, new)
        return replace(entity, id=new, former=self._called.former(new, entity.name))

    def take_away(self, entity_id: EntityId) -> None:
        """Take an entity from the home, but know what people gave it, should it come again."""
        known = self._home.entities.get(entity_id)
        if known is not None and len(self._left) < MOST_LEFT:
            self._left[entity_id] = known
        self._home.remove_entity(entity_id)
