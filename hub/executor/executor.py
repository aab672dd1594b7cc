"""The road from a plan to what became of it. There is no other way to a device.

    plan -> guard -> (a person) -> act, verify -> outcomes, trace, what undo needs

`run` takes a plan in; `decide` continues one that waited for a person; `undo` makes a plan that
leads back, and takes the same road.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self

from hub.eager import Startable, start_now
from hub.executor.act import Act, Hands
from hub.executor.approvals import ApprovalDesk, Decided, Reply
from hub.executor.decided import as_decided
from hub.executor.run import Run
from hub.executor.settings import ExecutorSettings
from hub.executor.trail import AuditTrail
from hub.executor.turns import Turns
from hub.executor.undo import UndoMemory
from hub.home.actions import parse_command
from hub.home.approving import NoPins, Pins
from hub.home.audit import Unaudited
from hub.home.errors import ApprovalRefused, HubError, PinWanted
from hub.home.home import Home, Unsubscribe
from hub.home.ids import EntityId, UserId
from hub.home.integration import Integration
from hub.home.keeping import Keeper
from hub.home.model import Context, Source, State
from hub.home.people import WhoIs, adults_only
from hub.home.plan import (
    Approval,
    ChoreOutcome,
    ChoreVerdict,
    Effect,
    Outcome,
    Plan,
    PlanResult,
    Request,
    Status,
    Step,
    Steps,
    StepVerdict,
    Verdict,
)
from hub.home.stores import ApprovalStore, AuditSink, TraceSink

# Rules fire by the hundred, and no person hears back: their plans are traced once, when they end.
_NOBODY_WAITS = frozenset({Source.RULE})

AskAround = Callable[[Approval, PlanResult], Awaitable[None]]
OutcomeListener = Callable[[Plan, Outcome], None]

_log = logging.getLogger(__name__)


class Judge(Protocol):
    """The guard, as far as the executor knows it."""

    def judge(self, plan: Plan) -> Verdict:
        """Judge every target of every step."""

    def note(self, plan: Plan, judged: StepVerdict) -> None:
        """Take note of an act that goes on its way, right after it was judged."""


class Executor:
    """Runs plans. Enter it before use; leaving it cancels what still waits for devices."""

    def __init__(  # noqa: PLR0913 -- the collaborators of the road
        self,
        home: Home,
        guard: Judge,
        integrations: Mapping[str, Integration],
        approvals: ApprovalStore,
        traces: TraceSink,
        *,
        who_is: WhoIs = adults_only,
        pins: Pins | None = None,
        ask_around: AskAround | None = None,
        keeper: Keeper | None = None,
        settings: ExecutorSettings | None = None,
        clock: Callable[[], datetime] | None = None,
        audit: AuditSink | None = None,
    ) -> None:
        self._home = home
        self._trail = AuditTrail(audit or Unaudited())
        self._keeper = keeper
        self._guard = guard
        self._settings = settings or ExecutorSettings()
        self._clock = clock or home.now
        self._hands = Hands(home, integrations, self._settings)
        self._desk = ApprovalDesk(
            approvals,
            self._clock,
            self._settings.approval,
            who_is=who_is,
            pins=pins or NoPins(),
        )
        self._ask_around = ask_around
        self._traces = traces
        self._turns = Turns()
        self._memory = UndoMemory(home, self._settings.undo_depth)
        self._tasks = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()
        self._stop_listening: Unsubscribe = lambda: None
        self._listeners: list[OutcomeListener] = []

    async def __aenter__(self) -> Self:
        """Start taking plans."""
        await self._tasks.__aenter__()
        self._stop_listening = self._hands.lately.listen()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop: what was sent was sent, and is watched no longer."""
        for task in self._running:
            task.cancel()
        self._stop_listening()
        await self._tasks.__aexit__(kind, error, traceback)

    async def run(self, plan: Plan, *, wait_s: float | None = None) -> PlanResult:
        """Have a plan judged, and act on it as far as the guard lets it.

        What needs a person makes all that is not denied wait for that person. `wait_s` None
        waits until every outcome is known; otherwise the result comes after `wait_s` at most,
        though never before the commands were handed over, and says what is known by then.
        """
        verdict = self._judged(plan)
        verdict = await self._trail.judged(plan, verdict)
        if verdict.asks:
            return await self._ask(plan, verdict)
        return await self._act(Run(plan, verdict), wait_s)

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
        """Continue, or drop, a plan that waits for a person. The guard looks once more.

        A yes is to what was shown: what was denied then stays denied, and what is stricter by now
        than this yes is denied too. `digest` may tell which plan the person saw.

        Raises:
            ApprovalRefused: the answer does not count; each kind has its remedy.
        """
        reply = Reply(approve=approve, by=by, through=through, pin=pin, digest=digest)
        decided = await self._answer(approval_id, reply)
        plan = decided.approval.plan
        if approve:
            verdict = self._judged(plan, decided)
            verdict = await self._trail.judged(plan, verdict, approval_id=approval_id)
            return await self._act(Run(plan, verdict, decided), wait_s)
        no, verdict = "a person said no", self._guard.judge(plan)
        run = Run(plan, verdict, decided)
        run.settled = [_outcome(plan, judged, Status.DENIED, no) for judged in verdict.steps]
        run.chores = [_ended(judged, Status.DENIED, no) for judged in verdict.chores]
        return await self._finish(run)

    def _judged(self, plan: Plan, decided: Decided | None = None) -> Verdict:
        """Have a plan judged, and note at once what goes on its way: nobody gets in between."""
        verdict = self._guard.judge(plan)
        if decided is not None:
            verdict = as_decided(decided, verdict)
        if decided is not None or not verdict.asks:
            for judged in verdict.steps:
                if not _is_denied(judged):
                    self._guard.note(plan, judged)
        return verdict

    async def _answer(self, approval_id: str, reply: Reply) -> Decided:
        try:
            decided = await self._desk.answer(approval_id, reply)
        except PinWanted:
            raise
        except ApprovalRefused as error:
            await self._trail.refused(error, reply.by)
            raise
        await self._trail.answered(decided.approval, decided.who.user_id)
        return decided

    async def pending(self) -> list[Approval]:
        """Return what waits for a person, oldest first."""
        return await self._desk.pending()

    def listen(self, listener: OutcomeListener) -> Unsubscribe:
        """Call `listener` as each act ends of a plan that has several and that no rule made."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def undo(
        self,
        by: UserId | None,
        conversation_id: str | None = None,
        *,
        is_spoken: bool = False,
        language: str = "en",
        wait_s: float | None = None,
    ) -> PlanResult:
        """Lead back to how things were before the last plan of a conversation, else of a user.

        `is_spoken`: a voice asked for it, which the guard is told; `language` is the asker's.
        What cannot be undone is named in the plan; a plan of nothing else is a refusal.
        """
        request = Request(
            text="undo",
            source=Source.UNDO,
            user_id=by,
            conversation_id=conversation_id,
            is_spoken=is_spoken,
            language=language,
        )
        is_waiting = conversation_id is not None and any(
            approval.plan.request.conversation_id == conversation_id
            for approval in await self._desk.pending()
        )
        plan = self._memory.plan_back(request, is_waiting=is_waiting)
        return await self.run(plan, wait_s=wait_s)

    async def call(  # noqa: PLR0913 -- keyword-only from the third on
        self,
        action: str,
        targets: Iterable[str],
        data: Mapping[str, Any],
        *,
        source: Source = Source.API,
        user_id: UserId | None = None,
        wait_s: float | None = None,
    ) -> PlanResult:
        """Run one action, as the REST API has them; `wait_s=0` returns once it was handed over.

        Raises:
            UnknownAction, InvalidCommand, UnknownEntity: the caller has to correct something.
            ValueError: there are no targets.
        """
        command = parse_command(action, data)
        entities = tuple(dict.fromkeys(self._home.entity(target).id for target in targets))
        if not entities:
            raise ValueError(f"{action}: give at least one entity_id")
        step = Step.model_validate({"command": command, "targets": entities})
        plan = Plan(
            request=Request(source=source, user_id=user_id),
            body=Steps(steps=(step,)),
            planner="call",
        )
        return await self.run(plan, wait_s=wait_s)

    async def _ask(self, plan: Plan, verdict: Verdict) -> PlanResult:
        """Keep the plan for a person; only then say that it waits."""
        self._memory.release(plan)
        approval = await self._desk.ask(plan, verdict)
        await self._trail.asked(approval)
        run = Run(plan, verdict, waiting_id=approval.id)
        run.settled = [
            _outcome(plan, judged, _until_answered(judged), judged.reason)
            for judged in verdict.steps
        ]
        run.chores = [
            _ended(judged, _until_answered(judged), judged.reason) for judged in verdict.chores
        ]
        result = run.result()
        await self._trace(result, {})
        await self._tell(approval, result)
        return result

    async def _tell(self, approval: Approval, result: PlanResult) -> None:
        """Tell others that it waits for them; it waits whether they hear of it or not."""
        if self._ask_around is None:
            return
        try:
            await self._ask_around(approval, result)
        except Exception:  # noqa: BLE001 -- whoever is told, and however: the plan waits
            _log.exception("nobody could be told that plan %s waits", result.plan.id)

    async def _act(self, run: Run, wait_s: float | None) -> PlanResult:
        """Act in a task of its own: a caller that goes away does not leave things half done."""
        run.acts = list(self._line_up(run))
        work = Startable(self._carry_out(run))
        task = self._tasks.create_task(work, name=f"plan {run.plan.id}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        start_now(task)
        if wait_s is None:
            await asyncio.shield(task)
            return run.result()
        if wait_s:
            await asyncio.wait({task}, timeout=wait_s)
        await run.handed_over()
        return run.result()

    def _line_up(self, run: Run) -> Iterable[Act]:
        """Take a turn for every act that the guard lets pass, all at once and in order."""
        plan, request = run.plan, run.plan.request
        context = Context(
            id=plan.id,
            source=request.source,
            user_id=request.user_id,
            parent_id=request.parent_id,
            is_spoken=request.came_over is Source.VOICE,
        )
        for judged in run.verdict.steps:
            if _is_denied(judged):
                run.settled.append(_outcome(plan, judged, Status.DENIED, judged.reason))
                continue
            yield Act(
                step=judged.step,
                entity_id=judged.entity_id,
                command=plan.steps[judged.step].command,
                context=context,
                turn=self._turns.take(judged.entity_id, plan.id),
                on_before=run.remember,
                objection=partial(self._objection, run, judged),
            )

    def _objection(self, run: Run, judged: StepVerdict) -> str | None:
        """Judge an act that had to wait once more; say why it must not be sent any more."""
        step = run.plan.steps[judged.step].model_copy(update={"targets": (judged.entity_id,)})
        now = self._guard.judge(replace(run.plan, body=Steps(steps=(step,))))
        if run.decided is not None:
            now = as_decided(run.decided, now)
            return next((word.reason for word in now.steps if _is_denied(word)), None)
        return None if now.effect is Effect.ALLOW else now.reason

    async def _carry_out(self, run: Run) -> None:
        """Leave a trace, act step by step, and leave a full trace."""
        try:
            run.before = self._states_of(run.acts)
            if _is_one_act_of_a_rule(run):
                run.traced.set()
                run.kept.set()
                await self._hands.carry_out(run.acts[0])
            else:
                await self._carry_out_steps(run)
            await self._finish(run)
        except Exception:  # noqa: BLE001 -- the outer edge of the task; other plans go on
            _log.exception("plan %s broke", run.plan.id)
        finally:
            self._memory.release(run.plan)
            run.give_up()

    async def _carry_out_steps(self, run: Run) -> None:
        async with asyncio.TaskGroup() as acts:
            # The disk works while the command travels; nobody hears back before both.
            acts.create_task(self._trace_start(run), name=f"trace {run.plan.id}")
            for step in run.steps():
                for act in step:
                    acts.create_task(self._see_through(run, act), name=f"act {act.entity_id}")
                # The next step starts when this one was sent: a slow blind holds up no light.
                for act in step:
                    await act.handed_over.wait()
            await self._do_chores(run)

    async def _see_through(self, run: Run, act: Act) -> None:
        await self._hands.carry_out(act)
        if len(run.acts) > 1 and run.plan.request.source not in _NOBODY_WAITS:
            for listener in tuple(self._listeners):
                listener(run.plan, act.outcome)

    async def _do_chores(self, run: Run) -> None:
        """Do the chores that the guard allows, in order; none if nothing was done before them."""
        is_idle = bool(run.verdict.steps) and not run.acts
        for judged in run.verdict.chores:
            if is_idle or _is_denied(judged):
                reason = "nothing was done before it" if is_idle else judged.reason
                run.chores.append(_ended(judged, Status.DENIED, reason))
            else:
                run.chores.append(await self._do_chore(run, judged))
        run.kept.set()

    async def _do_chore(self, run: Run, judged: ChoreVerdict) -> ChoreOutcome:
        if self._keeper is None:
            return _ended(judged, Status.FAILED, "this hub keeps nothing")
        chore, request = run.plan.chores[judged.chore], run.plan.request
        try:
            done = await self._keeper.do(chore, request, approved_by=run.approved_by)
        except HubError as error:
            return _ended(judged, Status.FAILED, str(error))
        except Exception:  # noqa: BLE001 -- the other chores, and the steps, go on
            _log.exception("a chore of plan %s broke", run.plan.id)
            return _ended(judged, Status.FAILED, "something in the hub broke; its log tells more")
        outcome = _ended(judged, Status.DONE, "")
        return replace(outcome, back=done.back, named=done.named)

    async def _trace_start(self, run: Run) -> None:
        if run.plan.request.source in _NOBODY_WAITS:
            run.traced.set()
            return
        await asyncio.sleep(0)  # the commands go first: writing the trace takes longer than sending
        await self._trace(run.result(), dict(run.before))
        run.traced.set()

    async def _finish(self, run: Run) -> PlanResult:
        run.finished_at = self._clock()
        result = run.result()
        self._memory.add(result, run.before)
        if run.plan.request.source in _NOBODY_WAITS:
            self._traces.note(result, run.before)
        else:
            await self._trace(result, run.before)
        await self._trail.ended(result)
        return result

    def _states_of(self, acts: Sequence[Act]) -> dict[EntityId, State]:
        states = self._home.states
        return {act.entity_id: states[act.entity_id] for act in acts if act.entity_id in states}

    async def _trace(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Keep a trace; a full disk is logged, but does not keep the lights from going on."""
        try:
            await self._traces.add(result, before)
        except Exception:  # noqa: BLE001 -- whatever the store is, acting goes on
            _log.exception("the trace of plan %s could not be kept", result.plan.id)


def _is_one_act_of_a_rule(run: Run) -> bool:
    """Tell whether a plan needs no task of its own for each act: most plans of rules do not."""
    is_plain = len(run.acts) == 1 and not run.verdict.chores
    return is_plain and run.plan.request.source in _NOBODY_WAITS


def _is_denied(judged: StepVerdict | ChoreVerdict) -> bool:
    return judged.effect is Effect.DENY


def _until_answered(judged: StepVerdict | ChoreVerdict) -> Status:
    return Status.DENIED if _is_denied(judged) else Status.WAITING


def _ended(judged: ChoreVerdict, status: Status, detail: str) -> ChoreOutcome:
    return ChoreOutcome(chore=judged.chore, status=status, detail=detail)


def _outcome(plan: Plan, judged: StepVerdict, status: Status, detail: str) -> Outcome:
    return Outcome(
        step=judged.step,
        entity_id=judged.entity_id,
        action=plan.steps[judged.step].command.action,
        status=status,
        detail=detail,
    )
