"""The seams behind which approvals, traces and the audit record are kept over restarts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Protocol

from hub.home.audit import AuditNote
from hub.home.ids import EntityId, UserId
from hub.home.model import State
from hub.home.plan import Approval, PlanResult

Decision = Literal["approved", "rejected", "expired"]


class ApprovalStore(Protocol):
    """Keeps the plans that wait for a person. What was put is on disk when `put` returns."""

    async def put(self, approval: Approval) -> None:
        """Keep a new approval."""

    async def get(self, approval_id: str) -> Approval | None:
        """Return an approval in whatever status, None if there never was one."""

    async def pending(self, now: datetime) -> list[Approval]:
        """Return those that still wait at `now`, oldest first."""

    async def decide(
        self, approval_id: str, status: Decision, decided_by: UserId | None, at: datetime
    ) -> bool:
        """Move an approval from pending to `status`; False if it was no longer pending.

        Atomic: of two who decide at once, exactly one gets True.
        """


class TraceSink(Protocol):
    """Keeps what was planned, judged and done."""

    async def add(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Keep a result under its plan's id, replacing an earlier one of the same plan.

        Called before anything is sent and again when all outcomes are known;
        `before` holds the states that the targets had before sending.
        """

    def note(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Keep the result of a rule's plan soon, without being waited for."""


class AuditSink(Protocol):
    """The record of verdicts, approvals, commands and changes. Nothing is ever taken back."""

    async def note(self, note: AuditNote) -> None:
        """Record soon; what is recorded is at most a second behind.

        Waits only while too much is waiting to be written. Never raises: what cannot be written
        is counted, and the count is recorded once the disk is well again.
        """

    async def add(self, note: AuditNote) -> None:
        """Record now: it is on disk when this returns.

        Raises:
            AuditUnavailable: it could not be written; do not do what it is about.
        """
