"""What a rule would have done: recorded history, replayed through the same engine.

    recorded changes and events -> a home of its own, at its own time -> engine -> calls, noted

Nothing is sent: a call becomes a plan as it would have, the guard judges it, and there it ends.
The recorded changes hold what other rules, people and devices did, so only the rule in question
is put to work.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hub.automation.calling import Roads
from hub.automation.engine import Engine, EngineParts
from hub.automation.memory_runs import MemoryRunStore
from hub.automation.model.rules import Automation, Configuration, Script
from hub.automation.place import Place
from hub.automation.sentences import SentenceDesk
from hub.automation.templates.home_templates import HomeTemplates
from hub.automation.virtual_time import VirtualTime
from hub.automation.webhooks import WebhookDesk
from hub.automation.world import MqttMessage, World
from hub.home.errors import HubError
from hub.home.home import Home, Unsubscribe
from hub.home.ids import EntityId, domain_of
from hub.home.model import Attributes, Context
from hub.home.notifications import Notification
from hub.home.plan import Effect, Outcome, Plan, PlanResult, Status, StepVerdict, Verdict
from hub.home.run_trace import RunTrace

# A replay that a person waits for ends here, and says so.
MOST_ITEMS = 2_000_000
MOST_RUNS = 5_000

Judge = Callable[[Plan], Verdict]


class BacktestFailed(HubError):
    """A rule cannot be tried on the past; the message says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """A recorded change of a state or its attributes."""

    at: datetime
    entity_id: EntityId
    state: str
    attributes: Attributes
    context: Context


@dataclass(frozen=True, slots=True)
class Happened:
    """A recorded event of the hub's bus."""

    at: datetime
    event_type: str
    data: Mapping[str, Any]
    context: Context


@dataclass(frozen=True, slots=True)
class Past:
    """What was recorded between two moments; `items` in the order in which it happened.

    `before`: the state of each entity at the beginning, and since when it was so.
    """

    start: datetime
    end: datetime
    before: Mapping[EntityId, tuple[str, Attributes, datetime]]
    items: Sequence[Change | Happened]


@dataclass(frozen=True, slots=True)
class WouldCall:
    """One call that would have been made; `verdict` is the guard's word on it."""

    at: datetime
    action: str
    targets: tuple[EntityId, ...]
    data: Mapping[str, Any]
    effect: Effect = Effect.ALLOW
    reason: str = ""


