"""What a rule would have done: recorded history, replayed through the same engine.

    recorded changes and events -> a home of its own, at its own time -> engine -> calls, noted

Nothing is sent: a call becomes a plan as it would have, the guard judges it, and there it ends.
The recorded changes hold what other rules, people and devices did, so only the rule in question
is put to work.
"""

import time as clock
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.automation.calling import Roads
from hub.automation.engine import STARTED, Engine, EngineParts
from hub.automation.memory_runs import MemoryRunStore
from hub.automation.model.rules import Automation, Configuration, Script
from hub.automation.model.triggers import (
    ConversationTrigger,
    MqttTrigger,
    WebhookTrigger,
)
from hub.automation.past import (
    BacktestFailed,
    Change,
    Happened,
    Past,
    Report,
    WouldCall,
    WouldRun,
)
from hub.automation.place import Place
from hub.automation.quiet import quiet
from hub.automation.sentences import SentenceDesk
from hub.automation.templates.home_templates import HomeTemplates
from hub.automation.virtual_time import VirtualTime
from hub.automation.webhooks import WebhookDesk
from hub.automation.world import MqttMessage, World
from hub.home.home import Home, Unsubscribe
from hub.home.ids import EntityId, domain_of, slugify
from hub.home.model import Context
from hub.home.notifications import Notification
from hub.home.plan import (
    Answer,
    Effect,
    Outcome,
    Plan,
    PlanResult,
    Request,
    Status,
    StepVerdict,
    Verdict,
)
from hub.home.run_trace import RunTrace
from hub.record import record

MOST_RUNS = 5_000
# A replay that a person waits for ends here, and says so.
LONGEST_S = 60.0
_UNHEARD = (ConversationTrigger, MqttTrigger, WebhookTrigger)
_UNHEARD_NOTE = "messages, webhooks and sentences are not recorded, so nothing started by them"
_OWN_EVENTS = frozenset({"automation_triggered", "script_started", STARTED})
# Items between two looks at the clock on the wall.
_ITEMS_AT_ONCE = 500

Judge = Callable[[Plan], Verdict]


