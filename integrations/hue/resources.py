"""What a bridge holds: its resources, as aiohue's models, kept up to date by its events."""

import copy
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from aiohue.util import dataclass_from_dict, update_dataclass
from aiohue.v2.models.bridge import Bridge
from aiohue.v2.models.button import Button
from aiohue.v2.models.contact import Contact
from aiohue.v2.models.device import Device
from aiohue.v2.models.device_power import DevicePower
from aiohue.v2.models.grouped_light import GroupedLight
from aiohue.v2.models.light import Light
from aiohue.v2.models.light_level import LightLevel
from aiohue.v2.models.motion import Motion
from aiohue.v2.models.relative_rotary import RelativeRotary
from aiohue.v2.models.room import Room
from aiohue.v2.models.scene import Scene
from aiohue.v2.models.smart_scene import SmartScene
from aiohue.v2.models.tamper import Tamper
from aiohue.v2.models.temperature import Temperature
from aiohue.v2.models.zigbee_connectivity import ConnectivityServiceStatus, ZigbeeConnectivity
from aiohue.v2.models.zone import Zone

Resource = (
    Bridge
    | Button
    | Contact
    | Device
    | DevicePower
    | GroupedLight
    | Light
    | LightLevel
    | Motion
    | RelativeRotary
    | Room
    | Scene
    | SmartScene
    | Tamper
    | Temperature
    | ZigbeeConnectivity
    | Zone
)
Kind = TypeVar("Kind")

# Hue API v2, the types of resources that the hub makes something of.
MODELS: Mapping[str, type[Resource]] = {
    "bridge": Bridge,
    "button": Button,
    "contact": Contact,
    "device": Device,
    "device_power": DevicePower,
    "grouped_light": GroupedLight,
    "light": Light,
    "light_level": LightLevel,
    "motion": Motion,
    "relative_rotary": RelativeRotary,
    "room": Room,
    "scene": Scene,
    "smart_scene": SmartScene,
    "tamper": Tamper,
    "temperature": Temperature,
    "zigbee_connectivity": ZigbeeConnectivity,
    "zone": Zone,
}
NONSENSE = (AttributeError, KeyError, OverflowError, TypeError, ValueError)
# A device that only ever talks to the bridge has this status while all is well.
REACHABLE = {ConnectivityServiceStatus.CONNECTED, ConnectivityServiceStatus.UNIDIRECTIONAL_INCOMING}

_log = logging.getLogger(__name__)


class Resources:
    """All that can be read of what a bridge tells. The rest costs a log line for each type."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._found: dict[str, Resource] = {}
        self._not_read: set[str] = set()

    def take_all(self, told: Iterable[Mapping[str, Any]]) -> None:
        """Take in everything there is."""
        for one in told:
            self.put(one)

    def put(self, told: Mapping[str, Any]) -> Resource | None:
        """Take in a whole resource; None if the hub makes nothing of it."""
        try:
            kind = told["type"]
            if kind not in MODELS:
                return None
            found: Resource = dataclass_from_dict(MODELS[kind], dict(told))
            self._found[str(told["id"])] = found
        except NONSENSE as error:
            self.not_read(told, error)
            return None
        return found

    def change(self, told: Mapping[str, Any]) -> Resource | None:
        """Take in what changed of a resource; None if the hub makes nothing of it."""
        try:
            before = self._found.get(told["id"])
            if before is None:
                return None
            after = copy.deepcopy(before)
            update_dataclass(after, dict(told))
            self._found[after.id] = after
        except NONSENSE as error:
            self.not_read(told, error)
            return None
        return after

    def drop(self, told: Mapping[str, Any]) -> None:
        """Forget a resource that is gone."""
        self._found.pop(str(told.get("id")), None)

    def not_read(self, told: object, error: Exception) -> None:
        """Say once that a type of resource is not understood."""
        kind = str(told.get("type")) if isinstance(told, Mapping) else "resource"
        if kind not in self._not_read:
            self._not_read.add(kind)
            _log.warning("hue: %s: a %s is not understood: %r", self._title, kind, error)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """Return all of one type (a `Zone` is no `Room` here)."""
        return [one for one in self._found.values() if type(one) is kind]

    def get(self, kind: type[Kind], resource_id: str) -> Kind | None:
        """Return a resource by its id, if it is of this type."""
        found = self._found.get(resource_id)
        return found if isinstance(found, kind) else None

    def any(self, resource_id: str) -> Resource | None:
        """Return a resource by its id."""
        return self._found.get(resource_id)

    def __iter__(self) -> Iterator[Resource]:
        return iter(tuple(self._found.values()))

    def device_of(self, resource: Resource) -> Device | None:
        """Return the device that a resource belongs to."""
        owner = getattr(resource, "owner", None)
        return None if owner is None else self.get(Device, owner.rid)

    def bridge_device(self) -> Device | None:
        """Return the device that is the bridge itself."""
        bridges = self.of(Bridge)
        owner = bridges[0].owner if bridges else None
        return None if owner is None else self.get(Device, owner.rid)

    def room_of(self, device: Device) -> Room | None:
        """Return the room that a device is in."""
        return next((room for room in self.of(Room) if device.id in room.devices), None)

    def group_of(self, grouped: GroupedLight) -> Room | None:
        """Return the room or zone that all of its lights belong to; None for the whole house."""
        return self.get(Room, grouped.owner.rid)

    def lights_in(self, group: Room) -> list[Light]:
        """Return the lights of a room or zone."""
        children = {child.rid for child in group.children}
        return [light for light in self.of(Light) if children & {light.id, light.owner.rid}]

    def is_reachable(self, device: Device) -> bool:
        """Tell whether the bridge reaches a device; one without Zigbee it always does."""
        services = {service.rid for service in device.services}
        links = [link for link in self.of(ZigbeeConnectivity) if link.id in services]
        return all(link.status in REACHABLE for link in links)
