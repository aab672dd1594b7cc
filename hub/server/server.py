"""Binds the application to an address, and keeps house while it runs."""

import asyncio
import errno
import logging
from contextlib import AsyncExitStack
from typing import Self

from aiohttp import web

from hub.home.errors import HubError
from hub.recorder.errors import StorageError
from hub.server.app import create_app
from hub.server.client_address import is_loopback
from hub.server.malformed import Runner
from hub.server.parts import ServerParts
from hub.server.tls import Certificate

_log = logging.getLogger(__name__)

DEFAULT_PORT = 8123
ACCOUNT_SYNC_S = 30.0
# Answers on the way may end; devices report within seconds.
SHUTDOWN_S = 5.0

_OPEN = (
    "the network can reach this hub at %s, and tokens travel unencrypted;"
    " set http.ssl_certificate in lares.yaml, or put a reverse proxy with TLS before it"
)


class CannotListen(HubError):
    """The address cannot be had: choose another, or end who has it."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host = host
        self.port = port
        self.reason = reason
        super().__init__(f"cannot listen on {host}:{port}: {reason}")


class Server:
    """Serves HTTP from entering until leaving; port 0 takes a free one.

    With a certificate it speaks TLS, and nothing else.
    """

    def __init__(
        self,
        parts: ServerParts,
        *,
        host: str = "127.0.0.1",
        port: int = DEFAULT_PORT,
        certificate: Certificate | None = None,
    ) -> None:
        self._parts = parts
        self.host = host
        self.port = port
        self.certificate = certificate
        self._stack = AsyncExitStack()

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 -- what it means is looked up
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            runner = Runner(
                create_app(self._parts, [self.host]), access_log=None, shutdown_timeout=SHUTDOWN_S
            )
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            context = self.certificate.context if self.certificate else None
            site = web.TCPSite(runner, self.host, self.port, ssl_context=context)
            try:
                await site.start()
            except OSError as error:
                raise CannotListen(self.host, self.port, _reason(error)) from None
            self.port = runner.addresses[0][1]
            tasks = await stack.enter_async_context(asyncio.TaskGroup())
            sync = tasks.create_task(self._sync_accounts(), name="account sync")
            stack.callback(sync.cancel)
            if self.certificate is not None:
                following = tasks.create_task(self.certificate.follow(), name="certificate")
                stack.callback(following.cancel)
            elif not is_loopback(self.host) and not self._parts.config.proxies.are_used:
                _log.warning(_OPEN, self.host)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
        await self._sync_once()

    async def _sync_accounts(self) -> None:
        while True:
            await asyncio.sleep(ACCOUNT_SYNC_S)
            await self._sync_once()

    async def _sync_once(self) -> None:
        try:
            await self._parts.users.load()
            await self._parts.tokens.sync()
        except StorageError:
            _log.exception("users and tokens were not synchronised; the next try is soon")


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "another program (a second Lares?) has this port; end it or choose --http-port"
        case errno.EACCES:
            return "ports below 1024 need rights; choose a higher one with --http-port"
        case errno.EADDRNOTAVAIL:
            return "this machine has no such address; set http.host in lares.yaml"
        case _:
            return error.strerror or str(error)
