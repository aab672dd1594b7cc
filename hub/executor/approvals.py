"""Plans that wait for a person: asked for, answered once by somebody who may, gone in a while."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hub.home.approving import Asker, Pins, could_approve, may_approve, named
from hub.home.errors import (
    ApprovalGone,
    LockedOut,
    PinsLocked,
    PinWanted,
    PinWrong,
    WrongApprover,
    YesElsewhere,
)
from hub.home.ids import UserId
from hub.home.model import Source
from hub.home.people import Role, Who, WhoIs
from hub.home.plan import Approval, ChoreVerdict, Effect, Plan, StepVerdict, Verdict
from hub.home.stores import ApprovalStore, Decision
from hub.record import record

# Whoever knows the PIN does not get it wrong so often; the plan can be asked for anew.
MOST_WRONG_PINS = 3
_WRONG_TOO_OFTEN = f"{MOST_WRONG_PINS} wrong PINs were given"
_OF_THE_HOUSE = frozenset({Role.OWNER, Role.ADULT, Role.CHILD})


@record(frozen=True, slots=True, kw_only=True)
class Reply:
    """A person's yes or no. `digest`: that of the plan they saw, if they say."""

    approve: bool
    by: UserId | None
    through: Source = Source.API
    pin: str | None = None
    digest: str | None = None

    def __repr__(self) -> str:
        """Show it without the PIN."""
        return f"Reply(approve={self.approve}, by={self.by!r}, through={self.through.value!r})"


@record(frozen=True, slots=True)
class Decided:
    """An approval with who decided about it, and how. `has_pin`: they gave the right PIN."""

    approval: Approval
    who: Who
    reply: Reply
    has_pin: bool = False

    def covers(self, word: StepVerdict | ChoreVerdict) -> bool:
        """Tell whether this yes is enough for what the guard asks for, now that it looks again."""
        match word.effect:
            case Effect.ALLOW:
                return True
            case Effect.DENY:
                return False
            case Effect.PIN if not self.has_pin:
                return False
            case _:
                asked_by, through = self.approval.plan.request.user_id, self.reply.through
                return may_approve(
                    self.who, asked_by, word.approvers, through, has_pin=self.has_pin
                )


