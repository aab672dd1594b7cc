"""Tools that act, all through the guard: sentences, actions, approvals, undo."""

from typing import Annotated, Any
from urllib.parse import quote

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from hub.mcp_server.hub_link import HubLink
from hub.mcp_server.looking import LOOKS
from hub.mcp_server.marking import marked

ACTS = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False)
_Sentence = Annotated[str, Field(min_length=1, max_length=1_000)]


def add_to(server: MCPServer, link: HubLink) -> None:
    """Offer them."""

    @server.tool(title="Ask the home", annotations=ACTS)
    async def ask(
        text: _Sentence, area: str | None = None, conversation_id: str | None = None
    ) -> dict[str, Any]:
        """Say a sentence to the home: it is planned, judged by the guard, and run if it may.

        Answers with what the home says, the plan, the guard's verdict and the outcome of each
        step. What is sensitive waits for a person (`approval_id`). `area`: where it is said.
        """
        body = {"text": text, "area_id": area, "conversation_id": conversation_id}
        return marked(await link.post("/api/conversation/process", body))

    @server.tool(title="Plan", annotations=LOOKS)
    async def plan(text: _Sentence, area: str | None = None) -> dict[str, Any]:
        """Show what a sentence would do and what the guard says to it; nothing is run."""
        return marked(await link.post("/api/lares/plan", {"text": text, "area_id": area}))

    @server.tool(title="Call an action", annotations=ACTS)
    async def call_action(
        action: str, target: dict[str, Any], data: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Call an action, such as light.turn_on, through the guard.

        `target`: {"entity_id": ..} or {"area_id": ..}, one or a list. `data`: what the action
        takes, such as {"brightness_pct": 40}. Answers with the states that changed and the
        outcomes, or with the guard's verdict and, if a person has to approve, the approval's id.
        """
        domain, dot, verb = action.partition(".")
        if not (domain and dot and verb):
            raise ToolError(f"action: {action!r} is none; one is called such as light.turn_on")
        path = f"/api/services/{quote(domain, safe='')}/{quote(verb, safe='')}?return_response"
        return marked(await link.post_or_refusal(path, {**(data or {}), **target}))

    @server.tool(title="List approvals", annotations=LOOKS)
    async def list_approvals() -> dict[str, Any]:
        """List the plans that wait for a person."""
        return marked(await link.get("/api/lares/approvals"))

    @server.tool(title="Decide about an approval", annotations=ACTS)
    async def decide_approval(approval_id: str, *, approve: bool) -> dict[str, Any]:
        """Approve or reject a plan that waits, as the user of the token.

        Rejecting is for whoever may. A yes has to come from a person, by the page, `lares approve`
        or in a conversation: the hub refuses one that comes this way, and tells so.
        """
        path = f"/api/lares/approvals/{quote(approval_id, safe='')}"
        return marked(await link.post(path, {"approve": approve}))

    @server.tool(title="Undo", annotations=ACTS)
    async def undo(conversation_id: str | None = None) -> dict[str, Any]:
        """Undo the last plan, of a conversation or of the user; through the guard as well."""
        return marked(await link.post("/api/lares/undo", {"conversation_id": conversation_id}))
