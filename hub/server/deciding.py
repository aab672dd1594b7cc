"""What people decide about devices and entities: the same by every way in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hub.home.customs import Custom
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, domain_of, is_entity_id
from hub.record import record
from hub.server.parts import ServerParts


class NotSo(HubError):
    """What somebody decides does not fit the home; the message says why."""


class NoDevice(HubError):
    """The home has no such device."""

    def __init__(self, device_id: str) -> None:
        super().__init__(f"no device {device_id!r}; GET /api/lares/home lists them")


@record(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What changes; None: it stays. An empty text takes back what was decided before."""

    name: str | None = None
    area: str | None = None
    icon: str | None = None
    enabled: bool | None = None
    hidden: bool | None = None
    aliases: Sequence[str] | None = None
    labels: Sequence[str] | None = None


async def decide_device(parts: ServerParts, device_id: DeviceId, wanted: Wanted) -> None:
    """Name a device, put it into an area, or switch it on or off as a whole; it is on disk then.

    Raises:
        NoDevice: there is no such device.
        NotSo: there is no such area.
    """
    home = parts.home
    device = home.devices.get(device_id)
    if device is None:
        raise NoDevice(device_id)
    device = home.customs.announced_device(device)
    if wanted.area is not None:
        device = replace(device, area_id=area_named(home, wanted.area))
    if wanted.labels is not None:
        device = replace(device, labels=tuple(wanted.labels))
    home.put_device(device)
    home.customise_device(device_id, _customised(home.customs.of_device(device_id), wanted))
    await parts.save_home()


async def decide_entity(parts: ServerParts, entity_id: EntityId, wanted: Wanted) -> None:
    """Name an entity, put it into an area, enable, disable, hide or show it; it is on disk then.

    Raises:
        UnknownEntity: there is no such entity.
        NotSo: there is no such area.
    """
    home = parts.home
    entity = home.customs.announced_entity(home.entity(entity_id))
    if wanted.area is not None:
        entity = replace(entity, area_id=area_named(home, wanted.area))
    if wanted.aliases is not None:
        entity = replace(entity, aliases=tuple(wanted.aliases))
    if wanted.labels is not None:
        entity = replace(entity, labels=tuple(wanted.labels))
    home.put_entity(entity)
    home.customise_entity(entity_id, _customised(home.customs.of_entity(entity_id), wanted))
    await parts.save_home()


async def rename_entity(parts: ServerParts, old: EntityId, wanted: str) -> EntityId:
    """Give an entity another id; returns it, and it is on disk then.

    Raises:
        NotSo: it is no id, of another domain, or taken.
        HubError: its integration gives ids itself, or its device is not connected.
    """
    home = parts.home
    home.entity(old)
    new = EntityId(wanted)
    if new == old:
        return old
    if not is_entity_id(wanted):
        raise NotSo(f"{wanted!r} is no entity id; write it like {old!r}")
    if domain_of(wanted) != domain_of(old):
        raise NotSo(f"{wanted!r}: an entity keeps its domain, {domain_of(old)!r}")
    if new in home.entities:
        raise NotSo(f"there is an entity {wanted!r} already")
    if parts.devices is None:
        raise NotSo("this hub adopts no devices")
    parts.devices.shelf.rename(old, new)
    await parts.save_home()
    return new


def area_named(home: Home, area: str) -> AreaId | None:
    """Return the area of this id; None for an empty text.

    Raises:
        NotSo: there is none.
    """
    if not area:
        return None
    area_id = AreaId(area)
    if area_id not in home.areas:
        raise NotSo(f"area: no area {area!r}; there are: {', '.join(sorted(home.areas))}")
    return area_id


def _customised(custom: Custom, wanted: Wanted) -> Custom:
    changes: dict[str, Any] = {}
    given: Mapping[str, Any] = {
        "name": wanted.name, "icon": wanted.icon, "enabled": wanted.enabled,
        "hidden": wanted.hidden,
    }  # fmt: skip
    changes |= {key: value for key, value in given.items() if value is not None}
    return replace(
        custom, **{key: None if value == "" else value for key, value in changes.items()}
    )
