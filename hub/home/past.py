"""The seam behind which the past is looked up: what became of earlier plans."""

from collections.abc import Sequence
from typing import Protocol

from hub.home.plan import PlanResult


class Past(Protocol):
    """Remembers plans with what became of them."""

    async def result(self, plan_id: str) -> PlanResult | None:
        """Return what became of a plan, None if it is not known (any more)."""

    async def latest_results(self, limit: int) -> Sequence[PlanResult]:
        """Return the latest plans, the newest first."""


class NoPast:
    """Remembers nothing: for planning without a hub."""

    async def result(self, plan_id: str) -> PlanResult | None:
        """Return None."""
        del plan_id
        return None

    async def latest_results(self, limit: int) -> Sequence[PlanResult]:
        """Return nothing."""
        del limit
        return ()
