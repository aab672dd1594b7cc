"""Resources: what agents may keep in view, as JSON."""

import json
from collections.abc import Mapping
from urllib.parse import quote

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError

from hub.mcp_server.hub_link import HubLink
from hub.mcp_server.marking import marked

# By address: what it is, and where the hub has it.
PLACES: Mapping[str, tuple[str, str]] = {
    "lares://home": ("Floors, areas, devices and entities", "/api/lares/home"),
    "lares://states": ("The state of every entity", "/api/states"),
    "lares://approvals": ("Plans that wait for a person", "/api/lares/approvals"),
    "lares://rules": ("The rules, in words", "/api/lares/rules"),
    "lares://traces": ("The latest plans and what became of them", "/api/lares/traces"),
}


def add_to(server: MCPServer, link: HubLink) -> None:
    """Offer them."""
    for uri, (description, path) in PLACES.items():
        _add(server, link, uri, description, path)

    @server.resource("lares://states/{entity_id}", mime_type="application/json")
    async def state(entity_id: str) -> str:
        """The state of one entity."""
        return await _read(link, f"/api/states/{quote(entity_id, safe='')}")


def _add(server: MCPServer, link: HubLink, uri: str, description: str, path: str) -> None:
    name = uri.removeprefix("lares://")

    @server.resource(uri, name=name, description=description, mime_type="application/json")
    async def read() -> str:
        return await _read(link, path)


async def _read(link: HubLink, path: str) -> str:
    try:
        return json.dumps(marked(await link.get(path)), ensure_ascii=False)
    except ToolError as error:
        raise ResourceError(str(error)) from None
