"""What the executor tells the audit record: verdicts, approvals and outcomes of plans."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Any

from hub.home.audit import AuditKind, AuditNote, AuditUnavailable
from hub.home.chores import Chore
from hub.home.errors import ApprovalRefused
from hub.home.ids import UserId
from hub.home.plan import (
    Approval,
    ChoreVerdict,
    Effect,
    Plan,
    PlanResult,
    Status,
    StepVerdict,
    Verdict,
)
from hub.home.stores import AuditSink

_UNRECORDED = "built-in: nothing sensitive without a record"
_ASKS = frozenset({Effect.CONFIRM, Effect.PIN})
# A house does not go cold because a disk is full: where it is allowed, the heating is set all the
# same, and recorded once that can be.
_GOES_ON = frozenset({None, "warm"})
# What the hub keeps that is no configuration.
_PASSING = frozenset({
    "start_timer", "cancel_timers", "pause_timers", "resume_timers", "extend_timers",
})  # fmt: skip


# Plans of everyday acts whose outcome is still to come; of more, it gets an entry of its own.
_MOST_LINES = 2_000


@dataclass(slots=True)
class _Line:
    """An everyday verdict on its way to the record; its outcome goes along if it comes in time.

    Most lamps answer before the next batch is written, and rules move them by the thousand.
    """

    plan: Plan
    verdict: Verdict
    _result: PlanResult | None = None
    _is_told: bool = False
    _turn: Lock = field(default_factory=Lock)

    def told(self) -> dict[str, Any]:
        """Return what is recorded, off the event loop."""
        with self._turn:
            self._is_told, result = True, self._result
        words = _judged(self.plan, self.verdict, None)
        return words if result is None else words | _ended(result)

    def takes(self, result: PlanResult) -> bool:
        """Take the outcome along; False if it comes too late."""
        with self._turn:
            if not self._is_told:
                self._result = result
            return not self._is_told


class AuditTrail:
    """Records what becomes of plans; what is sensitive is on disk before it is acted on."""

    def __init__(self, sink: AuditSink) -> None:
        self._sink = sink
        self._lines: dict[str, _Line] = {}

    async def judged(
        self, plan: Plan, verdict: Verdict, *, approval_id: str | None = None
    ) -> Verdict:
        """Record a verdict before it is acted on.

        Returns the verdict to act on: that one, but with all that is sensitive denied if it could
        not be recorded.
        """
        if not verdict.steps and not verdict.chores:
            return verdict
        if not _sensitive(plan, verdict, approval_id):
            await self._sink.note(_entry(AuditKind.VERDICT, plan, self._line(plan, verdict).told))
            return verdict
        what = partial(_judged, plan, verdict, approval_id)
        try:
            await self._sink.add(_entry(AuditKind.VERDICT, plan, what))
        except AuditUnavailable as error:
            verdict = _without_sensitive(plan, verdict, approval_id, str(error))
            await self._sink.note(_entry(AuditKind.VERDICT, plan, self._line(plan, verdict).told))
        return verdict

    async def asked(self, approval: Approval) -> None:
        """Record that a plan waits for a person."""
        await self._surely(_entry(AuditKind.ASKED, approval.plan, partial(_asked, approval)))

    async def answered(self, approval: Approval, by: UserId | None) -> None:
        """Record a person's yes or no."""
        kind = AuditKind.APPROVED if approval.status == "approved" else AuditKind.REJECTED
        what = {"approval": approval.id, "plan": approval.plan.id, "digest": approval.digest}
        await self._surely(AuditNote(kind, what, by, "person"))

    async def refused(self, error: ApprovalRefused, by: UserId | None) -> None:
        """Record that somebody's answer came to nothing."""
        kind = AuditKind.EXPIRED if error.reason == "expired" else AuditKind.REFUSED
        what = {"approval": error.approval_id, "reason": error.reason}
        await self._surely(AuditNote(kind, what, by, "person"))

    async def ended(self, result: PlanResult) -> None:
        """Record what became of a plan; nothing, if nothing was tried."""
        plan, verdict = result.plan, result.verdict
        line = self._lines.pop(plan.id, None)
        ends = [one.status for one in result.outcomes]
        ends += [one.status for one in result.chores]
        if all(status in {Status.DENIED, Status.WAITING} for status in ends):
            return
        note = _entry(AuditKind.OUTCOME, plan, partial(_ended, result))
        if _sensitive(plan, verdict, result.approval_id):
            await self._surely(note)
        elif line is None or not line.takes(result):
            await self._sink.note(note)

    def _line(self, plan: Plan, verdict: Verdict) -> _Line:
        if len(self._lines) >= _MOST_LINES:
            self._lines.pop(next(iter(self._lines)))
        line = self._lines[plan.id] = _Line(plan, verdict)
        return line

    async def _surely(self, note: AuditNote) -> None:
        """Record now, or as soon as can be: what happened can't be refused any more."""
        try:
            await self._sink.add(note)
        except AuditUnavailable:
            await self._sink.note(note)


