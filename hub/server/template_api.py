"""A template, rendered over the home: Home Assistant's `POST /api/template`."""

from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.home.errors import HubError
from hub.server import json_io
from hub.server.parts import PARTS

routes = web.RouteTableDef()


class TemplateBody(BaseModel):
    """A template, and what it knows besides the home."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    template: Annotated[str, Field(max_length=65_536)]
    variables: dict[str, Any] = {}


@routes.post("/api/template")
async def render(request: web.Request) -> web.Response:
    """Answer with the text that a template renders to, within the limits of those in rules.

    Raises:
        BadBody: it fails; says where and why.
    """
    body = await json_io.read_model(request, TemplateBody)
    try:
        text = request.app[PARTS].render(body.template, body.variables)
    except HubError as error:
        raise json_io.BadBody(f"Error rendering template: {error}") from error
    return web.Response(text=text)
