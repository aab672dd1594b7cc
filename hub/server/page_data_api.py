"""What pages keep for whoever looks at them: small values by key, such as favourites."""

from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from hub.server import json_io
from hub.server.parts import PARTS
from hub.server.security import user_of

routes = web.RouteTableDef()
LONGEST_KEY = 100


class ValueBody(BaseModel):
    """What to keep; null takes it away."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    value: Any


@routes.get("/api/lares/me/data/{key}")
async def show_data(request: web.Request) -> web.Response:
    """Show what a page keeps for its user."""
    value = await request.app[PARTS].user_data.get(user_of(request).id, _key(request))
    return json_io.response({"value": value})


@routes.put("/api/lares/me/data/{key}")
async def keep_data(request: web.Request) -> web.Response:
    """Keep something for a page's user; on disk when this answers."""
    body = await json_io.read_model(request, ValueBody)
    await request.app[PARTS].user_data.put(user_of(request).id, _key(request), body.value)
    return json_io.response({"value": body.value})


def _key(request: web.Request) -> str:
    key = request.match_info["key"]
    if len(key) > LONGEST_KEY:
        raise json_io.BadBody(f"a key has {LONGEST_KEY} letters at most, not {len(key)}")
    return key
