"""The seam behind which sentences become plans."""

from typing import Protocol

from hub.home.plan import Plan, Request


class Planner(Protocol):
    """Makes plans from requests: the fast matcher, the model, a script in tests."""

    async def plan(self, request: Request) -> Plan:
        """Return a plan, a question, an answer or a refusal; never raises for odd words."""
