"""Plans that wait for a person: asked for, answered once, gone after a minute."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hub.home.errors import ApprovalGone
from hub.home.ids import UserId
from hub.home.plan import Approval, Plan, Verdict
from hub.home.stores import ApprovalStore, Decision


class ApprovalDesk:
    """Asks for approvals and takes the answers, each exactly once."""

    def __init__(
        self, store: ApprovalStore, clock: Callable[[], datetime], lifetime: timedelta
    ) -> None:
        self._store = store
        self._clock = clock
        self._lifetime = lifetime

    async def ask(self, plan: Plan, verdict: Verdict) -> Approval:
        """Keep a plan until a person decides; it is on disk when this returns."""
        now = self._clock()
        approval = Approval(
            plan=plan,
            verdict=verdict,
            digest=plan.digest(),
            created_at=now,
            expires_at=now + self._lifetime,
        )
        await self._store.put(approval)
        return approval

    async def answer(self, approval_id: str, *, approve: bool, by: UserId | None) -> Approval:
        """Take a person's answer, and return what was decided about.

        Raises:
            ApprovalGone: it is unknown, expired, already answered, or its plan was changed.
        """
        approval = await self._store.get(approval_id)
        if approval is None:
            raise ApprovalGone(approval_id, "unknown")
        if approval.status != "pending":
            raise ApprovalGone(approval_id, _over(approval.status))
        now = self._clock()
        if now >= approval.expires_at:
            await self._store.decide(approval_id, "expired", None, now)
            raise ApprovalGone(approval_id, "expired")
        if approval.plan.digest() != approval.digest:
            await self._store.decide(approval_id, "rejected", None, now)
            raise ApprovalGone(approval_id, "its plan was changed since it was shown")
        decision: Decision = "approved" if approve else "rejected"
        if not await self._store.decide(approval_id, decision, by, now):
            latest = await self._store.get(approval_id)
            raise ApprovalGone(approval_id, _over(latest.status if latest else "approved"))
        return approval.model_copy(update={"status": decision, "decided_by": by})

    async def pending(self) -> list[Approval]:
        """Return those that still wait, oldest first."""
        return await self._store.pending(self._clock())


def _over(status: str) -> str:
    return "expired" if status == "expired" else f"already {status}"
