"""Runs the actions of rules, one by one, each step over the road that every plan takes.

A run that must not be lost is on disk before it begins, and says there how far it has come: when
it stops at a delay, and once the steps before were handed over. What is not safe to send twice is
marked as done before it is sent, so that a crash may lose it but never doubles it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Self

from hub.automation.alarms import Alarms
from hub.home.errors import HubError
from hub.home.ids import UserId
from hub.home.keeping_stores import KeepingStore, RuleRun
from hub.home.model import Source
from hub.home.notifications import Notification, Teller
from hub.home.plan import Plan, PlanResult, Request, Status, Steps
from hub.home.rules import Delay, Rule, Tell
from hub.home.step import Step

# A plan of a rule is waited for until its commands were handed over, not until devices report.
RunPlan = Callable[[Plan], Awaitable[PlanResult]]
Work = Callable[[], Awaitable[None]]

_STOPPED = {Status.DENIED: "was not allowed to do all", Status.WAITING: "waits for a yes"}

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Going:
    """A run under way. `is_kept`: it is on disk. The hooks may write what belongs to it.

    `before` is awaited before the first action, `after` when the run has ended, however it did;
    neither if the hub stops first. `on_plan` is called with each plan before it runs.
    """

    run: RuleRun
    is_kept: bool
    before: Work
    after: Work
    on_plan: Callable[[Plan], None]


class RuleRunner:
    """Runs rules in tasks of its own, from entering until leaving."""

    def __init__(
        self,
        store: KeepingStore,
        teller: Teller,
        alarms: Alarms,
        run_plan: RunPlan,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._teller = teller
        self._alarms = alarms
        self._run_plan = run_plan
        self._now = now
        self._tasks = asyncio.TaskGroup()
        self._spawned: set[asyncio.Task[None]] = set()
        self._running: dict[str, set[asyncio.Task[None]]] = {}

    async def __aenter__(self) -> Self:
        """Start taking runs."""
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop: runs that are kept go on when the hub does."""
        for task in self._spawned:
            task.cancel()
        await self._tasks.__aexit__(kind, error, traceback)

    def is_running(self, rule_id: str) -> bool:
        """Tell whether a run of a rule has not ended."""
        return bool(self._running.get(rule_id))

    def start(self, going: Going) -> None:
        """Begin a run, or go on with one."""
        rule = going.run.rule
        task = self.spawn(partial(self._go, going), f"rule {rule.alias}")
        running = self._running.setdefault(rule.id, set())
        running.add(task)
        task.add_done_callback(running.discard)

    def spawn(self, work: Work, name: str) -> asyncio.Task[None]:
        """Work in a task that ends with the runner; what it raises is logged."""
        task = self._tasks.create_task(_logged(work, name), name=name)
        self._spawned.add(task)
        task.add_done_callback(self._spawned.discard)
        return task

    async def stop(self, rule_id: str) -> None:
        """End the runs of a rule where they are, and forget them."""
        for task in tuple(self._running.get(rule_id, ())):
            task.cancel()
        for run in await self._store.runs():
            if run.rule.id == rule_id:
                await self._store.remove_run(run.id)

    async def tell(self, run: RuleRun, text: str, key: str) -> None:
        """Tell the one who made the rule; the same `key` twice tells it once."""
        made = Notification(
            id=f"run-{run.id}-{key}", text=text, at=self._now(), user_id=run.user_id
        )
        await self._teller.tell(made)

    async def _warn(self, rule: Rule, user_id: UserId | None, text: str, what: str) -> None:
        """Tell what went wrong; once a day for each rule, however often it runs."""
        now = self._now()
        key = f"rule-{rule.id}-{what}-{now:%Y%m%d}"
        await self._teller.tell(Notification(id=key, text=text, at=now, user_id=user_id))

    async def end(self, going: Going) -> None:
        """Forget a run: it has ended, or will not go on."""
        if going.is_kept:
            await self._store.remove_run(going.run.id)
        await going.after()

    async def _go(self, going: Going) -> None:
        try:
            await going.before()
            await self._until(going.run)
            while going.run.position < len(going.run.rule.actions):
                await self._act(going)
        except HubError as error:
            _log.warning("the run of %r broke off: %s", going.run.rule.alias, error)
            text = f"{called(going.run.rule)} broke off: {error}."
            await self._warn(going.run.rule, going.run.user_id, text, "broke")
        await self.end(going)

    async def _act(self, going: Going) -> None:
        """Do the next action, or the next few steps, which are one plan."""
        rule, position = going.run.rule, going.run.position
        action = rule.actions[position]
        match action:
            case Delay():
                due_at = self._now() + timedelta(seconds=action.delay_s)
                await self._keep(going, position + 1, due_at)
                await self._until(going.run)
            case Tell():
                await self.tell(going.run, action.tell, str(position))
                await self._advance(going, position + 1)
            case Step():
                steps = _steps_from(rule, position)
                end = position + len(steps)
                if not all(step.command.is_idempotent for step in steps):
                    await self._advance(going, end)
                await self._do(going, steps)
                await self._advance(going, end)

    async def _do(self, going: Going, steps: tuple[Step, ...]) -> None:
        rule = going.run.rule
        plan = Plan(
            request=Request(text=rule.alias, source=Source.RULE, at=self._now()),
            body=Steps(steps=steps),
            planner=f"rule:{rule.id}",
        )
        going.on_plan(plan)
        result = await self._run_plan(plan)
        for status, words in _STOPPED.items():
            reasons = [o.detail for o in result.outcomes if o.status is status]
            if reasons:
                text = f"{called(rule)} {words}: {'; '.join(dict.fromkeys(reasons))}."
                await self._warn(rule, going.run.user_id, text, status)

    async def _advance(self, going: Going, position: int) -> None:
        """Note how far a run has come: on disk, if it is kept and goes on."""
        if position == going.run.position:
            return
        if going.is_kept:
            await self._keep(going, position, going.run.due_at)
        else:
            going.run = going.run.model_copy(update={"position": position})

    async def _keep(self, going: Going, position: int, due_at: datetime) -> None:
        going.run = going.run.model_copy(update={"position": position, "due_at": due_at})
        await self._store.put_run(going.run)
        going.is_kept = True

    async def _until(self, run: RuleRun) -> None:
        if run.due_at <= self._now():
            return
        reached = asyncio.Event()

        async def ring() -> None:
            reached.set()

        key = f"run {run.id}"
        self._alarms.set(key, run.due_at, ring)
        try:
            await reached.wait()
        finally:
            self._alarms.cancel(key)


def called(rule: Rule) -> str:
    """Return how a rule is spoken of."""
    return f"The rule “{rule.alias}”"


def _steps_from(rule: Rule, position: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    for action in rule.actions[position:]:
        if not isinstance(action, Step):
            break
        steps.append(action)
    return tuple(steps)


async def _logged(work: Work, name: str) -> None:
    try:
        await work()
    except Exception:  # noqa: BLE001 -- the outer edge of the task; other rules go on
        _log.exception("%s broke", name)
