"""The way from the tools to the hub: as whoever asks, in a thread, with errors that agents read."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from mcp.server.mcpserver.exceptions import ToolError

from hub.home.errors import HubError
from hub.remote import Rejected, Remote

# hub.server.security.CHANNEL and Source.MCP; this process does not load the server.
HEADERS = {"Lares-Channel": "mcp"}
UNAUTHORIZED = 401

WhoAsks = Callable[[], str | None]
FindHub = Callable[[], Remote]


@dataclass(frozen=True, slots=True)
class HubLink:
    """Sends requests to a hub, found anew for each: a restart changes what its folder says.

    `who_asks` returns the token of the request that is served now, None for the hub's own.
    """

    find: FindHub
    who_asks: WhoAsks

    async def get(self, path: str, query: Mapping[str, Any] | None = None) -> Any:
        """Read something.

        Raises:
            ToolError: the hub refuses or does not answer; the message is the hub's own.
        """
        given = {key: value for key, value in (query or {}).items() if value is not None}
        return await self._send("GET", f"{path}?{urlencode(given)}" if given else path, None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Have the hub do something; keys without a value are left out.

        Raises:
            ToolError: the hub refuses or does not answer; the message is the hub's own.
        """
        given = {key: value for key, value in body.items() if value is not None}
        return await self._send("POST", path, given)

    async def post_or_refusal(self, path: str, body: Mapping[str, Any]) -> Any:
        """Have the hub do something; a plan that the guard stopped is returned as it is told.

        Raises:
            ToolError: something else is wrong.
        """
        try:
            return await asyncio.to_thread(self.request, "POST", path, dict(body))
        except Rejected as error:
            if "verdict" in error.body:
                return error.body
            raise ToolError(str(error)) from None
        except HubError as error:
            raise ToolError(str(error)) from None

    async def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        try:
            return await asyncio.to_thread(self.request, method, path, body)
        except HubError as error:
            raise ToolError(str(error)) from None

    def request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send one request and wait for the answer.

        Raises:
            HubError: the hub refuses or does not answer.
        """
        hub = self.find()
        asker = replace(hub, token=self.who_asks() or hub.token, headers=HEADERS)
        return asker.request(method, path, body)


async def user_of(find: FindHub, token: str) -> str | None:
    """Return the id of the user whose token this is; None if it opens nothing.

    Raises:
        HubError: the hub does not answer.
    """
    link = HubLink(find, lambda: token)
    try:
        user = await asyncio.to_thread(link.request, "GET", "/auth/current_user")
    except Rejected as error:
        if error.status == UNAUTHORIZED:
            return None
        raise
    return str(user["id"])
