"""A thermostat and a lock behind a small REST dialect of their own, as many gateways have one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

PASSWORD = "gateway-password"  # noqa: S105 -- of a simulator


@dataclass
class RestGateway:
    """The gateway's whole world. `fault`: "silent", "nonsense" or a status it answers with."""

    mode: str = "heat"
    target: float = 20.5
    warmth: float = 19.0
    bolt: int = 1
    fault: str | int | None = None
    asked: list[str] = field(default_factory=list)
    port: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    # Whether the bolt can't move, and what the next answer about it waits for.
    is_jammed: bool = False
    held: asyncio.Event | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> web.Application:
        """Return what serves it."""
        app = web.Application(middlewares=[self._guarded])
        app.router.add_get("/v1/climate", self._climate)
        app.router.add_put("/v1/climate", self._set_climate)
        app.router.add_get("/v1/door", self._door)
        app.router.add_get("/v1/pieces", self._pieces)
        app.router.add_post("/v1/door/{what}", self._move_bolt)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        if self.fault == "silent":
            await self.over.wait()
        if self.fault == "nonsense":
            return web.Response(body=b"\xff{{{")
        if isinstance(self.fault, int):
            return web.Response(status=self.fault, headers={"Location": "http://127.0.0.1:1/"})
        if request.headers.get("Authorization") != aiohttp.encode_basic_auth("lares", PASSWORD):
            return web.Response(status=401)
        response: web.StreamResponse = await handler(request)
        return response

    async def _climate(self, _: web.Request) -> web.Response:
        return web.json_response(
            {"mode": self.mode, "target": self.target, "room": {"warmth": self.warmth}}
        )

    async def _set_climate(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.target = float(body.get("target", self.target))
        self.mode = body.get("mode", self.mode)
        return web.json_response({"ok": True})

    async def _door(self, _: web.Request) -> web.Response:
        answer, held, self.held = web.json_response({"bolt": self.bolt}), self.held, None
        if held is not None:
            await held.wait()
        return answer

    async def _pieces(self, request: web.Request) -> web.StreamResponse:
        """Answer in several pieces, as devices with little memory do."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for piece in (b'{"bolt": ', b"1, ", b'"more": "' + b"x" * 100_000, b'"}'):
            await response.write(piece)
            await asyncio.sleep(0.02)
        return response

    async def _move_bolt(self, request: web.Request) -> web.Response:
        if not self.is_jammed:
            self.bolt = 1 if request.match_info["what"] == "close" else 0
        return web.Response(status=204)

    def description(self, **changes: Any) -> dict[str, Any]:
        """Describe it as a user would."""
        return {
            "name": "Gateway",
            "manufacturer": "Tests",
            "model": "REST-1",
            "base_url": self.url,
            "username": "lares",
            "password": PASSWORD,
            "timeout_s": 1,
            "polls": {
                "climate": {"path": "/v1/climate", "every_s": 1},
                "door": {"path": "/v1/door", "every_s": 1},
            },
            "entities": [
                {
                    "domain": "climate",
                    "key": "room",
                    "name": "Thermostat",
                    "poll": "climate",
                    "state": "{{ value_json.mode }}",
                    "attributes": {
                        "temperature": "{{ value_json.target }}",
                        "current_temperature": "{{ value_json.room.warmth }}",
                    },
                    "constants": {"hvac_modes": ["off", "heat"], "min_temp": 5, "max_temp": 30},
                    "commands": {
                        "climate.set_temperature": {
                            "method": "PUT",
                            "path": "/v1/climate",
                            "json": {"target": "{{ temperature }}"},
                        },
                        "climate.set_hvac_mode": {
                            "method": "PUT",
                            "path": "/v1/climate",
                            "json": {"mode": "{{ hvac_mode }}"},
                        },
                    },
                },
                {
                    "domain": "lock",
                    "key": "door",
                    "name": "Front door",
                    "poll": "door",
                    "state": "{{ value_json.bolt }}",
                    "states": {"1": "locked", "0": "unlocked"},
                    "commands": {
                        "lock.lock": {"path": "/v1/door/close"},
                        "lock.unlock": {"path": "/v1/door/open"},
                    },
                },
            ],
            **changes,
        }


@asynccontextmanager
async def running_gateway(port: int = 0, **world: Any) -> AsyncIterator[RestGateway]:
    """Serve a gateway on loopback."""
    gateway = RestGateway(**world)
    runner = web.AppRunner(gateway.app(), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    gateway.port = runner.addresses[0][1]
    try:
        yield gateway
    finally:
        gateway.over.set()
        await runner.cleanup()
