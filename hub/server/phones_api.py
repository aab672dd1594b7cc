"""Phones come in here: OwnTracks' posts, and the companion app's registration."""

from aiohttp import web

from hub.server import json_io
from hub.server.errors import Missing
from hub.server.parts import PARTS, Phones
from hub.server.security import user_id_of

routes = web.RouteTableDef()


@routes.post("/api/owntracks")
async def hear_owntracks(request: web.Request) -> web.Response:
    """Take in where a phone with OwnTracks is; who it is stands in X-Limit-U and X-Limit-D."""
    body = await request.read()
    return json_io.response(await _phones(request).hear_owntracks(body, request.headers))


@routes.post("/api/mobile_app/registrations")
async def register(request: web.Request) -> web.Response:
    """Register a phone; from then on it speaks to the webhook that the answer names."""
    body = await json_io.read_object(request)
    status, answer = await _phones(request).register(body, user_id_of(request))
    return json_io.response(answer, status)


def _phones(request: web.Request) -> Phones:
    phones = request.app[PARTS].phones
    if phones is None:
        raise Missing("this hub takes in no phones")
    return phones
