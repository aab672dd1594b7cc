"""A Hue bridge as its maker documents it: HTTPS, the link button, resources, the event stream.

What is put to a lamp shows in its resource and goes out as an event, as on the real one; faults
are switched on by attributes.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.support.certificates import Authority
from tests.support.hue.inventory import BRIDGE_ID, Resource, ref, whole_house

KEY = "5Ak2mBFQ0nyo7ZpZVd9K1hgTQ8fLxGm3Rw2bX6cJ"
_ACTIONS = {"alert", "identify", "recall"}


@dataclass
class HueBridge:
    """The bridge's whole world.

    `is_dead`: requests are taken and never answered; `refusal`: what it says to every command;
    `answer`: what it answers in place of all it holds.
    """

    resources: dict[str, Resource] = field(
        default_factory=lambda: {one["id"]: one for one in whole_house()}
    )
    keys: set[str] = field(default_factory=lambda: {KEY})
    model: str = "BSB002"
    is_pressed: bool = False
    is_dead: bool = False
    is_old: bool = False
    refusal: str | None = None
    answer: str | None = None
    host: str = ""
    puts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    _streams: set[web.StreamResponse] = field(default_factory=set)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def data(self) -> dict[str, Any]:
        """What an entry knows of it."""
        return {"host": self.host, "app_key": KEY}

    @property
    def listeners(self) -> int:
        """How many follow the event stream."""
        return len(self._streams)

    def app(self) -> web.Application:
        """Return the bridge's web server."""
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/api/config", self._config)
        app.router.add_post("/api", self._pair)
        app.router.add_get("/clip/v2/resource", self._everything)
        app.router.add_get("/clip/v2/resource/{kind}", self._of_kind)
        app.router.add_put("/clip/v2/resource/{kind}/{id}", self._put)
        app.router.add_get("/eventstream/clip/v2", self._stream)
        return app

    async def change(self, rid: str, **values: Any) -> None:
        """Let something happen, and tell it."""
        resource = self.resources[rid]
        _merge(resource, values)
        await self.tell("update", [{"id": rid, "type": resource["type"], **values}])

    async def add(self, *resources: Resource) -> None:
        """Let somebody add resources with the maker's app."""
        for resource in resources:
            self.resources[resource["id"]] = resource
        await self.tell("add", list(resources))

    async def delete(self, *rids: str) -> None:
        """Let somebody remove resources."""
        gone = [self.resources.pop(rid) for rid in rids]
        await self.tell("delete", [{"id": one["id"], "type": one["type"]} for one in gone])

    async def tell(self, kind: str, data: list[Any]) -> None:
        """Send an event to everyone who listens."""
        event = {"creationtime": _now(), "data": data, "id": "e", "type": kind}
        await self.send(json.dumps([event]))

    async def send(self, data: str) -> None:
        """Send any text as an event."""
        for stream in tuple(self._streams):
            await stream.write(f"id: 1:0\ndata: {data}\n\n".encode())

    def hang_up(self) -> None:
        """End all event streams, as a restart does."""
        self._ended.set()
        self._ended = asyncio.Event()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.is_dead:
            await asyncio.sleep(60)
        if request.path.startswith("/api"):
            return await self._served(handler, request)
        if self.is_old:
            raise web.HTTPNotFound
        if request.headers.get("hue-application-key") not in self.keys:
            raise web.HTTPForbidden
        return await self._served(handler, request)

    async def _served(self, handler: Any, request: web.Request) -> web.StreamResponse:
        response: web.StreamResponse = await handler(request)
        return response

    async def _config(self, request: web.Request) -> web.Response:  # noqa: ARG002
        return web.json_response(
            {
                "name": "Hue Bridge",
                "bridgeid": BRIDGE_ID.upper(),
                "modelid": self.model,
                "swversion": "1968096020",
                "apiversion": "1.68.0",
                "mac": "00:17:88:23:bf:c2",
            }
        )

    async def _pair(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if not asked.get("devicetype"):
            return _v1_error(2, "body contains invalid json")
        if not self.is_pressed:
            return _v1_error(101, "link button not pressed")
        return web.json_response([{"success": {"username": KEY}}])

    async def _everything(self, request: web.Request) -> web.Response:  # noqa: ARG002
        if self.answer is not None:
            return web.Response(text=self.answer, content_type="application/json")
        return web.json_response({"errors": [], "data": list(self.resources.values())})

    async def _of_kind(self, request: web.Request) -> web.Response:
        kind = request.match_info["kind"]
        found = [one for one in self.resources.values() if one["type"] == kind]
        return web.json_response({"errors": [], "data": found})

    async def _put(self, request: web.Request) -> web.Response:
        kind, rid = request.match_info["kind"], request.match_info["id"]
        body = await request.json()
        self.puts.append((rid, body))
        if rid not in self.resources:
            return _error(404, "Not Found")
        if self.refusal is not None:
            return _error(207, self.refusal)
        match kind:
            case "light":
                await self._look(rid, body)
            case "grouped_light":
                await self._look_alike(rid, body)
            case "scene":
                await self._recall(rid)
            case "motion" | "light_level":
                await self.change(rid, **body)
            case "smart_scene":
                await self.change(rid, state="active")
            case _:
                pass
        return web.json_response({"data": [ref(kind, rid)], "errors": []})

    async def _look(self, rid: str, body: dict[str, Any]) -> None:
        """Let a lamp follow what was put, and tell it."""
        seen = {key: value for key, value in body.items() if key not in {"dynamics", *_ACTIONS}}
        has_whites = "color_temperature" in self.resources[rid]
        if "color_temperature" in seen:
            seen["color_temperature"] = {**seen["color_temperature"], "mirek_valid": True}
        if "color" in seen and has_whites:
            seen["color_temperature"] = {"mirek": None, "mirek_valid": False}
        for key in ("effects", "timed_effects"):
            if key in seen:
                seen[key] = {"status": seen[key]["effect"]}
        if "effects_v2" in seen:
            seen["effects_v2"] = {"status": {"effect": seen["effects_v2"]["action"]["effect"]}}
        if seen:
            await self.change(rid, **seen)

    async def _look_alike(self, rid: str, body: dict[str, Any]) -> None:
        group = self.resources[self.resources[rid]["owner"]["rid"]]
        children = {child["rid"] for child in group["children"]}
        for one in tuple(self.resources.values()):
            if one["type"] == "light" and children & {one["id"], one["owner"]["rid"]}:
                await self._look(one["id"], {key: body[key] for key in body if key in one})
        await self.change(rid, **{key: body[key] for key in ("on", "dimming") if key in body})

    async def _recall(self, rid: str) -> None:
        for action in self.resources[rid]["actions"]:
            await self._look(action["target"]["rid"], action["action"])
        await self.change(rid, status={"active": "static", "last_recall": _now()})

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        await stream.write(b": hi\n\n")
        self._streams.add(stream)
        try:
            await self._ended.wait()
        finally:
            self._streams.discard(stream)
        return stream


@asynccontextmanager
async def serving(bridge: HueBridge, folder: Path) -> AsyncIterator[HueBridge]:
    """Run a bridge on a free port, with a certificate that nobody else signed."""
    made = Authority(folder).issue(BRIDGE_ID)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.chain, made.key)
    server = TestServer(bridge.app(), scheme="https")
    await server.start_server(ssl=context, shutdown_timeout=0.1)
    bridge.host = f"{server.host}:{server.port}"
    try:
        yield bridge
    finally:
        bridge.hang_up()
        await server.close()


def _merge(into: dict[str, Any], values: dict[str, Any]) -> None:
    for key, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _error(status: int, words: str) -> web.Response:
    body = {"data": [], "errors": [{"description": words}]}
    return web.json_response(body, status=status)


def _v1_error(kind: int, words: str) -> web.Response:
    return web.json_response([{"error": {"type": kind, "address": "/", "description": words}}])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
