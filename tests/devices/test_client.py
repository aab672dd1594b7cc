"""The client session that makers share: many devices at once, and one that never ends."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer

from hub.devices import client


class Crowd:
    """A server that holds every request until all are there."""

    def __init__(self) -> None:
        self.there = 0
        self.all_there = asyncio.Event()

    async def hold(self, request: web.Request) -> web.Response:  # noqa: ARG002
        self.there += 1
        await self.all_there.wait()
        return web.json_response({"ok": True})

    async def flood(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if request.query.get("packed"):
            response.enable_compression(web.ContentCoding.gzip)
        await response.prepare(request)
        while True:
            await response.write(b" " * 100_000)


@pytest.fixture
async def crowd() -> Crowd:
    return Crowd()


@pytest.fixture
async def server(crowd: Crowd) -> AsyncIterator[BaseTestServer]:
    app = web.Application()
    app.router.add_get("/hold", crowd.hold)
    app.router.add_get("/flood", crowd.flood)
    async with TestServer(app) as server:
        yield server


async def test_more_than_a_hundred_devices_hold_a_connection_each(
    crowd: Crowd, server: BaseTestServer
) -> None:
    address = str(server.make_url("/hold"))
    async with client.open_client() as http, asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(_ask(http, address)) for _ in range(120)]
        async with asyncio.timeout(10):
            while crowd.there < len(asked):  # noqa: ASYNC110 -- requests of other tasks
                await asyncio.sleep(0.01)
        crowd.all_there.set()
    assert all(task.result() == {"ok": True} for task in asked)


@pytest.mark.parametrize("query", ["", "?packed=1"])
async def test_an_answer_without_end_ends(
    server: BaseTestServer, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "LARGEST_ANSWER", 1_000_000)
    async with client.open_client() as http, asyncio.timeout(10):
        with pytest.raises(aiohttp.ClientPayloadError, match="more than 1000000 bytes"):
            await _ask(http, str(server.make_url(f"/flood{query}")))


async def _ask(http: aiohttp.ClientSession, address: str) -> object:
    async with http.get(address) as answer:
        return await answer.json()
