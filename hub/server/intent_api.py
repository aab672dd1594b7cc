"""Intents in Home Assistant's REST dialect: a program names what is meant, without a sentence."""

from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.home.ids import new_id
from hub.home.plan import Request
from hub.language.handled import plan_intent
from hub.server import json_io
from hub.server.conversation import CONVERSATION
from hub.server.conversation_api import result_json
from hub.server.parts import PARTS
from hub.server.security import home_seen, source_of, user_id_of

routes = web.RouteTableDef()


class IntentBody(BaseModel):
    """An intent such as HassTurnOn, and its slots: {"name": "Desk lamp"}, {"area": "Kitchen"}."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    name: Annotated[str, Field(min_length=1, max_length=128)]
    data: dict[str, Any] = {}
    language: Annotated[str, Field(max_length=128)] | None = None


@routes.post("/api/intent/handle")
async def handle(request: web.Request) -> web.Response:
    """Do what an intent says, through the guard, and tell what came of it."""
    body = await json_io.read_model(request, IntentBody)
    parts = request.app[PARTS]
    asked = Request(
        source=source_of(request),
        user_id=user_id_of(request),
        language=body.language or parts.config.language,
        conversation_id=new_id(),
        at=parts.home.now().astimezone(parts.config.zone),
    )
    home = home_seen(request)
    plan = plan_intent(home, body.name, body.data, asked, parts.keeping)
    result = result_json(home, await request.app[CONVERSATION].carry_out(plan))
    return json_io.response(result["response"] | {"lares": result["lares"]})
