"""Tools about rules and policies: what stands in them, and what the guard would say."""

from typing import Any
from urllib.parse import quote

from mcp.server.mcpserver import MCPServer

from hub.mcp_server.hub_link import HubLink
from hub.mcp_server.looking import LOOKS
from hub.mcp_server.marking import marked


def add_to(server: MCPServer, link: HubLink) -> None:
    """Offer them."""

    @server.tool(title="List rules", annotations=LOOKS)
    async def list_rules() -> dict[str, Any]:
        """List the rules of the home, each in words, with its next run and what is wrong."""
        return marked(await link.get("/api/lares/rules"))

    @server.tool(title="Show a rule", annotations=LOOKS)
    async def show_rule(rule_id: str) -> dict[str, Any]:
        """Show one rule as its YAML has it."""
        return marked(await link.get(f"/api/lares/rules/{quote(rule_id, safe='')}"))

    @server.tool(title="Check rules", annotations=LOOKS)
    async def check_rules() -> dict[str, Any]:
        """Tell what is wrong with the rule files, and which rules fight or feed each other."""
        return marked(await link.get("/api/lares/check"))

    @server.tool(title="Test the policies", annotations=LOOKS)
    async def test_policies(
        text: str | None = None,
        action: str | None = None,
        entity_id: str | None = None,
        who: str | None = None,
        by: str = "mcp",
    ) -> dict[str, Any]:
        """Tell what the guard would say and which policies decide; nothing is moved.

        Give `text`, a sentence, or `action` and `entity_id`. `who`: a role (owner, adult, child,
        guest) or a user. `by`: the way it comes: mcp, language, voice, api, ui, rule, event.
        """
        body = {"text": text, "action": action, "entity_id": entity_id, "as": who, "by": by}
        return marked(await link.post("/api/lares/policy/test", body))
