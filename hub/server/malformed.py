"""What is no HTTP, answered as every error is: as JSON, with the security headers.

aiohttp answers such requests before the application sees them, in plain text, with its own version
and a traceback in the log, which a stranger could fill.
"""

import logging

from aiohttp import web

from hub.server import json_io
from hub.server.security import HEADERS

_log = logging.getLogger(__name__)
_MESSAGES = {400: "this is no HTTP request that the hub understands", 500: "the hub failed"}


class Runner(web.AppRunner):
    """Runs an application over connections that answer to malformed requests themselves."""

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Connections(
            made.request_handler,
            request_factory=made.request_factory,
            handler_cancellation=made.handler_cancellation,
            **made._kwargs,  # noqa: SLF001 -- aiohttp has no other way to choose the protocol
        )


class _Connections(web.Server):
    def __call__(self) -> web.RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


class _Connection(web.RequestHandler):
    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Return the answer to what aiohttp could not parse, or to what broke below the app."""
        del message
        is_theirs = status < web.HTTPInternalServerError.status_code
        level = logging.DEBUG if is_theirs else logging.ERROR
        _log.log(level, "a request of %s was not answered", request.remote, exc_info=exc)
        if request.writer.output_size > 0:
            raise ConnectionError("part of an answer is sent already")
        told = {"message": _MESSAGES.get(status, "the request cannot be answered")}
        response = json_io.response(told, status, HEADERS | {"Cache-Control": "no-store"})
        response.force_close()
        return response
