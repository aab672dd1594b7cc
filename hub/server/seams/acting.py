"""What carries out plans."""

from collections.abc import Callable
from typing import Protocol

from hub.home.home import Unsubscribe
from hub.home.ids import UserId
from hub.home.model import Source
from hub.home.plan import Outcome, Plan, PlanResult


class Executor(Protocol):
    """The one road to devices. What it began goes on when `wait_s` is over."""

    async def run(self, plan: Plan, *, wait_s: float | None = None) -> PlanResult:
        """Judge a plan, and run it or ask for approval."""

    async def decide(  # noqa: PLR0913 -- keyword-only from the third on
        self,
        approval_id: str,
        *,
        approve: bool,
        by: UserId | None,
        through: Source = Source.API,
        pin: str | None = None,
        digest: str | None = None,
        wait_s: float | None = None,
    ) -> PlanResult:
        """Run or drop a plan that waits.

        Raises:
            ApprovalRefused: the answer does not count; each kind has its remedy.
        """

    async def undo(
        self,
        by: UserId | None,
        conversation_id: str | None = None,
        *,
        is_spoken: bool = False,
        language: str = "en",
        wait_s: float | None = None,
    ) -> PlanResult:
        """Bring back what the last plan of a conversation, else of a user, changed."""

    def listen(self, listener: Callable[[Plan, Outcome], None]) -> Unsubscribe:
        """Call `listener` as each act ends of a plan that has several and that no rule made."""
