"""Areas and floors (Home Assistant, `config/area_registry` and `config/floor_registry`)."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from hub.home.home import Home
from hub.home.ids import AreaId, FloorId, slugify
from hub.home.model import Area, Context, Floor
from hub.server import placing
from hub.server.websocket.basics import CHANGING, SEEING
from hub.server.websocket.commands import CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.registering import (
    Id,
    Name,
    Names,
    Text,
    as_invalid,
    fresh_id,
    given,
    invalid,
)

commands = CommandTable()

Level = Annotated[int, Field(ge=-100, le=1_000)]


class AreaSaid(Said):
    """What an area is to be."""

    floor_id: Id | None = None
    icon: Name | None = None
    picture: Text | None = None
    aliases: Names = Field(default_factory=list)
    labels: Names = Field(default_factory=list)


class NewArea(AreaSaid):
    """An area."""

    name: Name


class ChangedArea(AreaSaid):
    """An area, and what of it changes."""

    area_id: Id
    name: Name | None = None


class ThisArea(Said):
    """An area."""

    area_id: Id


class FloorSaid(Said):
    """What a floor is to be."""

    level: Level | None = None
    icon: Name | None = None
    aliases: Names = Field(default_factory=list)


class NewFloor(FloorSaid):
    """A floor."""

    name: Name


class ChangedFloor(FloorSaid):
    """A floor, and what of it changes."""

    floor_id: Id
    name: Name | None = None


class ThisFloor(Said):
    """A floor."""

    floor_id: Id


@commands.add("config/area_registry/list", SEEING)
async def list_areas(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the areas that one sees."""
    return [area_json(area) for area in connection.home.areas.values()]


@commands.add("config/area_registry/create", CHANGING, NewArea)
async def create_area(connection: Connection, said: NewArea) -> object:
    """Make an area."""
    home = connection.parts.home
    area = Area(AreaId(fresh_id(said.name, home.areas)), said.name)
    return await _put_area(connection, _changed_area(home, area, said))


@commands.add("config/area_registry/update", CHANGING, ChangedArea)
async def update_area(connection: Connection, said: ChangedArea) -> object:
    """Change an area."""
    home = connection.parts.home
    area = _area(home, said.area_id)
    if said.name is not None:
        area = replace(area, name=said.name)
    return await _put_area(connection, _changed_area(home, area, said))


@commands.add("config/area_registry/delete", CHANGING, ThisArea)
async def delete_area(connection: Connection, said: ThisArea) -> object:
    """Forget an area; what was in it is in none."""
    area = _area(connection.parts.home, said.area_id)
    with as_invalid():
        await placing.remove_area(connection.parts, area.id, _by(connection))
    return "success"


@commands.add("config/floor_registry/list", SEEING)
async def list_floors(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the floors that one sees."""
    return [floor_json(floor) for floor in connection.home.floors.values()]


@commands.add("config/floor_registry/create", CHANGING, NewFloor)
async def create_floor(connection: Connection, said: NewFloor) -> object:
    """Make a floor."""
    home = connection.parts.home
    floor = Floor(FloorId(fresh_id(said.name, home.floors)), said.name)
    return await _put_floor(connection, _changed_floor(floor, said))


@commands.add("config/floor_registry/update", CHANGING, ChangedFloor)
async def update_floor(connection: Connection, said: ChangedFloor) -> object:
    """Change a floor."""
    home = connection.parts.home
    floor = _floor(home, said.floor_id)
    if said.name is not None:
        floor = replace(floor, name=said.name)
    return await _put_floor(connection, _changed_floor(floor, said))


@commands.add("config/floor_registry/delete", CHANGING, ThisFloor)
async def delete_floor(connection: Connection, said: ThisFloor) -> object:
    """Forget a floor; its areas are on none."""
    floor = _floor(connection.parts.home, said.floor_id)
    with as_invalid():
        await placing.remove_floor(connection.parts, floor.id, _by(connection))
    return "success"


def area_json(area: Area) -> dict[str, Any]:
    """Return an area as Home Assistant's registry shows it."""
    return {
        "area_id": area.id,
        "name": area.name,
        "aliases": area.aliases,
        "floor_id": area.floor_id,
        "icon": area.icon,
        "labels": [slugify(label) for label in area.labels],
        "picture": area.picture,
        "humidity_entity_id": None,
        "temperature_entity_id": None,
        "created_at": 0,
        "modified_at": 0,
    }


def floor_json(floor: Floor) -> dict[str, Any]:
    """Return a floor as Home Assistant's registry shows it."""
    return {
        "floor_id": floor.id,
        "name": floor.name,
        "aliases": floor.aliases,
        "icon": floor.icon,
        "level": floor.level,
        "created_at": 0,
        "modified_at": 0,
    }


def _area(home: Home, area_id: str) -> Area:
    area = home.areas.get(AreaId(area_id))
    if area is None:
        raise invalid(f"no area {area_id!r}")
    return area


def _floor(home: Home, floor_id: str) -> Floor:
    floor = home.floors.get(FloorId(floor_id))
    if floor is None:
        raise invalid(f"no floor {floor_id!r}")
    return floor


def _changed_area(home: Home, area: Area, said: AreaSaid) -> Area:
    changes = given(said, "floor_id", "icon", "picture", "aliases", "labels")
    if changes.get("floor_id"):
        changes["floor_id"] = _floor(home, changes["floor_id"]).id
    return replace(area, **_as_tuples(changes))


def _changed_floor(floor: Floor, said: FloorSaid) -> Floor:
    changes = given(said, "level", "icon", "aliases")
    if "level" in changes:
        changes["level"] = changes["level"] or 0
    return replace(floor, **_as_tuples(changes))


def _as_tuples(changes: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(one) if isinstance(one, list) else one for key, one in changes.items()}


async def _put_area(connection: Connection, area: Area) -> dict[str, Any]:
    with as_invalid():
        await placing.put_area(connection.parts, area, _by(connection))
    return area_json(area)


async def _put_floor(connection: Connection, floor: Floor) -> dict[str, Any]:
    with as_invalid():
        await placing.put_floor(connection.parts, floor, _by(connection))
    return floor_json(floor)


def _by(connection: Connection) -> Context:
    return Context(source=connection.source, user_id=connection.user_id)
