"""Devices (Home Assistant, `config/device_registry`)."""

from collections.abc import Mapping
from typing import Any, Literal

from hub.home.home import Home
from hub.home.ids import DeviceId, slugify
from hub.home.model import Device
from hub.server.deciding import NoDevice, Wanted, decide_device
from hub.server.parts import ServerParts
from hub.server.websocket.basics import CHANGING, SEEING
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.registering import Id, Names, Text, given, told

commands = CommandTable()


class ChangedDevice(Said):
    """A device, and what people decide about it; null takes it back."""

    device_id: Id
    area_id: Id | None = None
    name_by_user: Text | None = None
    disabled_by: Literal["user"] | None = None
    labels: Names | None = None


@commands.add("config/device_registry/list", SEEING)
async def list_devices(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the devices that one sees."""
    entries = entries_by_device(connection.parts)
    home = connection.home
    whole = connection.parts.home
    return [device_json(whole, device, entries) for device in home.devices.values()]


@commands.add("config/device_registry/update", CHANGING, ChangedDevice)
async def update_device(connection: Connection, said: ChangedDevice) -> object:
    """Name a device, put it into an area, label it, switch it off or on."""
    parts, device_id = connection.parts, DeviceId(said.device_id)
    try:
        await decide_device(parts, device_id, _wanted(said))
    except NoDevice as error:
        raise CommandFailed("not_found", str(error)) from None
    told(connection, "device", "update", device_id)
    return device_json(parts.home, parts.home.devices[device_id], entries_by_device(parts))


def device_json(
    home: Home, device: Device, entries: Mapping[DeviceId, list[str]]
) -> dict[str, Any]:
    """Return a device as Home Assistant's registry shows it; `entries` as `entries_by_device`."""
    custom = home.customs.of_device(device.id)
    announced = home.customs.announced_device(device)
    of_entries = entries.get(device.id, [])
    return {
        "id": device.id,
        "name": announced.name,
        "name_by_user": custom.name,
        "area_id": device.area_id,
        "config_entries": of_entries,
        "config_entries_subentries": {entry: [None] for entry in of_entries},
        "primary_config_entry": next(iter(of_entries), None),
        "configuration_url": device.configuration_url,
        "connections": device.connections,
        "identifiers": [[device.id, each] for each in device.identifiers],
        "disabled_by": "user" if custom.enabled is False else None,
        "entry_type": None,
        "hw_version": device.hw_version,
        "labels": [slugify(label) for label in device.labels],
        "manufacturer": device.manufacturer,
        "model": device.model,
        "model_id": device.model_id,
        "serial_number": device.serial_number,
        "sw_version": device.sw_version,
        "via_device_id": device.via_device_id,
        "created_at": 0,
        "modified_at": 0,
    }


def entries_by_device(parts: ServerParts) -> dict[DeviceId, list[str]]:
    """Return which entries of makers' devices stand behind each device."""
    found: dict[DeviceId, list[str]] = {}
    if parts.devices is not None:
        host = parts.devices.host
        for entry, _ in host.entries:
            for device_id in host.devices_of(entry.id):
                found.setdefault(device_id, []).append(entry.id)
    return found


def _wanted(said: ChangedDevice) -> Wanted:
    changes = given(said, "area_id", "name_by_user", "disabled_by", "labels")
    enabled = None
    if "disabled_by" in changes:
        enabled = changes["disabled_by"] is None
    return Wanted(
        name=(changes["name_by_user"] or "") if "name_by_user" in changes else None,
        area=(changes["area_id"] or "") if "area_id" in changes else None,
        labels=changes.get("labels"),
        enabled=enabled,
    )
