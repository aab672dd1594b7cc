"""A Tasmota device's web server: `/cm?cmnd=...` (Tasmota, Commands, "With web requests")."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.support.tasmota.firmware import Tasmota

NEEDS = {"WARNING": "Need user=<username>&password=<password>"}


@dataclass
class WebServer:
    """What is wrong with the device, and where it is.

    `is_old`: it takes the password from the address only, and says what it wants with status 200.
    """

    tasmota: Tasmota
    port: int = 0
    is_old: bool = False
    garbage: str | None = None
    status: int = 200
    is_silent: bool = False
    lost_packets: int = 0
    asked: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer a command."""
        self.asked += 1
        if self.is_silent or self.lost_packets:
            self.lost_packets = max(0, self.lost_packets - 1)
            await self.closing.wait()
        if self.garbage is not None or self.status != 200:
            return web.Response(text=self.garbage, status=self.status)
        if not self._may(request):
            return web.json_response(NEEDS, status=200 if self.is_old else 401)
        command = request.query.get("cmnd", "")
        if command in {"Status 11", "Status 10"}:
            report = {"StatusSNS": self.tasmota.report()}
            state = {"StatusSTS": self.tasmota.state()}
            return web.json_response(report if command == "Status 10" else state)
        return web.json_response(self.tasmota.answer(command))

    def _may(self, request: web.Request) -> bool:
        password = self.tasmota.password
        if password is None:
            return True
        given = base64.b64encode(f"admin:{password}".encode()).decode()
        if not self.is_old and request.headers.get("Authorization") == f"Basic {given}":
            return True
        query = request.query
        return (query.get("user"), query.get("password")) == ("admin", password)


@asynccontextmanager
async def on_network(server: WebServer) -> AsyncIterator[WebServer]:
    """Run a device's web server; it keeps its port over restarts."""
    server.closing.clear()
    app = web.Application()
    app.router.add_get("/cm", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", server.port)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        server.closing.set()
        await runner.cleanup()
