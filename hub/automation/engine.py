"""All automations and scripts at work: read it from `configure`.

    rule files -> rulebook -> configure -> AutomationAtWork, ScriptAtWork (each with its Runs)

It is the integration of `automation.*` and `script.*`: commands for them come in by `send`, over
the road that every plan takes. What must not be lost is on disk before it begins.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from hub.automation.automation_at_work import AutomationAtWork
from hub.automation.bench import Bench, Work
from hub.automation.calling import Roads
from hub.automation.durable import RunStore, SavedRun
from hub.automation.firing.waits import Waits
from hub.automation.going_on import GoingOn
from hub.automation.loops import LoopWatch
from hub.automation.mentions import entities_in
from hub.automation.model.rules import Automation, Configuration, Runnable, Script
from hub.automation.naming import EntityNames
from hub.automation.script import Foster, Run, RunParts, RunTraceSink
from hub.automation.script_at_work import ScriptAtWork, ScriptFailed
from hub.automation.settling import reported
from hub.automation.world import Caller, World
from hub.eager import Startable
from hub.home.commands import Command
from hub.home.domains import automation as automations
from hub.home.domains import script as scripts
from hub.home.errors import HubError, UnsupportedCommand
from hub.home.ids import AreaId, EntityId, UserId, domain_of
from hub.home.keeping_stores import RuleRecord
from hub.home.model import Context, Entity
from hub.home.notifications import Notification, Teller
from hub.home.yaml_config import ConfigProblem
from hub.record import record

NAME = "automation"
STARTED = "homeassistant_started"
STOPPING = "homeassistant_stop"
# After a start, devices may take this long to be heard of, in seconds.
SETTLE_S = 30.0
# When the hub stops, rules that hear of it have this long to end, in seconds.
STOP_WITHIN_S = 5.0

_MOST_FOLLOWED = 1_000
_VERBS = {
    "automation": ("turn_on", "turn_off", "toggle", "trigger"),
    "script": ("turn_on", "turn_off", "toggle"),
}

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True)
class EngineParts:
    """What the engine needs of the hub."""

    world: World
    roads: Roads
    store: RunStore
    traces: RunTraceSink
    teller: Teller
    records: Mapping[str, RuleRecord]
    keep_records: Callable[[Sequence[RuleRecord]], Awaitable[None]]
    forget_record: Callable[[str], Awaitable[None]]
    # Deletes the file of a rule that was there for one run.
    delete: Callable[[Automation], Awaitable[None]]
    known_ids: Mapping[tuple[str, str], EntityId] = field(default_factory=dict)
    # Finds where runs go on that are of no automation and no script.
    fosters: Callable[[SavedRun], Foster | None] = lambda _: None
    # How long devices may take to be heard of after a start.
    settle_s: float = SETTLE_S


class Engine:
    """Lets rules run from entering until leaving; `configure` says which."""

    name = NAME

    def __init__(self, parts: EngineParts) -> None:
        self._parts = parts
        self._records = dict(parts.records)
        self._names = EntityNames(parts.known_ids)
        self._tasks = asyncio.TaskGroup()
        self._spawned: set[asyncio.Task[None]] = set()
        self._automations: dict[str, AutomationAtWork] = {}
        self._scripts: dict[str, ScriptAtWork] = {}
        self._by_plan: dict[str, Run] = {}
        self._begun: list[Run] | None = None
        self._going_on = GoingOn(self._automations, self._scripts, parts.fosters)
        self._has_begun = False
        self._begun_at = 0.0
        self._is_ending = False
        self.waits = Waits(parts.store)
        self.loops = LoopWatch()
        self.problems: list[ConfigProblem] = []
        self._bench = Bench(
            world=parts.world,
            roads=parts.roads,
            store=parts.store,
            traces=parts.traces,
            waits=self.waits,
            loops=self.loops,
            callers=LoopWatch(),
            spawn=self.spawn,
            keep_record=self._keep_record,
            warn=self._warn,
            drop=self._drop,
            begun=self._note_begun,
            is_settling=self._is_settling,
            settled=self._settled,
            goes_on=self._going_on.is_known,
        )

    async def __aenter__(self) -> Self:
        await self.waits.load()
        await self._tasks.__aenter__()
        await self.waits.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop: rules that hear of it run first, and runs that are kept go on when the hub does."""
        await self._say_stopping()
        for one in self._automations.values():
            one.detach()
        self._is_ending = True
        for task in tuple(self._spawned):
            task.cancel()
        await self._tasks.__aexit__(kind, error, traceback)
        await self.waits.__aexit__(None, None, None)

    @property
    def automations(self) -> Sequence[AutomationAtWork]:
        """All automations, the oldest first."""
        return sorted(self._automations.values(), key=lambda one: one.record.kept_at)

    @property
    def scripts(self) -> Sequence[ScriptAtWork]:
        """All scripts."""
        return list(self._scripts.values())

    def rules_at_work(self) -> Mapping[EntityId, Runnable]:
        """Return automations and scripts by the entities that stand for them."""
        rules: dict[EntityId, Runnable] = {
            one.entity_id: one.automation for one in self.automations
        }
        return rules | {one.entity_id: one.script for one in self.scripts}

    @property
    def has_begun(self) -> bool:
        """Whether rules run."""
        return self._has_begun

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._spawned)

    def automation(self, rule_id: str) -> AutomationAtWork | None:
        """Return an automation by its id."""
        return self._automations.get(rule_id)

    def next_run(self, rule_id: str) -> datetime | None:
        """Return when a clock starts a rule next, or ends a `for:` of it, as far as is kept."""
        return min((wait.due_at for wait in self.waits.of(f"{rule_id}/")), default=None)

    def maker_of(self, context: Context) -> UserId | None:
        """Return who made the rule that stands behind a context."""
        for rule_id in self.loops.chain_of(context):
            record = self._records.get(rule_id)
            if record is not None and record.user_id is not None:
                return record.user_id
        return None

    def room_of(self, context: Context) -> AreaId | None:
        """Return the room in which the rule that stands behind a context was asked for."""
        for rule_id in self.loops.chain_of(context):
            record = self._records.get(rule_id)
            if record is not None and record.area_id is not None:
                return record.area_id
        return None

    # What is at work.

    async def configure(self, configuration: Configuration) -> None:
        """Put to work what a configuration says, and to rest what it no longer says.

        What has not changed goes on undisturbed.
        """
        wanted = {script.object_id: script for script in configuration.scripts}
        for gone in [key for key, one in self._scripts.items() if wanted.get(key) != one.script]:
            await self._scripts.pop(gone).runs.stop()
            if gone not in wanted:
                self._parts.world.home.remove_entity(EntityId(f"script.{gone}"))
        for key, script in wanted.items():
            if key not in self._scripts:
                self._add_script(script)
        rules = {rule.id: rule for rule in configuration.automations}
        for rule_id in [key for key in self._automations if key not in rules]:
            await self.remove(rule_id)
        now = self._parts.world.now()
        new = [rule_id for rule_id in rules if rule_id not in self._records]
        await self._keep_records([RuleRecord(rule_id=rule_id, kept_at=now) for rule_id in new])
        for rule in rules.values():
            await self.put(rule)
        self._collect_problems()

    async def put(self, automation: Automation, record: RuleRecord | None = None) -> None:
        """Put an automation to work, in the place of one of the same id.

        `record` says who made it, if somebody has just now.
        """
        before = self._automations.get(automation.id)
        if before is not None and before.automation == automation and record is None:
            # Where it stands may have moved.
            before.automation = automation
            return
        if before is not None:
            before.detach()
            await before.runs.stop()
        known = record or self._records.get(automation.id)
        if known is None:
            known = RuleRecord(rule_id=automation.id, kept_at=self._parts.world.now())
        if known is not self._records.get(automation.id):
            await self._keep_record(known)
        entity_id = self._names.id_for(
            self._parts.world.home, "automation", automation.id, automation.alias
        )
        self._put_entity(entity_id, automation.alias, automation.id)
        at_work = AutomationAtWork(automation, entity_id, known, self._bench)
        self._automations[automation.id] = at_work
        at_work.report()
        if self._has_begun:
            at_work.attach()

    async def remove(self, rule_id: str) -> None:
        """Put an automation to rest, end its runs, and forget it; an unknown id is no error."""
        gone = self._automations.pop(rule_id, None)
        if gone is None:
            return
        gone.detach()
        await gone.runs.stop()
        self.waits.forget(f"{rule_id}/")
        self._parts.world.home.remove_entity(gone.entity_id)
        self.loops.forget(rule_id)
        self._records.pop(rule_id, None)
        await self._parts.forget_record(rule_id)

    async def begin(self) -> None:
        """Attach all triggers, go on with the runs that a stop interrupted, and say so."""
        self._has_begun = True
        self._begun_at = asyncio.get_running_loop().time()
        # Of before the restart: what fires from here on has its run on disk a moment later only.
        spent = [one.automation.id for one in self._automations.values() if one.is_spent]
        for one in self._automations.values():
            one.attach(at_start=True)
        self._collect_problems()
        interrupted = await self._going_on.load(self._parts.store, self.waits)
        for saved in interrupted:
            self.spawn(partial(self._resume, saved), f"resume {saved.item_id}")
        for rule_id in [key for key in self._records if key not in self._automations]:
            self._records.pop(rule_id)
            await self._parts.forget_record(rule_id)
        going_on = {run.item_id for run in interrupted}
        for rule_id in spent:
            if rule_id not in going_on:
                await self._drop(rule_id)
        self.spawn(self._say_started, "say that the hub has started")

    async def _say_started(self) -> None:
        mentioned = entities_in(one.automation for one in self._automations.values())
        await reported(self._parts.world.home, mentioned, within_s=self._parts.settle_s)
        self._parts.world.home.fire(STARTED, {}, Context())

    async def _say_stopping(self) -> None:
        with self.gathering() as runs:
            self._parts.world.home.fire(STOPPING, {}, Context())
        tasks = {run.task for run in runs if run.task is not None}
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_WITHIN_S)

    async def _resume(self, saved: SavedRun) -> None:
        """Go on with a run once the devices that it is about were heard of."""
        found = self._going_on.find(saved)
        if found is None:
            await self._parts.store.end(saved.run_id)
            return
        foster, runnable = found
        await self._settled(runnable)
        self.loops.note(saved.context.id, frozenset({saved.item_id}))
        run = await foster.runs.resume(saved, runnable)
        if run is not None:
            foster.went_on(run)
            await run.finished()
        at_work = self._automations.get(saved.item_id)
        if at_work is not None and at_work.is_spent:
            await self._drop(saved.item_id)

    def _add_script(self, script: Script) -> None:
        entity_id = EntityId(f"script.{script.object_id}")
        self._put_entity(entity_id, script.alias, script.object_id)
        at_work = ScriptAtWork(script, entity_id, self._bench)
        self._scripts[script.object_id] = at_work
        at_work.report()

    def _put_entity(self, entity_id: EntityId, name: str, unique_id: str) -> None:
        domain = domain_of(entity_id)
        home = self._parts.world.home
        known = home.entities.get(entity_id)
        home.put_entity(
            Entity(
                id=entity_id,
                name=name,
                integration=NAME,
                unique_id=unique_id,
                # What people gave it stays.
                area_id=known.area_id if known is not None else None,
                aliases=known.aliases if known is not None else (),
                labels=known.labels if known is not None else (),
                actions=frozenset(f"{domain}.{verb}" for verb in _VERBS[domain]),
            )
        )

    def _collect_problems(self) -> None:
        self.problems = [
            ConfigProblem(place.file, place.line, "triggers", text)
            for one in self._automations.values()
            for place in [one.automation.place]
            for text in one.problems
        ]
        for problem in self.problems:
            _log.warning("%s", problem)

    # Commands.

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Carry out a command for an automation or a script.

        Raises:
            UnsupportedCommand: there is no such automation or script, or it cannot do this.
        """
        if command.domain == "script":
            await self._send_script(entity_id, command, context)
            return
        found = (one for one in self._automations.values() if one.entity_id == entity_id)
        one = next(found, None)
        if one is None:
            raise UnsupportedCommand(entity_id, command.action, "no rule file has it any more")
        match command:
            case automations.TurnOn():
                await one.turn(on=True, context=context)
            case automations.TurnOff():
                await one.turn(on=False, stop_runs=command.stop_actions, context=context)
            case automations.Toggle():
                await one.turn(on=not one.is_on, context=context)
            case automations.Trigger():
                one.trigger_now(context, skip_condition=command.skip_condition)
            case _:
                raise UnsupportedCommand(entity_id, command.action, "an automation cannot do this")

    async def _send_script(self, entity_id: EntityId, command: Command, context: Context) -> None:
        one = self._scripts.get(entity_id.partition(".")[2])
        if one is None:
            raise UnsupportedCommand(entity_id, command.action, "no rule file has it any more")
        is_stop = isinstance(command, scripts.Toggle) and one.runs.is_running
        match command:
            case scripts.TurnOff():
                await one.runs.stop()
            case scripts.Toggle() if is_stop:
                await one.runs.stop()
            case scripts.TurnOn() | scripts.Toggle():
                given = command.variables if isinstance(command, scripts.TurnOn) else None
                run = one.start(given or {}, context)
                if run is not None:
                    self._note_plan_run(context.id, run)
            case _:
                raise UnsupportedCommand(entity_id, command.action, "a script cannot do this")

    def _note_plan_run(self, plan_id: str, run: Run) -> None:
        self._by_plan[plan_id] = run
        while len(self._by_plan) > _MOST_FOLLOWED:
            del self._by_plan[next(iter(self._by_plan))]

    async def follow(self, plan_id: str) -> Mapping[str, Any] | None:
        """Wait for the script that a plan started; returns its response.

        Whoever waits and is ended ends the script too, unless it is the hub that ends.

        Raises:
            ScriptFailed: it broke off.
        """
        run = self._by_plan.pop(plan_id, None)
        if run is None:
            return None
        try:
            result = await run.finished()
        except asyncio.CancelledError:
            if not self._is_ending:
                run.stop()
                await run.finished()
            raise
        if result.ending == "error":
            raise ScriptFailed(result.error or "the script broke off")
        return result.response

    @contextlib.contextmanager
    def gathering(self) -> Iterator[list[Run]]:
        """Collect the runs of automations that begin within."""
        before, self._begun = self._begun, []
        try:
            yield self._begun
        finally:
            self._begun = before

    def _is_settling(self) -> bool:
        """Tell whether the hub has started so lately that devices may not have been heard of."""
        loop_time = asyncio.get_running_loop().time()
        return loop_time < self._begun_at + self._parts.settle_s

    async def _settled(self, rule: Runnable) -> None:
        home, settle_s = self._parts.world.home, self._parts.settle_s
        await reported(home, entities_in([rule]), within_s=settle_s)

    def _note_begun(self, run: Run) -> None:
        if self._begun is not None:
            self._begun.append(run)

    # What those at work need.

    def note_plan(self, plan_id: str, context: Context) -> None:
        """Note that the rules behind a context stand behind a plan too."""
        self.loops.note(plan_id, self.loops.chain_of(context))

    def run_parts(self, caller: Caller, missed: Callable[[str], None]) -> RunParts:
        """Return what runs of actions need that belong to no automation or script."""
        return self._bench.run_parts(caller, missed)

    def spawn(self, work: Work, name: str) -> asyncio.Task[None]:
        """Work in a task that ends with the engine; what it raises is logged."""
        task = self._tasks.create_task(Startable(_logged(work, name)), name=name)
        self._spawned.add(task)
        task.add_done_callback(self._spawned.discard)
        return task

    async def _keep_record(self, record: RuleRecord) -> None:
        await self._keep_records([record])

    async def _keep_records(self, records: Sequence[RuleRecord]) -> None:
        self._records |= {record.rule_id: record for record in records}
        if records:
            await self._parts.keep_records(records)

    async def _warn(self, record: RuleRecord, text: str, key: str) -> None:
        """Tell what went wrong; once a day for each rule and key, however often it runs."""
        now = self._parts.world.now()
        notification_id = f"rule-{record.rule_id}-{key}-{now:%Y%m%d}"
        await self._parts.teller.tell(
            Notification(id=notification_id, text=text, at=now, user_id=record.user_id)
        )

    async def _drop(self, rule_id: str) -> None:
        """Forget a rule that was there for one run: its file first, so that nothing revives it."""
        one = self._automations.get(rule_id)
        if one is None:
            return
        one.detach()
        await self._parts.delete(one.automation)
        await self.remove(rule_id)


async def _logged(work: Work, name: str) -> None:
    try:
        await work()
    except HubError as error:
        _log.warning("%s: %s", name, error)
    except Exception:  # noqa: BLE001 -- the outer edge of the task; other rules go on
        _log.exception("%s broke", name)
