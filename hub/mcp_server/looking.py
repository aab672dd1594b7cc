"""Tools that look: states, one entity with its past and why, traces."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations
from pydantic import Field

from hub.mcp_server.hub_link import HubLink
from hub.mcp_server.marking import marked

LOOKS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_DAY_H = 24
_Hours = Annotated[float, Field(gt=0, le=24 * 14)]


def add_to(server: MCPServer, link: HubLink) -> None:
    """Offer them."""

    @server.tool(title="List states", annotations=LOOKS)
    async def list_states(area: str | None = None, domain: str | None = None) -> dict[str, Any]:
        """List the entities of the home and their states.

        `area`: only those in an area, by its id or name. `domain`: only those of a domain, such as
        light, lock or sensor.
        """
        return marked(await _states(link, area, domain))

    @server.tool(title="Show an entity", annotations=LOOKS)
    async def show_entity(entity_id: str, hours: _Hours = _DAY_H) -> dict[str, Any]:
        """Show one entity: its state, how it came to be so, and its past.

        `hours`: how far back the history goes.
        """
        return marked(await _entity(link, entity_id, hours))

    @server.tool(title="List traces", annotations=LOOKS)
    async def list_traces(limit: Annotated[int, Field(ge=1, le=100)] = 10) -> dict[str, Any]:
        """List the latest plans: what was asked, the guard's verdict, and what became of it."""
        return marked(await link.get("/api/lares/traces", {"limit": limit}))

    @server.tool(title="Show a trace", annotations=LOOKS)
    async def show_trace(plan_id: str) -> dict[str, Any]:
        """Show one plan and what became of it."""
        return marked(await link.get(f"/api/lares/traces/{quote(plan_id, safe='')}"))


async def _states(link: HubLink, area: str | None, domain: str | None) -> list[dict[str, Any]]:
    home = await link.get("/api/lares/home")
    states = {state["entity_id"]: state for state in await link.get("/api/states")}
    areas = {one["id"]: one["name"] for one in home["areas"]}
    found = []
    for entity in home["entities"]:
        place = entity["area_id"]
        is_there = area is None or area.casefold() in {
            str(place).casefold(), str(areas.get(place)).casefold(),
        }  # fmt: skip
        if is_there and domain in {None, entity["domain"]}:
            state = states.get(entity["entity_id"], {})
            found.append(
                {
                    "entity_id": entity["entity_id"], "name": entity["name"],
                    "area": areas.get(place), "state": state.get("state"),
                    "attributes": state.get("attributes", {}),
                    "last_changed": state.get("last_changed"), "actions": entity["actions"],
                }
            )  # fmt: skip
    return found


async def _entity(link: HubLink, entity_id: str, hours: float) -> dict[str, Any]:
    path = quote(entity_id, safe="")
    state = await link.get(f"/api/states/{path}")
    why = await link.get(f"/api/lares/why/{path}")
    start = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    query = {"filter_entity_id": entity_id, "minimal_response": "1", "no_attributes": "1"}
    history = await link.get(f"/api/history/period/{quote(start, safe='')}", query)
    return {"state": state, "why": why, "history": history[0] if history else []}