@dataclass(slots=True)
class WouldRun:
    """One run that would have been, or that its conditions would have stopped."""

    trace: RunTrace
    calls: list[WouldCall] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a replay. `is_cut`: there was more than `MOST_RUNS` or `MOST_ITEMS`."""

    start: datetime
    end: datetime
    runs: Sequence[WouldRun]
    problems: Sequence[str] = ()
    is_cut: bool = False

    @property
    def calls(self) -> list[WouldCall]:
        """All calls, in order."""
        return sorted((call for run in self.runs for call in run.calls), key=lambda call: call.at)


async def backtest(
    automation: Automation,
    past: Past,
    *,
    home: Home,
    place: Place,
    scripts: Iterable[Script] = (),
    judging: Callable[[Home, Callable[[], datetime]], Judge] | None = None,
) -> Report:
    """Replay the past for one automation; `scripts` are those that it may call.

    `home` tells which entities there are, and is not touched; `judging` makes a guard over the
    replayed home.
    """
    return await _Replay(automation, past, home, place, tuple(scripts), judging).run()


class _Replay:
    def __init__(  # noqa: PLR0913 -- what a replay is made of
        self,
        automation: Automation,
        past: Past,
        home: Home,
        place: Place,
        scripts: tuple[Script, ...],
        judging: Callable[[Home, Callable[[], datetime]], Judge] | None,
    ) -> None:
        self._past = past
        self._time = VirtualTime(past.start)
        self._home = _copy(home, self._time, past)
        self._judge = judging(self._home, self._time) if judging is not None else None
        self._configuration = Configuration(automations=(automation,), scripts=scripts)
        self._rule_id = automation.id
        self._runs: dict[str, WouldRun] = {}
        self._calls: dict[str, list[WouldCall]] = {}
        self._engine = self._engine_over(place)

    async def run(self) -> Report:
        """Let the past go by."""
        is_cut = len(self._past.items) > MOST_ITEMS
        async with self._engine:
            await self._engine.configure(self._configuration)
            await self._engine.begin()
            await self._time.rest()
            for item in self._past.items[:MOST_ITEMS]:
                if len(self._runs) >= MOST_RUNS:
                    is_cut = True
                    break
                await self._time.advance_to(item.at)
                self._let_happen(item)
                if self._engine.is_busy:
                    await self._time.rest()
            await self._time.advance_to(self._past.end)
            await self._time.rest()
        problems = [problem.message for problem in self._engine.problems]
        runs = [run for run in self._runs.values() if run.trace.item_id == self._rule_id]
        for run in runs:
            run.calls = self._calls.get(run.trace.context_id, [])
        return Report(self._past.start, self._past.end, runs, problems, is_cut)

    def put(self, trace: RunTrace) -> None:
        """Note how a run stands."""
        self._runs[trace.run_id] = WouldRun(trace)

    async def tell(self, notification: Notification) -> None:
        """Tell nobody."""

    def _let_happen(self, item: Change | Happened) -> None:
        if isinstance(item, Happened):
            self._home.fire(item.event_type, item.data, item.context)
            return
        entity = self._home.entities.get(item.entity_id)
        if entity is not None and entity.id in self._home.states and not _is_own(entity.id):
            self._home.report(item.entity_id, item.state, item.attributes, item.context)

    async def _run_plan(self, plan: Plan) -> PlanResult:
        """Note what a plan would have done; scripts really run, here."""
        verdict = self._judge(plan) if self._judge is not None else _allowed(plan)
        words = {(word.step, word.entity_id): word for word in verdict.steps}
        outcomes = []
        for number, step in enumerate(plan.steps):
            for target in step.targets:
                word = words[number, target]
                outcomes.append(await self._would(plan, number, target, word))
            first = words[number, step.targets[0]]
            self._calls.setdefault(plan.request.parent_id or "", []).append(
                WouldCall(
                    self._time.now, step.command.action, step.targets, step.command.data(),
                    first.effect, first.reason,
                )
            )  # fmt: skip
        return PlanResult(plan=plan, verdict=verdict, outcomes=tuple(outcomes))

    async def _would(self, plan: Plan, number: int, target: EntityId, word: StepVerdict) -> Outcome:
        command = plan.steps[number].command
        is_allowed = word.effect is Effect.ALLOW
        if is_allowed and domain_of(target) == "script":
            context = Context(id=plan.id, parent_id=plan.request.parent_id)
            await self._engine.send(target, command, context)
        status = Status.DONE if is_allowed else Status.DENIED
        return Outcome(
            step=number, entity_id=target, action=command.action, status=status,
            detail="" if is_allowed else word.reason, attempts=1 if is_allowed else 0,
        )  # fmt: skip

    def _engine_over(self, place: Place) -> Engine:
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
        return Engine(
            EngineParts(
                world=world,
                roads=Roads(self._home, place.time_zone, self._run_plan, self._follow),
                store=MemoryRunStore(),
                traces=self,
                teller=self,
                records={},
                keep_record=_forget,
                forget_record=_forget,
                delete=_forget,
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


def _is_own(entity_id: EntityId) -> bool:
    """Tell whether the replayed engine reports an entity itself."""
    return domain_of(entity_id) in {"automation", "script"}


def _copy(home: Home, time: VirtualTime, past: Past) -> Home:
    """Return a home of the same entities, as it was at the beginning."""
    copied = Home(now=time)
    copied.floors, copied.areas = dict(home.floors), dict(home.areas)
    copied.devices = dict(home.devices)
    for entity in home.entities.values():
        if _is_own(entity.id):
            continue
        copied.put_entity(entity)
        known = past.before.get(entity.id)
        if known is not None:
            state, attributes, since = known
            copied.remember(entity.id, state, since)
            copied.report(entity.id, state, attributes)
    return copied


def _allowed(plan: Plan) -> Verdict:
    words = tuple(
        StepVerdict(step=n, entity_id=target, effect=Effect.ALLOW, policy="", reason="")
        for n, step in enumerate(plan.steps)
        for target in step.targets
    )
    return Verdict(effect=Effect.ALLOW, policy="none asked", reason="", steps=words)


def last(days: float, now: datetime) -> tuple[datetime, datetime]:
    """Return the beginning and the end of the last so many days."""
    return now - timedelta(days=days), now
