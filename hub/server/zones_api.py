"""Zones that people draw: added, moved, resized and forgotten; they are shown as states."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.automation.presence.drawn import Drawing
from hub.home.ids import EntityId
from hub.server import json_io
from hub.server.errors import Missing
from hub.server.parts import PARTS
from hub.server.seams.house import Zones

routes = web.RouteTableDef()
# Half around the Earth.
WIDEST_M = 20_000_000.0


class ZoneBody(BaseModel):
    """A circle with a name; degrees and metres. `passive`: it names nobody's state."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    radius: Annotated[float, Field(ge=1, le=WIDEST_M)]
    passive: bool = False


@routes.post("/api/lares/zones")
async def draw(request: web.Request) -> web.Response:
    """Add a zone."""
    body = await json_io.read_model(request, ZoneBody)
    zone_id = await _zones(request).draw_zone(_drawing(body))
    return json_io.response({"entity_id": zone_id})


@routes.put("/api/lares/zones/{zone_id}")
async def redraw(request: web.Request) -> web.Response:
    """Move, resize or rename a zone."""
    body = await json_io.read_model(request, ZoneBody)
    zone_id = await _zones(request).draw_zone(_drawing(body), _zone_id(request))
    return json_io.response({"entity_id": zone_id})


@routes.delete("/api/lares/zones/{zone_id}")
async def erase(request: web.Request) -> web.Response:
    """Forget a zone; who was in it is where the other zones say."""
    zone_id = _zone_id(request)
    await _zones(request).erase_zone(zone_id)
    return json_io.response({"message": f"{zone_id} is forgotten"})


def _drawing(body: ZoneBody) -> Drawing:
    return Drawing(
        name=body.name.strip(),
        latitude=body.latitude,
        longitude=body.longitude,
        radius_m=body.radius,
        is_passive=body.passive,
    )


def _zone_id(request: web.Request) -> EntityId:
    zone_id = EntityId(f"zone.{request.match_info['zone_id']}")
    if zone_id not in request.app[PARTS].home.entities:
        raise Missing(f"no zone {zone_id!r}; GET /api/states lists them")
    return zone_id


def _zones(request: web.Request) -> Zones:
    zones = request.app[PARTS].zones
    if zones is None:
        raise Missing("this hub draws no zones")
    return zones
