"""The rules that are kept: when and at what they run.

    clock ─┐
           ├─> trigger -> conditions -> run (runner.py) -> guard -> devices
    home ──┘

Runs that a clock started, and runs of rules that are there once, are on disk before they begin.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from hub.automation.alarms import Alarms
from hub.automation.conditions import all_hold
from hub.automation.held_rule import HeldRule, RuleGone, RuleRefused, is_durable, watches
from hub.automation.loops import MOST_TIMES, Chain, LoopWatch
from hub.automation.rule_files import FiledRule, RuleFiles
from hub.automation.runner import Going, RuleRunner, Work, called
from hub.automation.schedule import ScheduleTrigger, next_run
from hub.automation.surroundings import Surroundings, entities_of, reported
from hub.automation.watching import Watching
from hub.home.events import HomeEvent
from hub.home.ids import UserId, new_id
from hub.home.keeping import KeptRule
from hub.home.keeping_stores import KeepingStore, RuleRecord, RuleRun
from hub.home.model import Context
from hub.home.plan import Plan
from hub.home.rules import Rule
from hub.home.yaml_config import ConfigProblem

# What is later than this, because the hub was down, is reported and not run.
LATEST = timedelta(minutes=10)
# After a start, devices may take this long to be heard of, in seconds.
SETTLE_S = 30.0
MOST_RULES = 1_000
# How often at most the last run of a rule that events start is written down.
_LAST_RUN_EVERY = timedelta(minutes=1)

_log = logging.getLogger(__name__)


class Engine:
    """Watches the clock and the home for all rules; `load` first."""

    def __init__(
        self,
        around: Surroundings,
        store: KeepingStore,
        alarms: Alarms,
        files: RuleFiles,
        runner: RuleRunner,
    ) -> None:
        self._around = around
        self._store = store
        self._alarms = alarms
        self._files = files
        self._runner = runner
        self._watching = Watching(around, alarms, self._happened)
        self._loops = LoopWatch()
        self._held: dict[str, HeldRule] = {}
        self.problems: Sequence[ConfigProblem] = ()

    @property
    def rules(self) -> Sequence[KeptRule]:
        """All rules, the oldest first."""
        held = sorted(self._held.values(), key=lambda one: one.record.kept_at)
        return [
            KeptRule(
                rule=one.rule,
                is_paused=one.filed.is_paused,
                user_id=one.record.user_id,
                next_run=one.next_at,
                last_run=one.record.last_run,
                is_running=self._runner.is_running(one.rule.id),
            )
            for one in held
        ]

    def rule(self, rule_id: str) -> Rule:
        """Return a rule.

        Raises:
            RuleGone: there is no such rule.
        """
        return self._get(rule_id).rule

    async def text(self, rule_id: str) -> str:
        """Return what a rule's file says.

        Raises:
            RuleGone: there is no such rule.
        """
        return await asyncio.to_thread(self._files.text, self._get(rule_id).filed)

    def hear(self, event: HomeEvent) -> None:
        """See whether a report of the home fires a rule."""
        self._watching.hear(event)

    async def load(self) -> None:
        """Read all rules, go on with runs that were under way, and see to what was missed."""
        filed, problems = await asyncio.to_thread(self._files.load)
        records = dict(await self._store.rule_records())
        for one in filed:
            try:
                self._next(one.rule)
            except ValueError as error:
                problems.append(ConfigProblem(str(one.file), 1, "triggers", str(error)))
                continue
            record = records.pop(one.rule.id, None)
            await self._take_up(one, record)
        self.problems = tuple(problems)
        for problem in problems:
            _log.warning("this rule is left alone: %s", problem)
        await self._resume_runs()
        for rule_id in records:
            await self._store.remove_rule_record(rule_id)

    async def keep(
        self, rule: Rule, user_id: UserId | None, *, approved_by: UserId | None = None
    ) -> None:
        """Keep a rule and let it run; its file is on disk when this returns.

        Raises:
            RuleRefused: it would never run, or there are too many.
            UnknownEntity: it moves what is not in this home.
            RuleFileFailed: its file cannot be written.
        """
        self._check(rule)
        record = RuleRecord(
            rule_id=rule.id,
            kept_at=self._around.now(),
            user_id=user_id,
            approved_by=approved_by,
            next_run=self._next(rule),
        )
        await self._store.put_rule_record(record)
        filed = await asyncio.to_thread(self._files.add, rule)
        self._held[rule.id] = held = HeldRule(filed, record)
        self._set_to_work(held)

    async def delete(self, rule_id: str) -> Rule:
        """Delete a rule and its file, and end its runs; returns what it was.

        Raises:
            RuleGone: there is no such rule.
            RuleFileFailed: its file cannot be deleted.
        """
        held = self._get(rule_id)
        self._put_to_rest(held)
        await self._runner.stop(rule_id)
        await self._drop(held)
        return held.rule

    async def pause(self, rule_id: str, *, is_paused: bool) -> Rule:
        """Pause a rule, or let it go on; its runs under way end as they are.

        Raises:
            RuleGone: there is no such rule.
            RuleFileFailed: its file cannot be changed.
        """
        held = self._get(rule_id)
        change = partial(self._files.pause, held.filed, is_paused=is_paused)
        held.filed = await asyncio.to_thread(change)
        next_at = self._next(held.rule)
        held.record = held.record.model_copy(update={"next_run": next_at})
        await self._store.put_rule_record(held.record)
        self._loops.forget(rule_id)
        self._put_to_rest(held)
        self._set_to_work(held)
        return held.rule

    def _check(self, rule: Rule) -> None:
        if rule.id in self._held:
            raise RuleRefused(f"there is a rule {rule.id!r} already")
        if len(self._held) >= MOST_RULES:
            raise RuleRefused(f"there are {MOST_RULES} rules already; delete some first")
        for target in (target for step in rule.steps for target in step.targets):
            self._around.home.entity(target)
        try:
            next_at = self._next(rule)
        except ValueError as error:
            raise RuleRefused(str(error)) from None
        if next_at is None and not watches(rule):
            raise RuleRefused("that time is over already")

    def _get(self, rule_id: str) -> HeldRule:
        held = self._held.get(rule_id)
        if held is None:
            raise RuleGone(f"no rule {rule_id!r}; it ran, or was deleted")
        return held

    def _next(self, rule: Rule, after: datetime | None = None) -> datetime | None:
        """Return when a clock starts the rule next."""
        moment = after or self._around.now()
        found = (
            next_run(trigger, moment, self._around.place)
            for trigger in rule.triggers
            if isinstance(trigger, ScheduleTrigger)
        )
        return min(filter(None, found), default=None)

    def _set_to_work(self, held: HeldRule) -> None:
        if held.is_at_rest:
            return
        self._watching.add(held.rule)
        self._set_alarm(held)

    def _put_to_rest(self, held: HeldRule) -> None:
        held.next_at = None
        self._watching.remove(held.rule.id)
        self._alarms.cancel(held.alarm)

    def _set_alarm(self, held: HeldRule) -> None:
        held.next_at = self._next(held.rule)
        if held.next_at is not None:
            self._alarms.set(held.alarm, held.next_at, partial(self._rang, held.rule.id))

    async def _drop(self, held: HeldRule) -> None:
        """Forget a rule: its file first, so that no crash brings back what was over."""
        self._put_to_rest(held)
        await asyncio.to_thread(self._files.remove, held.filed)
        await self._store.remove_rule_record(held.rule.id)
        self._held.pop(held.rule.id, None)
        self._loops.forget(held.rule.id)

    # What starts a rule.

    async def _rang(self, rule_id: str) -> None:
        held = self._held.get(rule_id)
        if held is not None and not held.is_at_rest:
            await self._due(held)
            if not held.is_at_rest:
                self._set_alarm(held)

    async def _due(self, held: HeldRule) -> None:
        """Start a rule whose time has come, if its conditions hold."""
        next_at = self._next(held.rule)
        held.record = held.record.model_copy(update={"next_run": next_at})
        if self._start(held, frozenset(), by_clock=True):
            return
        if next_at is None and not watches(held.rule):
            _log.info("%s did not run: its conditions did not hold", called(held.rule))
            await self._drop(held)
        elif is_durable(held.rule):
            await self._store.put_rule_record(held.record)

    def _happened(self, rule_id: str, cause: Context) -> None:
        held = self._held.get(rule_id)
        if held is None or held.is_at_rest:
            return
        chain = self._loops.chain_of(cause)
        if self._loops.is_loop(rule_id, chain, self._around.now()):
            self._put_to_rest(held)
            self._runner.spawn(partial(self._stop_loop, held), f"stop {held.rule.alias}")
            return
        self._start(held, chain, by_clock=False)

    def _start(self, held: HeldRule, chain: Chain, *, by_clock: bool) -> bool:
        """Begin a run if the conditions hold and none is under way; tell whether it began."""
        around, rule, now = self._around, held.rule, self._around.now()
        if not all_hold(rule.conditions, around.home, around.place, now):
            return False
        if self._runner.is_running(rule.id):
            _log.debug("%s is still running, so it does not start again", called(rule))
            return False
        last = held.record.last_run
        held.record = held.record.model_copy(update={"last_run": now})
        run = RuleRun(id=new_id(), rule=rule, due_at=now, user_id=held.record.user_id)
        is_kept = rule.once or (by_clock and is_durable(rule))
        is_news = last is None or now - last >= _LAST_RUN_EVERY
        if rule.once:
            held.is_spent = True
            self._put_to_rest(held)

        async def before() -> None:
            if is_kept:
                await self._store.put_rule_record(held.record, run)

        self._runner.start(self._going(run, before, chain=chain, is_kept=is_kept))
        if is_news and not is_kept:
            note = partial(self._store.put_rule_record, held.record)
            self._runner.spawn(note, f"note {rule.alias}")
        return True

    def _going(
        self,
        run: RuleRun,
        before: Work,
        *,
        chain: Chain = frozenset(),
        is_kept: bool,
    ) -> Going:
        rule_id = run.rule.id

        async def after() -> None:
            held = self._held.get(rule_id)
            if held is not None and held.is_spent:
                await self._drop(held)

        def on_plan(plan: Plan) -> None:
            self._loops.note_plan(plan.id, chain | {rule_id})

        return Going(run, is_kept, before, after, on_plan)

    async def _stop_loop(self, held: HeldRule) -> None:
        await self.pause(held.rule.id, is_paused=True)
        text = f"{called(held.rule)} set itself off {MOST_TIMES} times in a row, so I paused it."
        await self._report(held.record, text, "loop")

    # What a restart finds.

    async def _take_up(self, filed: FiledRule, record: RuleRecord | None) -> None:
        now = self._around.now()
        rule = filed.rule
        if record is None:
            record = RuleRecord(rule_id=rule.id, kept_at=now, next_run=self._next(rule))
            await self._store.put_rule_record(record)
        held = HeldRule(filed, record, is_spent=rule.once and record.last_run is not None)
        self._held[rule.id] = held
        was_due = record.next_run
        if held.is_at_rest or was_due is None or was_due > now or not self._fires_at(rule, was_due):
            self._set_to_work(held)
        elif now - was_due <= LATEST:
            self._watching.add(rule)
            self._runner.spawn(partial(self._catch_up, held), f"catch up {rule.alias}")
        else:
            await self._miss(held, was_due)

    def _fires_at(self, rule: Rule, moment: datetime) -> bool:
        """Tell whether the rule, which may have been edited since, is still due at `moment`."""
        return self._next(rule, moment - timedelta(seconds=1)) == moment

    async def _catch_up(self, held: HeldRule) -> None:
        await self._settle(held.rule)
        await self._rang(held.rule.id)

    async def _settle(self, rule: Rule) -> None:
        await reported(self._around.home, entities_of(rule), within_s=SETTLE_S)

    async def _miss(self, held: HeldRule, was_due: datetime) -> None:
        at = self._around.place.local(was_due).strftime("%H:%M on %d %B")
        text = f"{called(held.rule)} was due at {at}, but I was off then. I did not run it."
        await self._report(held.record, text, f"missed-{was_due.timestamp():.0f}")
        next_at = self._next(held.rule)
        if next_at is None and not watches(held.rule):
            await self._drop(held)
            return
        held.record = held.record.model_copy(update={"next_run": next_at})
        await self._store.put_rule_record(held.record)
        self._set_to_work(held)

    async def _resume_runs(self) -> None:
        """Go on with the runs that a stop interrupted; report those that are too late."""
        now = self._around.now()
        for run in await self._store.runs():
            going = self._going(run, partial(self._settle, run.rule), is_kept=True)
            if now - run.due_at <= LATEST:
                self._runner.start(going)
                continue
            text = f"{called(run.rule)} was interrupted when I went off; I left out the rest."
            await self._runner.tell(run, text, "late")
            await self._runner.end(going)
        for held in [one for one in self._held.values() if one.is_spent]:
            if not self._runner.is_running(held.rule.id):
                await self._drop(held)

    async def _report(self, record: RuleRecord, text: str, key: str) -> None:
        run_id = f"{record.rule_id}-{self._around.now():%Y%m%d%H%M%S}"
        run = RuleRun(
            id=run_id, rule=self._held[record.rule_id].rule, due_at=self._around.now(),
            user_id=record.user_id,
        )  # fmt: skip
        await self._runner.tell(run, text, key)
