"""Pictures of cameras and image entities, as Home Assistant serves them."""

from aiohttp import web

from hub.home.errors import UnknownEntity
from hub.home.ids import EntityId, domain_of
from hub.server.errors import Forbidden, Missing
from hub.server.parts import PARTS, STATES
from hub.server.security import home_seen, own_token_of

routes = web.RouteTableDef()


@routes.get("/api/camera_proxy/{entity_id}")
async def show_camera(request: web.Request) -> web.Response:
    """Show the latest picture of a camera.

    What lets in is a bearer token, or the `access_token` of the camera's state as `token`.
    """
    return await _show(request, "camera")


@routes.get("/api/image_proxy/{entity_id}")
async def show_image(request: web.Request) -> web.Response:
    """Show the picture of an image entity.

    What lets in is a bearer token, or the `access_token` of the image's state as `token`.
    """
    return await _show(request, "image")


async def _show(request: web.Request, domain: str) -> web.Response:
    entity_id = EntityId(request.match_info["entity_id"])
    parts = request.app[PARTS]
    token = own_token_of(request)
    if token is not None:
        if not request.app[STATES].picture_tokens.opens(entity_id, token):
            raise Forbidden("this token opens no such picture; read the state of its entity again")
        entity = parts.home.entity(entity_id)
    else:
        entity = home_seen(request).entity(entity_id)
    if domain_of(entity_id) != domain:
        raise UnknownEntity(entity_id)
    stills = parts.stills.get(entity.integration)
    if stills is None:
        raise Missing(f"{entity_id} has no picture: {entity.integration!r} gives none")
    still = await stills.still(entity_id)
    return web.Response(body=still.content, content_type=still.content_type)
