"""What Home Assistant's registries tell of a home, brought into this one.

Rooms, floors and labels are added; an entity of the same id gets its room, its names and its
labels when it appears, unless people have given it some here.
"""

from collections.abc import Iterable
from dataclasses import replace

from hub.automation.files.registries import Registries
from hub.automation.model.rules import CalledName
from hub.home.events import EntityAdded, HomeEvent
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Area, Entity, Floor, Label


class KnownHome:
    """Names the home as its registries and `customize:` do; `hear` the home's events."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._named: dict[EntityId, Entity] = {}
        self._areas: dict[EntityId, AreaId] = {}
        self._aliases: dict[EntityId, tuple[str, ...]] = {}
        self._labels: dict[EntityId, tuple[str, ...]] = {}
        self._names: dict[EntityId, str] = {}

    def learn(self, registries: Iterable[Registries], customized: Iterable[CalledName]) -> None:
        """Take in what the registries say, in place of what they said before."""
        for table in (self._areas, self._aliases, self._labels, self._names):
            table.clear()
        for registry in registries:
            self._learn(registry)
        for called in customized:
            name = called.attributes.get("friendly_name")
            if isinstance(name, str) and name:
                self._names[EntityId(called.entity_id)] = name
        for entity in tuple(self._home.entities.values()):
            self._apply(entity)

    def hear(self, event: HomeEvent) -> None:
        """Name an entity that appears."""
        if isinstance(event, EntityAdded):
            self._apply(event.entity)

    def _learn(self, registry: Registries) -> None:
        for floor in registry.floors:
            known = Floor(FloorId(floor.id), floor.name, floor.level or 0, floor.aliases)
            self._home.floors.setdefault(known.id, known)
            self._home.given.add(known.id)
        for area in registry.areas:
            floor_id = FloorId(area.floor_id) if area.floor_id else None
            room = Area(AreaId(area.id), area.name, floor_id, area.aliases, area.labels)
            self._home.areas.setdefault(room.id, room)
            self._home.given.add(room.id)
        for label in registry.labels:
            self._home.labels.setdefault(label.id, Label(label.id, label.name))
        of_device = {device.id: device for device in registry.devices}
        for entity in registry.entities:
            entity_id = EntityId(entity.entity_id)
            device = of_device.get(entity.device_id or "")
            area_id = entity.area_id or (device.area_id if device is not None else None)
            if area_id is not None:
                self._areas[entity_id] = AreaId(area_id)
            labels = (*entity.labels, *(device.labels if device is not None else ()))
            if labels:
                self._labels[entity_id] = tuple(dict.fromkeys(labels))
            if entity.aliases:
                self._aliases[entity_id] = entity.aliases
            if entity.name:
                self._names[entity_id] = entity.name

    def _apply(self, entity: Entity) -> None:
        told = replace(
            entity,
            name=self._names.get(entity.id, entity.name),
            area_id=entity.area_id or self._areas.get(entity.id),
            aliases=entity.aliases or self._aliases.get(entity.id, ()),
            labels=entity.labels or self._labels.get(entity.id, ()),
        )
        if told != entity:
            self._home.put_entity(told)
