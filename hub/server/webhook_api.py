"""Webhooks: the one road into the API without a token. Whoever knows the id may call it."""

import orjson
from aiohttp import web

from hub.automation.webhooks import WebhookCall
from hub.server import json_io
from hub.server.client_address import Address, address_of
from hub.server.parts import PARTS

LONGEST_ID = 200
routes = web.RouteTableDef()


@routes.get("/api/webhook/{webhook_id}")
@routes.post("/api/webhook/{webhook_id}")
@routes.put("/api/webhook/{webhook_id}")
async def call_webhook(request: web.Request) -> web.Response:
    """Hand a call to the rules and integrations that listen at this address."""
    webhook_id = request.match_info["webhook_id"]
    webhooks = request.app[PARTS].webhooks
    if webhooks is None or len(webhook_id) > LONGEST_ID:
        return web.Response()
    answer = await webhooks.call(webhook_id, await _call_of(request))
    if answer.value is None:
        return web.Response(status=answer.status)
    return json_io.response(answer.value, answer.status)


async def _call_of(request: web.Request) -> WebhookCall:
    body = await request.read()
    value, is_json = None, "json" in request.content_type
    form: dict[str, str] = {}
    if is_json:
        try:
            value = orjson.loads(body) if body.strip() else None
        except orjson.JSONDecodeError as error:
            raise json_io.BadBody(f"the body is not valid JSON: {error}") from None
    elif request.method != "GET":
        form = {key: str(field) for key, field in (await request.post()).items()}
    return WebhookCall(
        method=request.method,
        is_local=_is_local(address_of(request)),
        query=dict(request.query),
        headers=dict(request.headers),
        body=body,
        json=value,
        is_json=is_json,
        data=form,
    )


def _is_local(address: Address | None) -> bool:
    """Tell whether somebody calls from this machine or this network (RFC 1918, RFC 4193)."""
    return address is not None and (
        address.is_private or address.is_loopback or address.is_link_local
    )