@record(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried: `scripts` are those that it may call.

    `judging` makes a guard over the replayed home, at its time.
    """

    automation: Automation
    place: Place
    scripts: tuple[Script, ...] = ()
    judging: Callable[[Home, Callable[[], datetime]], Judge] | None = None


class Backtest:
    """Replays the past for one automation.

    `home` tells which entities there are; it is read when this is made and not touched. `run` may
    be awaited in another thread, on a loop of its own.
    """

    def __init__(self, trial: Trial, past: Past, home: Home) -> None:
        self._trial = trial
        self._past = past
        self._time = VirtualTime(past.start)
        entity_id = _entity_id_of(trial.automation, home)
        self._own: set[str] = {entity_id, *(f"script.{one.object_id}" for one in trial.scripts)}
        self._all = {one.id: one for one in home.entities.values() if one.id not in self._own}
        self._home = self._copy(home)
        self._judge = None if trial.judging is None else trial.judging(self._home, self._time)
        self._traces: dict[str, RunTrace] = {}
        self._calls: dict[str, list[WouldCall]] = {}
        # Of each plan, the context of the run that made it.
        self._made_in: dict[str, str] = {}
        self._engine = self._engine_over(trial.place, entity_id)

    async def run(self) -> Report:
        """Let the past go by."""
        with quiet():
            return await self._run()

    async def _run(self) -> Report:
        # What rests today is tried all the same; what is left out is no news of today.
        rule = replace(self._trial.automation, initial_state=True, max_exceeded="silent")
        scripts = tuple(replace(one, max_exceeded="silent") for one in self._trial.scripts)
        async with self._engine as engine:
            await engine.begin()
            await self._time.rest()
            await engine.configure(Configuration(automations=(rule,), scripts=scripts))
            await self._time.rest()
            is_cut = not await self._replay() or self._past.is_cut
            report = self._report(is_cut=is_cut)
            for one in engine.automations:
                one.detach()  # the end of a replay is no end of the hub
        return report

    def put(self, trace: RunTrace) -> None:
        """Note how a run stands."""
        self._traces[trace.run_id] = trace

    async def tell(self, notification: Notification) -> None:
        """Tell nobody."""

    async def _replay(self) -> bool:
        """Let all items happen; False if there was more than may be."""
        until = clock.monotonic() + LONGEST_S
        for number, item in enumerate(self._past.items):
            if len(self._traces) >= MOST_RUNS:
                return False
            if number % _ITEMS_AT_ONCE == 0 and clock.monotonic() > until:
                return False
            await self._time.advance_to(item.at)
            self._let_happen(item)
            if self._engine.is_busy:
                await self._time.rest()
        await self._time.advance_to(self._past.end)
        await self._time.rest()
        return True

    def _let_happen(self, item: Change | Happened) -> None:
        if isinstance(item, Happened):
            is_own = item.event_type in _OWN_EVENTS and item.data.get("entity_id") in self._own
            if not is_own:
                self._home.fire(item.event_type, item.data, item.context)
            return
        entity = self._all.get(item.entity_id)
        if entity is None:
            return
        if item.state is None:
            self._home.remove_entity(entity.id)
            return
        self._home.put_entity(entity)
        self._home.report(entity.id, item.state, item.attributes, item.context)

    def _report(self, *, is_cut: bool) -> Report:
        scripts = {t.context_id: t for t in self._traces.values() if t.domain == "script"}
        by_run: dict[str, list[WouldCall]] = {}
        for context_id, calls in self._calls.items():
            by_run.setdefault(self._root(context_id, scripts), []).extend(calls)
        rule_id = self._trial.automation.id
        runs = [
            WouldRun(trace.snapshot(), by_run.get(trace.context_id, []))
            for trace in self._traces.values()
            if trace.domain == "automation" and trace.item_id == rule_id
        ]
        runs.sort(key=lambda run: run.trace.started_at)
        unheard = any(isinstance(one, _UNHEARD) for one in self._trial.automation.triggers)
        return Report(
            start=self._past.start,
            end=self._time.now,
            runs=runs,
            problems=[problem.message for problem in self._engine.problems],
            notes=[_UNHEARD_NOTE] if unheard else [],
            is_cut=is_cut,
        )

    def _root(self, context_id: str, scripts: Mapping[str, RunTrace]) -> str:
        """Return the context of the automation's run that stands behind a script's."""
        seen: set[str] = set()
        while context_id in scripts and context_id not in seen:
            seen.add(context_id)
            plan_id = scripts[context_id].parent_id or ""
            context_id = self._made_in.get(plan_id, context_id)
        return context_id

    async def _run_plan(self, plan: Plan) -> PlanResult:
        """Note what a plan would have done; scripts really run, here."""
        verdict = self._judge(plan) if self._judge is not None else _allowed(plan)
        words = {(word.step, word.entity_id): word for word in verdict.steps}
        made_in = self._made_in[plan.id] = plan.request.parent_id or ""
        outcomes: list[Outcome] = []
        for number, step in enumerate(plan.steps):
            own = [words[number, target] for target in step.targets]
            told = next((word for word in own if word.effect is not Effect.ALLOW), own[0])
            self._calls.setdefault(made_in, []).append(
                WouldCall(
                    self._time.now, step.command.action, step.targets, step.command.data(),
                    told.effect, told.reason,
                )
            )  # fmt: skip
            outcomes += [await self._would(plan, number, word) for word in own]
        return PlanResult(plan=plan, verdict=verdict, outcomes=tuple(outcomes))

    async def _would(self, plan: Plan, number: int, word: StepVerdict) -> Outcome:
        command, target = plan.steps[number].command, word.entity_id
        is_allowed = word.effect is Effect.ALLOW
        if is_allowed and target in self._own and domain_of(target) == "script":
            context = Context(id=plan.id, parent_id=plan.request.parent_id)
            await self._engine.send(target, command, context)
        status = Status.DONE if is_allowed else Status.DENIED
        return Outcome(
            step=number, entity_id=target, action=command.action, status=status,
            detail="" if is_allowed else word.reason, attempts=1 if is_allowed else 0,
        )  # fmt: skip

    async def _plan_words(self, request: Request) -> PlanResult:
        """Note a sentence that would have been planned; no model is asked."""
        data = {"text": request.text}
        self._calls.setdefault(request.parent_id or "", []).append(
            WouldCall(self._time.now, "lares.plan", (), data)
        )
        plan = Plan(request=request, body=Answer(text=""), planner="backtest")
        return PlanResult(plan=plan, verdict=_allowed(plan), outcomes=())

    def _copy(self, home: Home) -> Home:
        """Return a home of the same entities, as it was at the beginning."""
        copied = Home(now=self._time)
        copied.floors, copied.areas = dict(home.floors), dict(home.areas)
        copied.devices = dict(home.devices)
        before = dict(self._past.before)
        moved = {item.entity_id for item in self._past.items if isinstance(item, Change)}
        for entity_id, state in home.states.items():
            if entity_id not in moved:  # not recorded, or unchanged: as it is today
                before.setdefault(entity_id, (state.state, state.attributes, state.last_changed))
        for entity in self._all.values():
            copied.put_entity(entity)
            known = before.get(entity.id)
            if known is not None:
                state_then, attributes, since = known
                copied.remember(entity.id, state_then, min(since, self._past.start))
                copied.report(entity.id, state_then, attributes)
        return copied

    def _engine_over(self, place: Place, entity_id: EntityId) -> Engine:
        world = World(
            home=self._home,
            place=place,
            now=self._time,
            templates=HomeTemplates(self._home, place, self._time),
            alarms=self._time,
            messages=_NoMessages(),
            webhooks=WebhookDesk(),
            sentences=SentenceDesk(),
        )
        roads = Roads(self._home, place.time_zone, self._run_plan, self._follow, self._plan_words)
        return Engine(
            EngineParts(
                world=world,
                roads=roads,
                store=MemoryRunStore(),
                traces=self,
                teller=self,
                records={},
                keep_records=_forget,
                forget_record=_forget,
                delete=_forget,
                known_ids={("automation", self._trial.automation.id): entity_id},
                settle_s=0.0,
            )
        )

    async def _follow(self, plan_id: str) -> Mapping[str, Any] | None:
        return await self._engine.follow(plan_id)


class _NoMessages:
    """A broker that is silent: messages are not recorded."""

    def subscribe(
        self,
        topic: str,
        hear: Callable[[MqttMessage], None],
        *,
        qos: int = 0,
        encoding: str | None = "utf-8",
    ) -> Unsubscribe:
        del topic, hear, qos, encoding
        return lambda: None


async def _forget(_: object) -> None:
    """Keep nothing."""


def _entity_id_of(automation: Automation, home: Home) -> EntityId:
    """Return the entity of an automation: the one it has, else one that is free."""
    for entity in home.entities.values():
        if entity.domain == "automation" and entity.unique_id == automation.id:
            return entity.id
    made = EntityId(f"automation.{slugify(automation.alias)}")
    return made if made not in home.entities else EntityId(f"{made}_tried")


def _allowed(plan: Plan) -> Verdict:
    words = tuple(
        StepVerdict(step=n, entity_id=target, effect=Effect.ALLOW, policy="", reason="")
        for n, step in enumerate(plan.steps)
        for target in step.targets
    )
    return Verdict(effect=Effect.ALLOW, policy="none asked", reason="", steps=words)


__all__ = ["Backtest", "BacktestFailed", "Trial"]
