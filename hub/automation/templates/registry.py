"""Areas, floors, devices, labels and integrations in templates.

A label is known by its id, the slug of its name. What a hub knows no name or description of is
called as its id says.
"""

from collections.abc import Iterable
from typing import Any

from hub.automation.templates.reading import Reader
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, FloorId, slugify
from hub.home.model import Area, Device, Entity, Floor


class Registry:
    """Finds what belongs to what."""

    def __init__(self, home: Home, reader: Reader) -> None:
        self._home, self._reader, self._labels = home, reader, home.labels

    # Devices

    def device_entities(self, device_id: str) -> list[str]:
        """Return the ids of a device's entities."""
        return self._entity_ids(each for each in self._entities() if each.device_id == device_id)

    def device_id(self, lookup: str) -> str | None:
        """Return the id of the device of an entity, or of that name."""
        device = self._device(lookup)
        if device is not None:
            return device.id
        return next((each.id for each in self._home.devices.values() if each.name == lookup), None)

    def device_name(self, lookup: str) -> str | None:
        """Return the name of a device, given by its id or by an entity."""
        device = self._device(lookup)
        return None if device is None else device.name

    def device_attr(self, lookup: str, name: str) -> Any:
        """Return something of a device, given by its id or by an entity; None if it has none."""
        device = self._device(lookup)
        if device is None:
            return None
        if name == "labels":
            return {slugify(label) for label in device.labels}
        return getattr(device, name, None) if name in _DEVICE_ATTRIBUTES else None

    def is_device_attr(self, lookup: str, name: str, value: Any) -> bool:
        """Tell whether something of a device has a value."""
        return bool(self.device_attr(lookup, name) == value)

    # Areas

    def areas(self) -> list[str]:
        """Return the ids of all areas."""
        self._reader.collections()
        return list(self._home.areas)

    def area_id(self, lookup: Any) -> str | None:
        """Return the id of the area of that name or alias, or of an entity's or device's."""
        area = self._area(lookup)
        return None if area is None else area.id

    def area_name(self, lookup: Any) -> str | None:
        """Return the name of an area, given by id, or by an entity or device in it."""
        area = self._area(lookup)
        return None if area is None else area.name

    def area_entities(self, lookup: Any) -> list[str]:
        """Return the ids of the entities in an area."""
        area = self._area(lookup)
        if area is None:
            return []
        area_of = self._home.area_of
        return self._entity_ids(each for each in self._entities() if area_of(each) is area)

    def area_devices(self, lookup: Any) -> list[str]:
        """Return the ids of the devices in an area."""
        area = self._area(lookup)
        devices = self._home.devices.values()
        return [] if area is None else [each.id for each in devices if each.area_id == area.id]

    # Floors

    def floors(self) -> list[str]:
        """Return the ids of all floors, from the bottom up."""
        self._reader.collections()
        return [floor.id for floor in self._home.floors.values()]

    def floor_id(self, lookup: Any) -> str | None:
        """Return the id of the floor of that name or alias, or of what is on it."""
        floor = self._floor(lookup)
        return None if floor is None else floor.id

    def floor_name(self, lookup: Any) -> str | None:
        """Return the name of a floor, given by id, or by what is on it."""
        floor = self._floor(lookup)
        return None if floor is None else floor.name

    def floor_areas(self, lookup: Any) -> list[str]:
        """Return the ids of the areas on a floor."""
        floor = self._floor(lookup)
        areas = self._home.areas.values()
        return [] if floor is None else [each.id for each in areas if each.floor_id == floor.id]

    def floor_entities(self, lookup: Any) -> list[str]:
        """Return the ids of the entities on a floor."""
        return [entity for area in self.floor_areas(lookup) for entity in self.area_entities(area)]

    # Labels

    def labels(self, lookup: Any = None) -> list[str]:
        """Return the ids of all labels, or of those of an entity, device or area."""
        self._reader.collections()
        if lookup is None:
            return sorted({slugify(each) for each in self._all_labels()} | set(self._labels))
        entity = self._home.entities.get(lookup)
        device = self._home.devices.get(lookup)
        area = self._home.areas.get(lookup) or self._area_named(lookup)
        holder: Entity | Device | Area | None = entity or device or area
        return [] if holder is None else sorted({slugify(label) for label in holder.labels})

    def label_id(self, lookup: Any) -> str | None:
        """Return the id of the label of that name."""
        wanted = str(lookup)
        named = (key for key, label in self._labels.items() if label.name == wanted)
        found = next(named, slugify(wanted))
        return found if found in self.labels() else None

    def label_name(self, lookup: str) -> str | None:
        """Return the name of a label, given by its id."""
        self._reader.collections()
        if lookup in self._labels:
            return self._labels[lookup].name
        return next((label for label in self._all_labels() if slugify(label) == lookup), None)

    def label_description(self, lookup: str) -> str | None:
        """Return the description of a label, given by its id."""
        return self._labels[lookup].description if lookup in self._labels else None

    def label_entities(self, lookup: str) -> list[str]:
        """Return the ids of the entities with a label."""
        return self._entity_ids(each for each in self._entities() if self._has(each, lookup))

    def label_devices(self, lookup: str) -> list[str]:
        """Return the ids of the devices with a label."""
        self._reader.collections()
        return [each.id for each in self._home.devices.values() if self._has(each, lookup)]

    def label_areas(self, lookup: str) -> list[str]:
        """Return the ids of the areas with a label."""
        self._reader.collections()
        return [each.id for each in self._home.areas.values() if self._has(each, lookup)]

    # Integrations, and what a hub has none of

    def integration_entities(self, name: str) -> list[str]:
        """Return the ids of the entities of an integration."""
        return self._entity_ids(each for each in self._entities() if each.integration == name)

    def config_entry_id(self, entity_id: str) -> None:
        """Return None: integrations are configured otherwise here."""
        del entity_id

    def config_entry_attr(self, entry_id: str, name: str) -> None:
        """Return None: integrations are configured otherwise here."""
        del entry_id, name

    def is_hidden_entity(self, entity_id: str) -> bool:
        """Tell whether pages leave an entity out."""
        self._reader.collections()
        entity = self._home.entities.get(EntityId(entity_id))
        return entity is not None and entity.is_hidden

    def issues(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Return none: the hub files no issues."""
        return {}

    def issue(self, domain: str, issue_id: str) -> None:
        """Return None: the hub files no issues."""
        del domain, issue_id

    def _entities(self) -> Iterable[Entity]:
        self._reader.collections()
        return self._home.entities_of()

    @staticmethod
    def _entity_ids(entities: Iterable[Entity]) -> list[str]:
        return [each.id for each in entities]

    def _device(self, lookup: Any) -> Device | None:
        self._reader.collections()
        entity = self._home.entities.get(lookup)
        if entity is not None:
            return None if entity.device_id is None else self._home.devices.get(entity.device_id)
        return self._home.devices.get(DeviceId(lookup))

    def _area(self, lookup: Any) -> Area | None:
        self._reader.collections()
        found = self._home.areas.get(AreaId(lookup))
        if found is None:
            found = self._area_named(lookup)
        if found is None and (entity := self._home.entities.get(EntityId(lookup))) is not None:
            return self._home.area_of(entity)
        if found is None and (device := self._home.devices.get(DeviceId(lookup))) is not None:
            return None if device.area_id is None else self._home.areas.get(device.area_id)
        return found

    def _area_named(self, lookup: Any) -> Area | None:
        wanted = slugify(str(lookup))
        for area in self._home.areas.values():
            if wanted in map(slugify, (area.name, *area.aliases)):
                return area
        return None

    def _floor(self, lookup: Any) -> Floor | None:
        self._reader.collections()
        found = self._home.floors.get(FloorId(lookup))
        if found is not None:
            return found
        wanted = slugify(str(lookup))
        for floor in self._home.floors.values():
            if wanted in map(slugify, (floor.name, *floor.aliases)):
                return floor
        area = self._area(lookup)
        if area is None or area.floor_id is None:
            return None
        return self._home.floors.get(area.floor_id)

    def _has(self, holder: Entity | Device | Area, lookup: str) -> bool:
        wanted = self.label_id(lookup) or lookup
        return any(slugify(label) == wanted for label in holder.labels)

    def _all_labels(self) -> Iterable[str]:
        home = self._home
        for holders in (home.entities, home.devices, home.areas):
            for holder in holders.values():
                yield from holder.labels


_DEVICE_ATTRIBUTES = frozenset({
    "id", "name", "area_id", "manufacturer", "model", "model_id", "hw_version", "sw_version",
    "serial_number", "configuration_url", "connections", "identifiers", "via_device_id",
})  # fmt: skip