class ApprovalDesk:
    """Asks for approvals and takes the answers, each exactly once."""

    def __init__(
        self,
        store: ApprovalStore,
        clock: Callable[[], datetime],
        lifetime: timedelta,
        *,
        who_is: WhoIs,
        pins: Pins,
    ) -> None:
        self._store = store
        self._clock = clock
        self._lifetime = lifetime
        self._who_is = who_is
        self._pins = pins
        self._given: dict[str, int] = {}

    async def ask(self, plan: Plan, verdict: Verdict) -> Approval:
        """Keep a plan until a person decides; it is on disk when this returns."""
        now = self._clock()
        approval = Approval(
            plan=plan,
            verdict=verdict,
            digest=plan.digest(),
            created_at=now,
            expires_at=now + self._waits(verdict),
        )
        await self._store.put(approval)
        return approval

    async def answer(self, approval_id: str, reply: Reply) -> Decided:
        """Take a person's answer, and return what was decided about.

        Raises:
            ApprovalGone: it is unknown, expired, already answered, or its plan was changed;
                or too many wrong PINs were given for it.
            WrongApprover: it is somebody else's to decide; it goes on waiting, as below.
            YesElsewhere: a yes does not count over a voice, and nobody has a PIN.
            PinWanted: a yes needs a PIN.
            PinWrong: the PIN is not that of anybody who may say yes.
            PinsLocked: too many wrong PINs were given.
        """
        approval = await self._waiting(approval_id, reply)
        who, has_pin = await self._decider(approval, reply)
        decision: Decision = "approved" if reply.approve else "rejected"
        if not await self._store.decide(approval_id, decision, who.user_id, self._clock()):
            latest = await self._store.get(approval_id)
            raise ApprovalGone(approval_id, _over(latest.status if latest else "approved"))
        self._given.pop(approval_id, None)
        update = {"status": decision, "decided_by": who.user_id}
        return Decided(approval.model_copy(update=update), who, reply, has_pin)

    async def pending(self) -> list[Approval]:
        """Return those that still wait, oldest first."""
        return await self._store.pending(self._clock())

    def _waits(self, verdict: Verdict) -> timedelta:
        """Return how long to wait: as long as the policies say, the shortest of them."""
        given = [each.expires_s for each in verdict.approvers if each.expires_s is not None]
        return timedelta(seconds=min(given)) if given else self._lifetime

    async def _waiting(self, approval_id: str, reply: Reply) -> Approval:
        approval = await self._store.get(approval_id)
        if approval is None:
            raise ApprovalGone(approval_id, "unknown")
        if approval.status != "pending":
            raise ApprovalGone(approval_id, _over(approval.status))
        now = self._clock()
        if now >= approval.expires_at:
            await self._store.decide(approval_id, "expired", None, now)
            raise ApprovalGone(approval_id, "expired")
        changed = "its plan was changed since it was shown"
        if approval.plan.digest() != approval.digest:
            await self._store.decide(approval_id, "rejected", None, now)
            raise ApprovalGone(approval_id, changed)
        if reply.digest is not None and reply.digest != approval.digest:
            raise ApprovalGone(approval_id, f"{changed}, or another one was shown")
        return approval

    async def _decider(self, approval: Approval, reply: Reply) -> tuple[Who, bool]:
        """Return who decides, whoever replies or whose PIN was given, and whether by a PIN."""
        who, asked_by = self._who_is(reply.by), approval.plan.request.user_id
        if not reply.approve:
            if reply.by == asked_by or who.role in _OF_THE_HOUSE:
                return who, False
            raise self._wrong(approval, who)
        verdict = approval.verdict
        if verdict.wants_pin_over(reply.through):
            return await self._holder(approval, who, reply), True
        if may_approve(who, asked_by, verdict.approvers, reply.through):
            return who, False
        if reply.pin is not None and any(each.with_pin for each in verdict.approvers):
            return await self._holder(approval, who, reply), True
        raise self._wrong(approval, who)

    async def _holder(self, approval: Approval, who: Who, reply: Reply) -> Who:
        """Return whose PIN was given: that of whoever replies, or of another who may approve."""
        asked_by, approvers = approval.plan.request.user_id, approval.verdict.approvers
        may = {
            holder.user_id: holder
            for holder in self._pins.holders()
            if holder.user_id is not None
            and may_approve(holder, asked_by, approvers, reply.through, has_pin=True)
        }
        if not may and approval.verdict.needs_pin:
            raise self._wrong(approval, who)
        if not may:
            raise YesElsewhere(approval.id)
        if reply.pin is None:
            raise PinWanted(approval.id)
        self._count(approval)
        asker = Asker.of(who, approval.plan.request.area_id)
        try:
            found = await self._pins.whose(reply.pin, list(may), by=who.user_id, asker=asker)
        except LockedOut as error:
            self._given[approval.id] = max(0, self._given.get(approval.id, 0) - 1)
            raise PinsLocked(approval.id, error.wait_s) from None
        if found is None:
            await self._end_if_wrong_too_often(approval)
            raise PinWrong(approval.id)
        return may[found]

    def _count(self, approval: Approval) -> None:
        """Count a PIN before it is compared, so that those given at once count too."""
        given = self._given.get(approval.id, 0)
        if given >= MOST_WRONG_PINS:
            raise ApprovalGone(approval.id, _WRONG_TOO_OFTEN)
        self._given[approval.id] = given + 1

    async def _end_if_wrong_too_often(self, approval: Approval) -> None:
        if self._given.get(approval.id, 0) >= MOST_WRONG_PINS:
            await self._store.decide(approval.id, "rejected", None, self._clock())
            raise ApprovalGone(approval.id, _WRONG_TOO_OFTEN)

    def _wrong(self, approval: Approval, who: Who) -> WrongApprover:
        approvers = approval.verdict.approvers
        name = "a guest" if who.role is Role.GUEST else who.name
        if could_approve(who, approval.plan.request.user_id, approvers):
            name = f"{who.name}, this way,"
        return WrongApprover(approval.id, name, named(approvers, self._name_of))

    def _name_of(self, one: str) -> str:
        who = self._who_is(UserId(one))
        return one if who.user_id is None or one in set(Role) else who.name


def _over(status: str) -> str:
    return "expired" if status == "expired" else f"already {status}"
