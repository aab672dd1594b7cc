"""What people decided about devices and entities, over what these announce of themselves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from hub.home.ids import DeviceId, EntityId
from hub.home.model import Device, Entity
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class Custom:
    """What people decided about one device or entity; None: as it announces itself.

    `enabled` of a device is that of all its entities, unless people decided about one of them.
    """

    name: str | None = None
    enabled: bool | None = None
    icon: str | None = None
    hidden: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether people decided nothing."""
        return self == AS_ANNOUNCED


AS_ANNOUNCED = Custom()
DEVICE, ENTITY = "device", "entity"
Key = TypeVar("Key")
Kept = tuple[str, str]


class Customs:
    """Puts what people decided over what is announced, and remembers what was announced."""

    def __init__(self) -> None:
        self._devices: dict[DeviceId, Custom] = {}
        self._entities: dict[EntityId, Custom] = {}
        # As announced, of those that people see otherwise.
        self._device_names: dict[DeviceId, str] = {}
        self._announced: dict[EntityId, Entity] = {}

    def load(self, customs: Mapping[Kept, Custom]) -> None:
        """Know what people decided before a restart, as `all` gave it."""
        for (kind, key), custom in customs.items():
            if kind == DEVICE:
                self._devices[DeviceId(key)] = custom
            else:
                self._entities[EntityId(key)] = custom

    def all(self) -> dict[Kept, Custom]:
        """Return all that people decided, by kind ("device", "entity") and id."""
        devices = {(DEVICE, str(key)): custom for key, custom in self._devices.items()}
        return devices | {(ENTITY, str(key)): custom for key, custom in self._entities.items()}

    def of_device(self, device_id: DeviceId) -> Custom:
        """Return what people decided about a device."""
        return self._devices.get(device_id, AS_ANNOUNCED)

    def of_entity(self, entity_id: EntityId) -> Custom:
        """Return what people decided about an entity."""
        return self._entities.get(entity_id, AS_ANNOUNCED)

    def set_device(self, device_id: DeviceId, custom: Custom) -> None:
        """Decide about a device."""
        _set(self._devices, device_id, custom)

    def set_entity(self, entity_id: EntityId, custom: Custom) -> None:
        """Decide about an entity."""
        _set(self._entities, entity_id, custom)

    def announced_device(self, device: Device) -> Device:
        """Return a device as it announces itself."""
        name = self._device_names.get(device.id)
        return device if name is None else replace(device, name=name)

    def announced_entity(self, entity: Entity) -> Entity:
        """Return an entity as it announces itself."""
        known = self._announced.get(entity.id)
        if known is None:
            return entity
        return replace(
            entity,
            name=known.name,
            enabled=known.enabled,
            icon=known.icon,
            is_hidden=known.is_hidden,
        )

    def device(self, announced: Device, known: Device | None) -> Device:
        """Return a device as people see it; `known`: as they saw it so far."""
        custom = self._devices.get(announced.id, AS_ANNOUNCED)
        if custom.name is None:
            self._device_names.pop(announced.id, None)
            return announced
        if known is None or announced.name != known.name or announced.id not in self._device_names:
            self._device_names[announced.id] = announced.name
        return replace(announced, name=custom.name)

    def entity(self, announced: Entity, known: Entity | None) -> Entity:
        """Return an entity as people see it; `known`: as they saw it so far.

        What is put as people see it already counts as announced as it was before.
        """
        if not self._devices and not self._entities:
            return announced
        before = self._announced.get(announced.id)
        if before is not None and known is not None and announced.name == known.name:
            announced = replace(announced, name=before.name)
        if before is not None and known is not None and announced.enabled == known.enabled:
            announced = replace(announced, enabled=before.enabled)
        seen = self._seen(announced)
        if seen == announced:
            self._announced.pop(announced.id, None)
        else:
            self._announced[announced.id] = announced
        return seen

    def _seen(self, announced: Entity) -> Entity:
        own = self._entities.get(announced.id, AS_ANNOUNCED)
        device_id = announced.device_id
        of_device = AS_ANNOUNCED
        name = own.name
        if device_id is not None:
            of_device = self._devices.get(device_id, AS_ANNOUNCED)
            if name is None and of_device.name is not None:
                device_name = self._device_names.get(device_id)
                name = _renamed(announced.name, device_name, of_device.name)
        enabled = of_device.enabled if own.enabled is None else own.enabled
        if name is None or name == announced.name:
            name, former = announced.name, announced.former
        else:
            # The guard goes on taking it for what it said it was.
            former = tuple(dict.fromkeys([*announced.former, announced.name]))
        return replace(
            announced,
            name=name,
            former=former,
            enabled=announced.enabled if enabled is None else enabled,
            icon=own.icon or announced.icon,
            is_hidden=announced.is_hidden if own.hidden is None else own.hidden,
        )

    def forget_entity(self, entity_id: EntityId) -> None:
        """Forget what an entity announced; what people decided stays for its return."""
        self._announced.pop(entity_id, None)


def _set(table: dict[Key, Custom], key: Key, custom: Custom) -> None:
    if custom.is_empty:
        table.pop(key, None)
    else:
        table[key] = custom


def _renamed(name: str, device_name: str | None, called: str) -> str | None:
    """Return the name of an entity whose device is called otherwise; None: it says its own."""
    if device_name is None or not name.startswith(device_name):
        return None
    return called + name[len(device_name) :]
