"""Areas and floors over HTTP; over the WebSocket they are Home Assistant's registries."""

from dataclasses import replace
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.home.home import Home
from hub.home.ids import AreaId, FloorId
from hub.home.model import Area, Context, Floor
from hub.server import json_io, placing
from hub.server.errors import Missing
from hub.server.parts import PARTS
from hub.server.security import source_of, user_id_of

routes = web.RouteTableDef()

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Level = Annotated[int, Field(ge=-100, le=1_000)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class NewAreaBody(_Body):
    """An area; `floor`: a floor's id."""

    name: Name
    floor: Annotated[str, Field(max_length=200)] = ""


class AreaChange(_Body):
    """What of an area changes; an empty `floor` takes it off its floor."""

    name: Name | None = None
    floor: Annotated[str, Field(max_length=200)] | None = None


class NewFloorBody(_Body):
    """A floor; `level` counts upwards, 0 is the ground floor."""

    name: Name
    level: Level = 0


class FloorChange(_Body):
    """What of a floor changes."""

    name: Name | None = None
    level: Level | None = None


@routes.post("/api/lares/areas")
async def add_area(request: web.Request) -> web.Response:
    """Make an area."""
    body = await json_io.read_model(request, NewAreaBody)
    home, name = request.app[PARTS].home, body.name.strip()
    area = Area(AreaId(placing.fresh_id(name, home.areas)), name, _floor_named(home, body.floor))
    await placing.put_area(request.app[PARTS], area, _by(request))
    return json_io.response(home.areas[area.id], 201)


@routes.patch("/api/lares/areas/{area_id}")
async def change_area(request: web.Request) -> web.Response:
    """Rename an area, or put it on another floor."""
    body = await json_io.read_model(request, AreaChange)
    home, area = request.app[PARTS].home, _area(request)
    if body.name is not None:
        area = replace(area, name=body.name.strip())
    if body.floor is not None:
        area = replace(area, floor_id=_floor_named(home, body.floor))
    await placing.put_area(request.app[PARTS], area, _by(request))
    return json_io.response(home.areas[area.id])


@routes.delete("/api/lares/areas/{area_id}")
async def remove_area(request: web.Request) -> web.Response:
    """Forget an area; what was in it is in none."""
    area = _area(request)
    await placing.remove_area(request.app[PARTS], area.id, _by(request))
    return json_io.response({"message": f"{area.name!r} is forgotten"})


@routes.post("/api/lares/floors")
async def add_floor(request: web.Request) -> web.Response:
    """Make a floor."""
    body = await json_io.read_model(request, NewFloorBody)
    home, name = request.app[PARTS].home, body.name.strip()
    floor = Floor(FloorId(placing.fresh_id(name, home.floors)), name, body.level)
    await placing.put_floor(request.app[PARTS], floor, _by(request))
    return json_io.response(home.floors[floor.id], 201)


@routes.patch("/api/lares/floors/{floor_id}")
async def change_floor(request: web.Request) -> web.Response:
    """Rename a floor, or say how high it is."""
    body = await json_io.read_model(request, FloorChange)
    floor = _floor(request)
    if body.name is not None:
        floor = replace(floor, name=body.name.strip())
    if body.level is not None:
        floor = replace(floor, level=body.level)
    await placing.put_floor(request.app[PARTS], floor, _by(request))
    return json_io.response(request.app[PARTS].home.floors[floor.id])


@routes.delete("/api/lares/floors/{floor_id}")
async def remove_floor(request: web.Request) -> web.Response:
    """Forget a floor; its areas are on none."""
    floor = _floor(request)
    await placing.remove_floor(request.app[PARTS], floor.id, _by(request))
    return json_io.response({"message": f"{floor.name!r} is forgotten"})


def _area(request: web.Request) -> Area:
    area_id = request.match_info["area_id"]
    area = request.app[PARTS].home.areas.get(AreaId(area_id))
    if area is None:
        raise Missing(f"no area {area_id!r}; GET /api/lares/home lists them")
    return area


def _floor(request: web.Request) -> Floor:
    floor_id = request.match_info["floor_id"]
    floor = request.app[PARTS].home.floors.get(FloorId(floor_id))
    if floor is None:
        raise Missing(f"no floor {floor_id!r}; GET /api/lares/home lists them")
    return floor


def _floor_named(home: Home, floor: str) -> FloorId | None:
    if not floor:
        return None
    floor_id = FloorId(floor)
    if floor_id not in home.floors:
        known = ", ".join(sorted(home.floors)) or "none"
        raise json_io.BadBody(f"floor: no floor {floor!r}; there are: {known}")
    return floor_id


def _by(request: web.Request) -> Context:
    return Context(source=source_of(request), user_id=user_id_of(request))
