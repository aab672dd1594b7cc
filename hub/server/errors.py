"""Every refusal as JSON with a message: what is wrong, and what to do about it."""

import logging
from contextlib import suppress

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from hub.home.audit import AuditUnavailable
from hub.home.errors import (
    ApprovalGone,
    ApprovalRefused,
    DeliveryError,
    HubError,
    LockedOut,
    PinsLocked,
    UnknownEntity,
)
from hub.home.speech import EngineDown
from hub.home.stills import NoPictureError
from hub.recorder.errors import StorageError
from hub.server import json_io
from hub.server.parts import PARTS

_log = logging.getLogger(__name__)

_MESSAGES = {
    404: "there is nothing at {path}; the endpoints are listed in hub/server/README.md",
    405: "{path} does not take {method}; it takes {allowed}",
    413: "the body is too large; send less than {limit} bytes",
}


class Forbidden(web.HTTPForbidden):
    """The caller is known but may not do this."""

    def __init__(self, message: str) -> None:
        super().__init__(text=message)


class Missing(web.HTTPNotFound):
    """The thing named in the address does not exist."""

    def __init__(self, message: str) -> None:
        super().__init__(text=message)


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn errors into JSON; nothing that a caller sends should ever come out as 500."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < web.HTTPBadRequest.status_code:
            raise
        return await _from_http(request, error)
    except HubError as error:
        if isinstance(error, StorageError):
            _log.exception("%s %s: the store failed", request.method, request.path)
        wait = {"Retry-After": f"{error.wait_s:.0f}"} if isinstance(error, LockedOut) else None
        message = await _without_secrets(request, str(error))
        return json_io.response({"message": message}, status_of(error), wait)
    except Exception:  # noqa: BLE001 - the outer edge of a request
        _log.exception("%s %s failed", request.method, request.path)
        message = "the hub failed to answer this; its log has the details"
        return json_io.response({"message": message}, 500)


def status_of(error: HubError) -> int:
    """Return the HTTP status that fits an error of the hub."""
    match error:
        case UnknownEntity():
            return web.HTTPNotFound.status_code
        case ApprovalGone():
            return web.HTTPConflict.status_code
        case LockedOut() | PinsLocked():
            return web.HTTPTooManyRequests.status_code
        case ApprovalRefused():
            return web.HTTPForbidden.status_code
        case (
            DeliveryError() | EngineDown() | NoPictureError() | StorageError() | AuditUnavailable()
        ):
            return web.HTTPServiceUnavailable.status_code
        case _:
            return web.HTTPBadRequest.status_code


async def _without_secrets(request: web.Request, message: str) -> str:
    """Return a message without secrets, those among what was sent with the request too."""
    given: object = None
    with suppress(web.HTTPException, ValueError, OSError):
        if request.content.at_eof():  # nobody is waited for to be refused
            given = orjson.loads(await request.read())
    clean: str = request.app[PARTS].masking.data({"message": message, "given": given})["message"]
    return clean


async def _from_http(request: web.Request, error: web.HTTPException) -> web.Response:
    headers = {}
    for name in ("Allow", "WWW-Authenticate", "Retry-After"):
        if name in error.headers:
            headers[name] = error.headers[name]
    message = error.text or error.reason
    if message == f"{error.status}: {error.reason}" or isinstance(
        error, web.HTTPRequestEntityTooLarge
    ):
        message = _MESSAGES.get(error.status, message).format(
            path=request.path,
            method=request.method,
            allowed=error.headers.get("Allow", "nothing"),
            limit=request.client_max_size,
        )
    message = await _without_secrets(request, message)
    return json_io.response({"message": message}, error.status, headers)
