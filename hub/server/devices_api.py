"""Devices: what is new, adopting, ignoring and replacing, entries, and what people decide."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.devices.host import Condition
from hub.devices.shelf import Adopted, NewThing, NotOnShelf, Wishes
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId
from hub.home.maker import Entry, MoreNeeded
from hub.server import json_io
from hub.server.deciding import NoDevice, Wanted, area_named, decide_device, decide_entity
from hub.server.errors import Missing
from hub.server.parts import PARTS, ServerParts
from hub.server.seams.house import Devices

routes = web.RouteTableDef()

Name = Annotated[str, Field(min_length=1, max_length=100)]
Id = Annotated[str, Field(min_length=1, max_length=200)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class AdoptBody(_Body):
    """What becomes of something new. `area`: an area's id; `data`: what its maker asks for."""

    action: Literal["adopt", "ignore", "offer_again"] = "adopt"
    name: Name | None = None
    area: Id | None = None
    data: dict[str, Any] = {}


class EntryBody(_Body):
    """A device named by its address: `data` is what its integration's `config` says."""

    integration: Id
    data: dict[str, Any]
    name: Name | None = None
    area: Id | None = None


class DeviceBody(_Body):
    """What people decide about a device; an empty `name` or `area` takes it back."""

    name: Annotated[str, Field(max_length=100)] | None = None
    area: Annotated[str, Field(max_length=200)] | None = None
    enabled: bool | None = None


class EntityBody(_Body):
    """What people decide about an entity; an empty text takes it back."""

    name: Annotated[str, Field(max_length=100)] | None = None
    area: Annotated[str, Field(max_length=200)] | None = None
    icon: Annotated[str, Field(max_length=100)] | None = None
    enabled: bool | None = None
    aliases: Annotated[list[Name], Field(max_length=50)] | None = None
    labels: Annotated[list[Name], Field(max_length=50)] | None = None


class ReplaceBody(_Body):
    """The device that takes the place of another."""

    by: Id


@routes.get("/api/lares/new")
async def list_new(request: web.Request) -> web.Response:
    """List devices that are new, then those that are ignored."""
    return json_io.response(new_things(request.app[PARTS]))


@routes.post("/api/lares/search")
async def search(request: web.Request) -> web.Response:
    """Ask the network for devices that announce nothing by themselves; answers as the list."""
    devices = _devices(request)
    await devices.search()
    return json_io.response([_thing_json(thing) for thing in devices.shelf.things()])


@routes.post("/api/lares/new/{new_id}")
async def decide_about_new(request: web.Request) -> web.Response:
    """Adopt something new, ignore it, or offer it again."""
    body = await json_io.read_model(request, AdoptBody)
    new_id = request.match_info["new_id"]
    try:
        return json_io.response(await decided_about_new(request.app[PARTS], new_id, body))
    except MoreNeeded as error:
        return _asking(error)


def new_things(parts: ServerParts) -> list[Mapping[str, Any]]:
    """Return the devices that are new, then those that are ignored."""
    return [_thing_json(thing) for thing in devices_of(parts).shelf.things()]


async def decided_about_new(parts: ServerParts, new_id: str, body: AdoptBody) -> dict[str, Any]:
    """Adopt something new, ignore it, or offer it again; returns what came of it.

    Raises:
        Missing: nothing new has this id.
        MoreNeeded: a person has to give or do something first.
        HubError: it does not answer, or cannot be driven.
    """
    shelf = devices_of(parts).shelf
    try:
        if body.action == "ignore":
            await shelf.ignore(new_id)
            return {"message": "ignored"}
        if body.action == "offer_again":
            await shelf.offer_again(new_id)
            return {"message": "offered again"}
        area_id = area_named(parts.home, body.area or "")
        wishes = Wishes(name=body.name, area_id=area_id, data=body.data)
        return _adopted_json(await shelf.adopt(new_id, wishes))
    except NotOnShelf as error:
        raise Missing(str(error)) from None


@routes.get("/api/lares/entries")
async def list_entries(request: web.Request) -> web.Response:
    """List the adopted devices of makers' local APIs, and how they are doing."""
    devices = _devices(request)
    listed = [
        _entry_json(entry, condition) | {"device_ids": devices.host.devices_of(entry.id)}
        for entry, condition in devices.host.entries
    ]
    return json_io.response(listed)


@routes.post("/api/lares/entries")
async def add_entry(request: web.Request) -> web.Response:
    """Adopt a device by its address."""
    body = await json_io.read_model(request, EntryBody)
    wishes = Wishes(name=body.name, area_id=_area(request, body.area), data=body.data)
    return await _adopting(_devices(request).shelf.add(body.integration, wishes))


@routes.post("/api/lares/entries/{entry_id}/retry")
async def retry_entry(request: web.Request) -> web.Response:
    """Connect to an adopted device now."""
    host, entry_id = _devices(request).host, _entry_id(request)
    await host.retry(entry_id)
    condition = await host.settled(entry_id, 8.0)
    return json_io.response({"status": condition.status, "problem": condition.problem})


@routes.delete("/api/lares/entries/{entry_id}")
async def remove_entry(request: web.Request) -> web.Response:
    """Let an adopted device go, with its entities."""
    await _devices(request).host.remove(_entry_id(request))
    return json_io.response({"message": "removed"})


