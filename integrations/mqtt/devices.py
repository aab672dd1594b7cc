"""The devices that announcements describe, each known by any of its identifiers and connections."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, slugify
from hub.home.model import Device
from integrations.mqtt.config import DeviceConfig

# What a later announcement may leave out (Home Assistant, MQTT, "device").
FACTS = (
    "name", "manufacturer", "model", "model_id", "hw_version", "sw_version", "serial_number",
    "configuration_url",
)  # fmt: skip

# A device that makes up ever more names for itself is told by the first ones.
MOST = 32
MOST_LEFT = 1_000

T = TypeVar("T")


class Devices:
    """Puts devices into the home. What people gave them stays."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._ids: dict[str, DeviceId] = {}
        self._has_looked = False
        # Those that were taken back: what people gave them is theirs if they come again.
        self._left: dict[DeviceId, Device] = {}

    def forget(self, device_id: DeviceId) -> None:
        """Take a device from the home of which nothing is announced any more."""
        known = self._home.devices.get(device_id)
        if known is not None and len(self._left) < MOST_LEFT:
            self._left[device_id] = self._home.customs.announced_device(known)
        self._home.remove_device(device_id)

    def completed(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Add what is known of a device to what an announcement says of it."""
        known = self._known(_keys(told.get("identifiers"), told.get("connections")))
        if known is None:
            return dict(told)
        facts = {name: getattr(known, name) for name in FACTS}
        return {name: fact for name, fact in facts.items() if fact is not None} | dict(told)

    def put(self, config: DeviceConfig | None) -> DeviceId | None:
        """Add or describe a device; returns its id, None if nothing tells it from others."""
        if config is None or config.key is None:
            return None
        keys = list(_keys(config.identifiers, config.connections))
        old = self._known(keys)
        device_id = old.id if old is not None else DeviceId(f"mqtt_{slugify(config.key)}")
        old = old or self._announced(device_id) or self._left.pop(device_id, None)
        self._ids.update(dict.fromkeys(keys, device_id))
        new = Device(
            id=device_id,
            name=config.name or config.key,
            area_id=self._area(config, old),
            labels=old.labels if old is not None else (),
            connections=_all(old.connections if old else (), config.connections),
            identifiers=_all(old.identifiers if old else (), config.identifiers),
            via_device_id=self._via(config, device_id) or (old.via_device_id if old else None),
            **{name: getattr(config, name) for name in FACTS if name != "name"},
        )
        if new != self._announced(device_id):
            self._home.put_device(new)
        return device_id

    def _area(self, config: DeviceConfig, old: Device | None) -> AreaId | None:
        if old is not None and old.area_id is not None:
            return old.area_id
        if not config.suggested_area:
            return None
        return self._home.area_named(config.suggested_area).id

    def _via(self, config: DeviceConfig, own: DeviceId) -> DeviceId | None:
        if config.via_device is None:
            return None
        [key] = _keys([config.via_device], None)
        via = self._ids.get(key, DeviceId(f"mqtt_{slugify(config.via_device)}"))
        return None if via == own else via

    def _known(self, keys: Iterable[str]) -> Device | None:
        if not self._has_looked:
            self._has_looked = True
            for device in self._home.devices.values():
                for key in _keys(device.identifiers, device.connections):
                    self._ids[key] = device.id
        found = (self._announced(self._ids[key]) for key in keys if key in self._ids)
        return next((device for device in found if device is not None), None)

    def _announced(self, device_id: DeviceId) -> Device | None:
        """Return a device as it announced itself, whatever people call it."""
        device = self._home.devices.get(device_id)
        return None if device is None else self._home.customs.announced_device(device)


def _all(known: Iterable[T], told: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*known, *told)))[:MOST]


def _keys(identifiers: Any, connections: Any) -> Iterator[str]:
    if isinstance(identifiers, str):
        identifiers = [identifiers]
    for identifier in identifiers if isinstance(identifiers, list | tuple) else ():
        yield f"id {identifier}"
    if isinstance(connections, list) and connections and isinstance(connections[0], str):
        connections = [connections]
    for pair in connections if isinstance(connections, list | tuple) else ():
        match pair:
            case [kind, address]:
                yield f"{kind} {address}".lower()
            case _:
                pass
