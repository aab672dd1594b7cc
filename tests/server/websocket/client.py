"""A WebSocket client of the tests: says one thing, hears the answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.server.conftest import Running


class Refused(Exception):
    """The hub answered with an error."""

    def __init__(self, error: dict[str, Any]) -> None:
        self.code = error["code"]
        self.error = error
        super().__init__(error["message"])


class Client:
    """Numbers its commands; events that come meanwhile are kept."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []
        self._number = 0
        self._heard: list[dict[str, Any]] = []

    async def say(self, name: str, /, **data: Any) -> Any:
        """Send a command and return its result."""
        self._number += 1
        await self.socket.send_json({"id": self._number, "type": name, **data})
        while True:
            message = await self.hear()
            if message["type"] == "event":
                self.events.append(message)
                continue
            assert message["id"] == self._number
            if message["type"] == "pong":
                return "pong"
            if not message["success"]:
                raise Refused(message["error"])
            return message["result"]

    @property
    def number(self) -> int:
        """The number of the last command."""
        return self._number

    async def hear(self) -> dict[str, Any]:
        """Return the next message."""
        if not self._heard:
            async with asyncio.timeout(10):
                said = await self.socket.receive_json()
            self._heard += said if isinstance(said, list) else [said]
        return self._heard.pop(0)

    async def event(self) -> Any:
        """Return the next event's content."""
        if self.events:
            return self.events.pop(0)["event"]
        message = await self.hear()
        assert message["type"] == "event", message
        return message["event"]


@asynccontextmanager
async def connected(hub: Running, secret: str | None = None) -> AsyncIterator[Client]:
    """Connect and come in."""
    async with hub.http.ws_connect(f"{hub.url}/api/websocket") as socket:
        assert (await socket.receive_json())["type"] == "auth_required"
        await socket.send_json({"type": "auth", "access_token": secret or hub.secret})
        assert (await socket.receive_json())["type"] == "auth_ok"
        yield Client(socket)
