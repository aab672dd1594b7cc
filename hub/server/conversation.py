"""From words to what is said back: dialogue, planner, executor, reply."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from aiohttp import web

from hub.home.errors import (
    ApprovalGone,
    ApprovalRefused,
    HubError,
    PinsLocked,
    PinWanted,
    PinWrong,
    WrongApprover,
    YesElsewhere,
)
from hub.home.ids import UserId
from hub.home.model import Source
from hub.home.plan import (
    Answer,
    Chores,
    Effect,
    Plan,
    PlanResult,
    Question,
    Refusal,
    Request,
    Status,
    Steps,
    Verdict,
)
from hub.language.choice import plan_chosen
from hub.language.dialogue import (
    Accept,
    Approve,
    Choose,
    GivePin,
    Interpretation,
    Reject,
    UnclearPin,
    Undo,
    without_pin,
)
from hub.language.follow_up import is_correction
from hub.language.names import plain
from hub.language.pin_in_order import OrderWithPin
from hub.language.speech import say, word
from hub.record import record
from hub.server.parts import ServerParts
from hub.server.plan_json import HIDDEN

# A sentence is answered after this at the latest, with what is known by then.
ANSWER_WITHIN_S = 45.0
# An engine this sure of its words is taken by them where nobody is asked any more.
CLEARLY = 0.7


@record(frozen=True, slots=True)
class ConversationResult:
    """What is said back, and all that is behind it.

    `wants_answer`: something was asked that whoever spoke can answer by the way they came: a
    microphone stays open for it. `shown`: the sentence with dots in place of a PIN, None if
    there was none in it.
    """

    speech: str
    result: PlanResult
    conversation_id: str | None
    language: str = "en"
    expires_at: datetime | None = None
    wants_answer: bool = False
    shown: str | None = None


class Conversation:
    """Answers what people say. What a sentence began is finished even if its speaker leaves."""

    def __init__(self, parts: ServerParts) -> None:
        self._parts = parts

    async def process(
        self, request: Request, *, dry: bool = False, digest: str | None = None
    ) -> ConversationResult:
        """Answer a request; `dry` plans and judges, and moves nothing.

        With the `digest` of a plan that was shown, that plan is run and no other.
        """
        if dry:
            return await self.plan(request)
        shown = self._shown(request)
        meant = self._parts.dialogue.interpret(request)
        # From here on nobody reads it: no trace, no log, no answer.
        if isinstance(meant, OrderWithPin):
            request = without_pin(request, meant)
        elif _is_secret(meant):
            request = replace(request, text=HIDDEN, heard=None)
        return replace(await self._processed(request, meant, digest), shown=shown)

    def _shown(self, request: Request) -> str | None:
        shown = self._parts.dialogue.shown(request)
        return shown if shown != request.text else None

    async def _processed(
        self, request: Request, meant: Interpretation | None, digest: str | None
    ) -> ConversationResult:
        try:
            return await self._say(await self._result_of(request, meant, digest), request)
        except PinWanted:
            self._parts.dialogue.await_pin(request)
            key = "say_pin" if request.came_over is Source.VOICE else "what_pin"
            asked = Question(text=say(request.language, key))
            return await self._say(_nothing(request, asked), request)
        except (PinWrong, PinsLocked, YesElsewhere) as error:
            # It goes on waiting, and the next answer may be the right one.
            refusal = Refusal(text=_not_counted(error, request.language), code="failed")
            said = await self._say(_nothing(request, refusal), request)
            return replace(said, wants_answer=isinstance(error, PinWrong))
        except HubError as error:
            refusal = Refusal(text=_sorry(error, request.language), code="failed")
            result = _nothing(request, refusal)
            self._parts.dialogue.remember_result(result)
            return await self._say(result, request)

    async def plan(self, request: Request) -> ConversationResult:
        """Plan and judge a request; nothing is run, kept or remembered."""
        dialogue, shown = self._parts.dialogue, self._shown(request)
        order = dialogue.order_in(request)
        if order is not None:
            request = without_pin(request, order)
        elif shown is not None:
            secret = replace(request, text=HIDDEN, heard=None)
            told = Answer(text=say(request.language, "a_pin"))
            return replace(await self._say(_nothing(secret, told), secret), shown=shown)
        plan = await self._parts.planner.plan(dialogue.reminded(request))
        result = PlanResult(plan=plan, verdict=self._parts.judge(plan))
        return replace(await self._say(result, request), shown=shown)

    async def carry_out(self, plan: Plan) -> ConversationResult:
        """Run a plan that a program made, and say what came of it."""
        return await self._say(await self._carry_out(plan), plan.request)

    async def decide(  # noqa: PLR0913 -- keyword-only from the third on
        self,
        approval_id: str,
        *,
        approve: bool,
        by: UserId | None,
        through: Source = Source.API,
        pin: str | None = None,
        digest: str | None = None,
    ) -> ConversationResult:
        """Approve or reject a plan that waits.

        Raises:
            ApprovalRefused: the answer does not count; each kind has its remedy.
        """
        result = await self._parts.executor.decide(
            approval_id,
            approve=approve,
            by=by,
            through=through,
            pin=pin,
            digest=digest,
            wait_s=ANSWER_WITHIN_S,
        )
        self._parts.dialogue.remember_decided(result)
        return await self._say(result, result.plan.request)

    async def undo(self, *, by: UserId | None, conversation_id: str | None) -> ConversationResult:
        """Undo the last plan, of a conversation if one is given, else of the user.

        If it waits for approval, it is rejected.
        """
        asked = Request(source=Source.UNDO, user_id=by, conversation_id=conversation_id)
        result = await self._undo(asked)
        return await self._say(result, result.plan.request)

    async def _result_of(
        self, request: Request, meant: Interpretation | None, digest: str | None
    ) -> PlanResult:
        match meant:
            case Approve(approval_id):
                return await self._decide(approval_id, request, approve=True)
            case GivePin() | UnclearPin():
                return await self._take_pin(request, meant)
            case Reject(approval_id):
                return await self._reject(request, approval_id)
            case Undo():
                return await self._undo(request)
            case Choose() | Accept():
                return await self._answered(request, meant)
            case OrderWithPin() | None:
                return await self._ordered(request, meant, digest)
            case _:
                assert_never(meant)

    async def _take_pin(self, request: Request, given: GivePin | UnclearPin) -> PlanResult:
        if given.approval_id is None:
            is_early = isinstance(given, GivePin) and not given.pin
            key = "pin_too_early" if is_early else "no_pin_wanted"
            return _nothing(request, Answer(text=say(request.language, key)))
        if isinstance(given, UnclearPin):
            return _nothing(request, Question(text=say(request.language, "unclear_pin")))
        return await self._decide(given.approval_id, request, approve=True, pin=given.pin)

    async def _ordered(
        self, request: Request, given: OrderWithPin | None, digest: str | None
    ) -> PlanResult:
        """Do what an order comes to. A PIN told with it is a yes to that, if one is wanted.

        Of an order that may have been misheard nobody has said yes: it is asked about first.

        Raises:
            ApprovalRefused: the PIN does not count.
        """
        result = await self._understood(request, digest)
        verdict = result.verdict
        has_pins = verdict.needs_pin or verdict.takes_pin
        wants_pin = is_waiting(result) and has_pins and verdict.wants_pin_over(request.came_over)
        is_meant = wants_pin and _is_heard_clearly(result.plan, request)
        if given is None or result.approval_id is None or not is_meant:
            return result
        try:
            return await self._decide(result.approval_id, request, approve=True, pin=given.pin)
        except WrongApprover:
            return result  # it waits for somebody else, or for another way

    async def _answered(self, request: Request, meant: Choose | Accept) -> PlanResult:
        """Carry out what a question comes to, now that it was answered."""
        again = _said_again(meant.request, request)
        if isinstance(meant, Choose):
            planner, home = self._parts.planner, self._parts.sight.home_of(request)
            return await self._corrected(await plan_chosen(planner, home, again, meant.entity_ids))
        steps, chores = meant.steps, meant.chores
        body = Steps(steps=steps, chores=chores) if steps else Chores(chores=chores)
        return await self._carry_out(Plan(request=again, body=body, planner="dialogue"))

    async def _understood(self, request: Request, digest: str | None) -> PlanResult:
        """Start the rules that wait for these very words, else carry out what they come to."""
        reply = await self._started(request)
        if reply is not None:
            return _nothing(request, Answer(text=reply))
        plan = await self._parts.planner.plan(self._parts.dialogue.reminded(request))
        if digest is not None and plan.digest() != digest:
            refusal = Refusal(text=say(request.language, "plan_changed"), code="failed")
            return _nothing(request, refusal)
        return await self._corrected(plan)

    async def _started(self, request: Request) -> str | None:
        """Start the rules that wait for a sentence; returns their reply, None if none waits.

        What they do and say is not bound by what a user sees, so they are not for users who see
        a part of the house. A voice in the room may start them: that is what they are for.
        """
        sentences, user_id = self._parts.sentences, request.user_id
        if sentences is None or (user_id is not None and not self._parts.sight.sees_all(user_id)):
            return None
        return await sentences.say(request)

    async def _corrected(self, plan: Plan) -> PlanResult:
        """Carry out a plan; if it corrects the one before, that is taken back first.

        What cannot be taken back without a person stays as it is.
        """
        asked = plan.request
        memory = self._parts.dialogue.memory(asked.conversation_id, asked.user_id)
        has_effect = memory is not None and (memory.has_moved or memory.approval_id is not None)
        if has_effect and isinstance(plan.body, Steps) and is_correction(asked):
            back = await self._undo(asked)
            if is_waiting(back) and back.approval_id is not None:
                await self._decide(back.approval_id, asked, approve=False)
        return await self._carry_out(plan)

    async def _carry_out(self, plan: Plan) -> PlanResult:
        result = await self._parts.executor.run(plan, wait_s=ANSWER_WITHIN_S)
        self._parts.dialogue.remember_result(result)
        return result

    async def _reject(self, request: Request, approval_id: str | None) -> PlanResult:
        if approval_id is not None:
            return await self._decide(approval_id, request, approve=False)
        result = _nothing(request, Answer(text=say(request.language, "rejected")))
        self._parts.dialogue.remember_result(result)
        return result

    async def _decide(
        self, approval_id: str, said: Request, *, approve: bool, pin: str | None = None
    ) -> PlanResult:
        """Decide about an approval as whoever said something, by the way they said it."""
        result = await self._parts.executor.decide(
            approval_id,
            approve=approve,
            by=said.user_id,
            through=said.source,
            pin=pin,
            wait_s=ANSWER_WITHIN_S,
        )
        self._parts.dialogue.remember_decided(result)
        return result

    async def _undo(self, asked: Request) -> PlanResult:
        by, conversation_id = asked.user_id, asked.conversation_id
        memory = self._parts.dialogue.memory(conversation_id, by)
        if memory is not None and memory.approval_id is not None:
            self._parts.dialogue.settle_approval(conversation_id, by)
            said = Request(source=Source.UNDO, user_id=by, conversation_id=conversation_id)
            return await self._decide(memory.approval_id, said, approve=False)
        is_spoken = asked.came_over is Source.VOICE
        result = await self._parts.executor.undo(
            by,
            conversation_id,
            is_spoken=is_spoken,
            language=asked.language,
            wait_s=ANSWER_WITHIN_S,
        )
        self._parts.dialogue.remember_result(result)
        return result

    async def _say(self, result: PlanResult, request: Request) -> ConversationResult:
        expires_at = None
        expires_s = None
        if result.approval_id is not None and is_waiting(result):
            approval = await self._parts.approvals.get(result.approval_id)
            if approval is not None:
                expires_at = approval.expires_at
                expires_s = (expires_at - self._parts.home.now()).total_seconds()
        if was_rejected(result):
            speech = say(request.language, "rejected")
        else:
            speech = self._parts.reply(self._parts.sight.home_of(request), result, expires_s)
        return ConversationResult(
            speech,
            result,
            request.conversation_id,
            request.language,
            expires_at,
            wants_answer=wants_answer(result, request.came_over),
        )


def _not_counted(error: ApprovalRefused, language: str) -> str:
    """Say why a PIN or a yes did not count; what waits goes on waiting."""
    match error:
        case PinsLocked():
            return say(language, "pins_locked", wait_s=max(1, round(error.wait_s)))
        case YesElsewhere():
            return say(language, "yes_elsewhere")
        case _:
            return say(language, "pin_wrong")


def _sorry(error: HubError, language: str) -> str:
    """Say why what was said could not be done."""
    if isinstance(error, ApprovalGone):
        why = word(language, f"reason.{error.reason}", error.reason)
        return say(language, "approval_gone", why=why)
    sorry = say(language, "sorry", why=str(error).rstrip("."))
    # English says who has to.
    return word(language, "wrong_approver", sorry) if isinstance(error, WrongApprover) else sorry


def wants_answer(result: PlanResult, over: Source) -> bool:
    """Tell whether a question, a choice, a PIN or a yes is awaited that counts over a channel."""
    if isinstance(result.plan.body, Question):
        return True
    if not is_waiting(result):
        return False
    verdict = result.verdict
    if verdict.wants_pin_over(over):
        return verdict.needs_pin or verdict.takes_pin
    return not verdict.asks_others


def is_waiting(result: PlanResult) -> bool:
    """Tell whether a plan waits for a person."""
    is_chore_waiting = any(outcome.status is Status.WAITING for outcome in result.chores)
    return is_chore_waiting or any(o.status is Status.WAITING for o in result.outcomes)


def was_rejected(result: PlanResult) -> bool:
    """Tell whether a plan waited, and a person said no."""
    ends = [outcome.status for outcome in result.outcomes]
    ends += [outcome.status for outcome in result.chores]
    asks = result.verdict.effect in {Effect.CONFIRM, Effect.PIN}
    is_asked = result.approval_id is not None and asks
    return is_asked and bool(ends) and set(ends) == {Status.DENIED}


def _is_secret(meant: Interpretation | None) -> bool:
    """Tell whether a sentence holds a PIN, and nothing of it is planned."""
    is_reject = isinstance(meant, Reject) and meant.has_pin
    return is_reject or isinstance(meant, GivePin | UnclearPin)


def _is_heard_clearly(plan: Plan, request: Request) -> bool:
    """Tell whether a plan is of the very words that were said; what was typed is."""
    heard = request.heard
    if heard is None:
        return True
    is_sure = heard.confidence is not None and heard.confidence >= CLEARLY
    return is_sure and plain(plan.request.text) == plain(request.text)


def _said_again(asked: Request, now: Request) -> Request:
    """Return what led to a question as if said by whoever answered it, now."""
    return replace(asked, user_id=now.user_id, at=now.at, source=now.source)


def _nothing(request: Request, body: Answer | Question | Refusal) -> PlanResult:
    plan = Plan(request=request, body=body, planner="dialogue")
    verdict = Verdict(effect=Effect.ALLOW, policy="nothing to do", reason="it moves nothing")
    return PlanResult(plan=plan, verdict=verdict)


CONVERSATION = web.AppKey("conversation", Conversation)
