"""A simulated device's place on the network: it goes off it, and comes back to where it was."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from aiohttp import web

HOST = "127.0.0.1"


class Server:
    """An HTTP server at a free port of this machine, the same one whenever it is started."""

    host = HOST
    port = 0

    def __init__(self) -> None:
        self._runner: web.AppRunner | None = None

    @property
    def routes(self) -> list[web.RouteDef]:
        """What it serves."""
        return []

    async def start(self) -> None:
        """Come onto the network."""
        app = web.Application()
        app.add_routes(self.routes)
        runner = web.AppRunner(
            app, shutdown_timeout=0.1, access_log=None, handler_cancellation=True
        )
        await runner.setup()
        await web.TCPSite(runner, self.host, self.port, reuse_address=True).start()
        self.port = runner.addresses[0][1]
        self._runner = runner

    async def stop(self) -> None:
        """Go off the network."""
        if self._runner is not None:
            await self._runner.cleanup()
        self._runner = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Be on the network while entered."""
        await self.start()
        try:
            yield self
        finally:
            await self.stop()