@routes.get("/api/lares/integrations")
async def list_integrations(request: web.Request) -> web.Response:
    """List what can be integrated: each one's manifest, and what adopting by address asks for."""
    devices = _devices(request)
    listed = [
        manifest.model_dump(mode="json", exclude_defaults=True)
        | {"domain": domain, "kind": manifest.kind, "config": devices.config_schema(domain)}
        for domain, manifest in devices.manifests.items()
    ]
    return json_io.response(listed)


@routes.patch("/api/lares/devices/{device_id}")
async def change_device(request: web.Request) -> web.Response:
    """Rename a device, put it into an area, or switch it on or off as a whole."""
    body = await json_io.read_model(request, DeviceBody)
    parts, device_id = request.app[PARTS], DeviceId(request.match_info["device_id"])
    wanted = Wanted(name=body.name, area=body.area, enabled=body.enabled)
    try:
        await decide_device(parts, device_id, wanted)
    except NoDevice as error:
        raise Missing(str(error)) from None
    return json_io.response(_device_json(parts.home, device_id))


@routes.post("/api/lares/devices/{device_id}/replace")
async def replace_device(request: web.Request) -> web.Response:
    """Let another device take the place of one: its name, area, and its entities' ids."""
    body = await json_io.read_model(request, ReplaceBody)
    old = DeviceId(request.match_info["device_id"])
    moved = await _replaced(request, old, DeviceId(body.by))
    return json_io.response({"entities": dict(moved)})


@routes.patch("/api/lares/entities/{entity_id}")
async def change_entity(request: web.Request) -> web.Response:
    """Rename an entity, put it into an area, name it otherwise, enable or disable it."""
    body = await json_io.read_model(request, EntityBody)
    parts, entity_id = request.app[PARTS], EntityId(request.match_info["entity_id"])
    await decide_entity(parts, entity_id, Wanted(**body.model_dump()))
    return json_io.response(_entity_json(parts.home, entity_id))


async def _replaced(
    request: web.Request, old: DeviceId, by: DeviceId
) -> list[tuple[EntityId, EntityId]]:
    try:
        return await _devices(request).shelf.replace(old, by)
    except NotOnShelf as error:
        raise Missing(str(error)) from None


async def _adopting(work: Any) -> web.Response:
    """Answer with what was adopted; with what a person has to give if that is missing."""
    try:
        adopted: Adopted = await work
    except NotOnShelf as error:
        raise Missing(str(error)) from None
    except MoreNeeded as error:
        return _asking(error)
    return json_io.response(_adopted_json(adopted))


def _asking(error: MoreNeeded) -> web.Response:
    return json_io.response({"message": str(error), "asks": list(error.asks)}, 409)


def _devices(request: web.Request) -> Devices:
    return devices_of(request.app[PARTS])


def devices_of(parts: ServerParts) -> Devices:
    """Return what finds, keeps and drives devices.

    Raises:
        Missing: this hub adopts none.
    """
    if parts.devices is None:
        raise Missing("this hub adopts no devices")
    return parts.devices


def _area(request: web.Request, area: str | None) -> AreaId | None:
    return area_named(request.app[PARTS].home, area or "")


def _entry_id(request: web.Request) -> str:
    entry_id = request.match_info["entry_id"]
    if all(entry.id != entry_id for entry, _ in _devices(request).host.entries):
        raise Missing(f"no entry {entry_id!r}; GET /api/lares/entries lists them")
    return entry_id


def _thing_json(thing: NewThing) -> Mapping[str, Any]:
    return {
        "id": thing.id,
        "integration": thing.integration,
        "title": thing.title,
        "manufacturer": thing.manufacturer,
        "model": thing.model,
        "asks": thing.asks,
        "device_id": thing.device_id,
        "area_id": thing.area_id,
        "entities": thing.entities,
        "is_ignored": thing.is_ignored,
        "entry_id": thing.entry_id,
    }


def _entry_json(entry: Entry, condition: Condition) -> dict[str, Any]:
    """Show an entry without its data: there may be passwords in it."""
    return {
        "id": entry.id,
        "integration": entry.integration,
        "unique_id": entry.unique_id,
        "title": entry.title,
        "area_id": entry.area_id,
        "host": entry.data.get("host"),
        "status": condition.status,
        "problem": condition.problem,
    }


def _adopted_json(adopted: Adopted) -> dict[str, Any]:
    shown: dict[str, Any] = {"device_ids": adopted.device_ids}
    if adopted.entry is not None and adopted.condition is not None:
        shown["entry"] = _entry_json(adopted.entry, adopted.condition)
    return shown


def _device_json(home: Home, device_id: DeviceId) -> dict[str, Any]:
    device = home.devices[device_id]
    return {"id": device.id, "name": device.name, "area_id": device.area_id}


def _entity_json(home: Home, entity_id: EntityId) -> dict[str, Any]:
    entity = home.entity(entity_id)
    return {
        "entity_id": entity.id,
        "name": entity.name,
        "area_id": entity.area_id,
        "aliases": entity.aliases,
        "labels": entity.labels,
        "enabled": entity.enabled,
        "icon": entity.icon,
    }