def _entry(kind: AuditKind, plan: Plan, what: Callable[[], dict[str, Any]]) -> AuditNote:
    return AuditNote(kind, what, plan.request.user_id, plan.request.source.value)


def _sensitive(
    plan: Plan, verdict: Verdict, approval_id: str | None
) -> list[StepVerdict | ChoreVerdict]:
    """Return what of a plan may go on only once it is recorded."""
    is_approved = approval_id is not None
    steps = [
        word
        for word in verdict.steps
        if word.effect is not Effect.DENY
        and (is_approved or word.effect in _ASKS or word.risk not in _GOES_ON)
    ]
    chores = [
        word
        for word in verdict.chores
        if word.effect is not Effect.DENY and _is_configuration(plan.chores[word.chore])
    ]
    return [*steps, *chores]


def _is_configuration(chore: Chore) -> bool:
    return chore.op not in _PASSING


def _without_sensitive(plan: Plan, verdict: Verdict, approval_id: str | None, why: str) -> Verdict:
    """Return the verdict with all that is sensitive denied."""
    denied = {id(word) for word in _sensitive(plan, verdict, approval_id)}
    update: dict[str, Any] = {
        "effect": Effect.DENY,
        "policy": _UNRECORDED,
        "reason": f"{why}; what is sensitive waits until it can be, everyday acts go on",
    }
    steps = [replace(w, **update) if id(w) in denied else w for w in verdict.steps]
    chores = [replace(w, **update) if id(w) in denied else w for w in verdict.chores]
    words = {"steps": tuple(steps), "chores": tuple(chores)}
    return replace(verdict, **(update | words))


def _judged(plan: Plan, verdict: Verdict, approval_id: str | None) -> dict[str, Any]:
    request = plan.request
    found = {
        "plan": plan.id,
        "planner": plan.planner,
        "said": request.text,
        "parent": request.parent_id,
        "approval": approval_id,
        "effect": verdict.effect.value,
        "policy": verdict.policy,
        "reason": verdict.reason,
        "steps": [
            {"action": step.command.action, "data": step.command.data()} for step in plan.steps
        ],
        "words": [
            _filled({"target": word.entity_id, "risk": word.risk})
            | {"step": word.step}
            | _word(word, verdict)
            for word in verdict.steps
        ],
        "chores": [
            plan.chores[word.chore].model_dump(mode="json", exclude_none=True)
            | _word(word, verdict)
            for word in verdict.chores
        ],
    }
    if _sensitive(plan, verdict, approval_id):
        found["digest"] = plan.digest()
    return _filled(found)


def _word(word: StepVerdict | ChoreVerdict, verdict: Verdict) -> dict[str, Any]:
    """Return what is said of one act, but for what is said of the whole plan."""
    if (word.policy, word.reason) == (verdict.policy, verdict.reason):
        return {"effect": word.effect.value}
    return {"effect": word.effect.value, "policy": word.policy, "reason": word.reason}


def _asked(approval: Approval) -> dict[str, Any]:
    return {
        "approval": approval.id,
        "plan": approval.plan.id,
        "digest": approval.digest,
        "reason": approval.verdict.reason,
        "expires": approval.expires_at.isoformat(),
    }


def _ended(result: PlanResult) -> dict[str, Any]:
    outcomes = [
        _filled({
            "target": one.entity_id,
            "action": one.action,
            "status": one.status.value,
            "detail": one.detail,
            "sent": one.attempts,
            "observed": one.observed,
            "took_ms": one.took_ms,
        })
        for one in result.outcomes
    ]  # fmt: skip
    chores = [
        _filled({
            "op": result.plan.chores[one.chore].op,
            "status": one.status.value,
            "detail": one.detail,
            "named": list(one.named),
        })
        for one in result.chores
    ]  # fmt: skip
    return _filled({
        "plan": result.plan.id,
        "approval": result.approval_id,
        "outcomes": outcomes,
        "chore_outcomes": chores,
    })  # fmt: skip


def _filled(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in (None, "", [])}
