"""One automation at work: its triggers attached, its conditions asked, its runs begun.

    trigger -> conditions -> run (script/) -> calls -> guard -> devices

It stands in the home as `automation.<name>`, with Home Assistant's attributes and events.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hub.automation.bench import Bench
from hub.automation.calling import RuleCaller
from hub.automation.durable import Firing
from hub.automation.endings import is_ending
from hub.automation.firing import attach
from hub.automation.holding import all_hold
from hub.automation.loops import MOST_TIMES, Chain
from hub.automation.model.rules import Automation
from hub.automation.model.triggers import AnyTrigger, TimeTrigger
from hub.automation.rendering import TemplateFailed, is_true
from hub.automation.script import Durable, Run, RunResult, Runs
from hub.home.errors import HubError
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId, new_id
from hub.home.keeping_stores import RuleRecord
from hub.home.model import Context, Source
from hub.home.run_trace import RunTrace, TraceStep

TRIGGERED = "automation_triggered"
# How often at most the last run of a rule that events start is written down.
_LAST_RUN_EVERY = timedelta(minutes=1)

_REPORT_AFTER_S = 0.01

_log = logging.getLogger(__name__)


class AutomationAtWork:
    """Listens to its triggers while it is on; `report` shows how it stands."""

    def __init__(
        self, automation: Automation, entity_id: EntityId, record: RuleRecord, bench: Bench
    ) -> None:
        self.automation = automation
        self.entity_id = entity_id
        self.record = record
        self.is_on = (
            not record.is_off
            if automation.initial_state is None
            else bool(automation.initial_state)
        )
        # It was there for one run, which has begun.
        self.is_spent = automation.once and record.last_run is not None
        self.problems: list[str] = []
        self._bench = bench
        self._alone: Chain = frozenset({automation.id})
        self._attached: list[Unsubscribe] = []
        self._report_at: asyncio.TimerHandle | None = None
        # The context of what changed it last: a run, or a command.
        self._told_by = Context(source=Source.HUB)
        caller = RuleCaller(
            bench.roads, planner=f"rule:{automation.id}", text=automation.alias, on_plan=self._note
        )
        self.runs = Runs(
            automation,
            bench.run_parts(caller, self._left_out),
            domain="automation",
            item_id=automation.id,
            entity_id=entity_id,
            on_change=self._report_soon,
        )

    @property
    def called(self) -> str:
        """How it is spoken of."""
        return f"The rule “{self.automation.alias}”"

    @property
    def last_run(self) -> datetime | None:
        """When it last ran; the record may be a minute behind."""
        return self.runs.last_triggered or self.record.last_run

    def attach(self, *, at_start: bool = False) -> None:
        """Listen to all triggers that can be listened to; what is wrong with others is kept."""
        self.problems.clear()
        if not self.is_on or self.is_spent or self._attached:
            return
        for number, trigger in enumerate(self.automation.triggers):
            try:
                if self._is_enabled(trigger):
                    self._attached.append(self._attach(number, trigger, at_start=at_start))
            except (HubError, ValueError) as error:
                self.problems.append(f"trigger {number}: {error}")
        self._rest_if_spent()

    def _rest_if_spent(self) -> None:
        """Listen no longer if it fired while it was being attached, and was there for that."""
        if self.is_spent:
            self.detach()

    def detach(self) -> None:
        """Listen no longer; runs go on."""
        for unsubscribe in self._attached:
            unsubscribe()
        self._attached.clear()

    async def turn(
        self, *, on: bool, stop_runs: bool = True, context: Context | None = None
    ) -> None:
        """Switch it on or off; on disk when this returns. Off stops its runs, unless told not."""
        self.is_on = on
        if context is not None:
            self._told_by = Context(
                source=context.source, user_id=context.user_id, parent_id=context.id
            )
        self.record = self.record.model_copy(update={"is_off": not on, "last_run": self.last_run})
        await self._bench.keep_record(self.record)
        if on:
            self._bench.loops.forget(self.automation.id)
            self.attach()
        else:
            self.detach()
            self._bench.waits.forget(f"{self.automation.id}/")
            if stop_runs:
                await self.runs.stop()
        self.report()

    def trigger_now(
        self, context: Context, *, skip_condition: bool, variables: Mapping[str, Any] | None = None
    ) -> Run | None:
        """Start it by hand, as `automation.trigger` does."""
        run_context = self._context(context, by_hand=True)
        data = {"platform": None, **(variables or {}).get("trigger", {})}
        seen = self._variables(data, run_context)
        if seen is None:
            return None
        if not skip_condition and not self._conditions_hold(seen, run_context, [], "by hand"):
            return None
        return self._begin(seen, run_context, [], "by hand", Firing({}))

    def _report_soon(self) -> None:
        """Show how it stands once its command is on the way: that a run began can wait."""
        if self._report_at is None:
            loop = asyncio.get_running_loop()
            self._report_at = loop.call_later(_REPORT_AFTER_S, self.report)

    def report(self) -> None:
        """Show in the home how it stands."""
        if self._report_at is not None:
            self._report_at.cancel()
            self._report_at = None
        if self.entity_id not in self._bench.world.home.entities:
            return
        last = self.last_run
        attributes: dict[str, Any] = {
            "id": self.automation.id if self.automation.has_id else None,
            "last_triggered": last.isoformat() if last is not None else None,
            "mode": self.automation.mode,
            "current": self.runs.current,
        }
        if self.automation.mode in {"queued", "parallel"}:
            attributes["max"] = self.automation.max_runs
        home = self._bench.world.home
        state = "on" if self.is_on else "off"
        home.report(self.entity_id, state, attributes, self._told_by)

    # From a trigger to a run.

    def _is_enabled(self, trigger: AnyTrigger) -> bool:
        """Tell whether a trigger is to be listened to.

        Raises:
            TemplateFailed: its file says so in a template that failed.
        """
        if isinstance(trigger.enabled, bool):
            return trigger.enabled
        templates = self._bench.world.templates
        return is_true(templates.render(trigger.enabled, self.automation.trigger_variables))

    def _attach(self, number: int, trigger: AnyTrigger, *, at_start: bool) -> Unsubscribe:
        bench, automation = self._bench, self.automation
        # A trigger's own variables may speak of what set it off: they wait until it fires.
        variables = bench.world.templates.tree(automation.trigger_variables, {})
        return attach(
            trigger,
            bench.world,
            key=f"{automation.id}/{number}",
            variables=variables,
            fire=partial(self._fired, number, trigger),
            waits=bench.waits,
            misfire=automation.misfire,
            missed=self._missed,
            attached_at_start=at_start,
        )

    def _fired(self, number: int, trigger: AnyTrigger, firing: Firing) -> None:
        bench, rule_id = self._bench, self.automation.id
        if not self.is_on or self.is_spent or bench.goes_on(rule_id, firing.cause):
            return
        if firing.due_at is not None and bench.is_settling():
            wait = partial(self._fire_settled, number, trigger, firing)
            bench.spawn(wait, f"settle {self.automation.alias}")
            return
        chain = bench.loops.chain_of(firing.cause)
        if bench.loops.is_loop(rule_id, chain, bench.world.now()):
            self.detach()
            bench.spawn(self._stop_loop, f"stop {self.automation.alias}")
            return
        context = self._context(firing.cause)
        name = trigger.id or str(number)
        told = {**firing.data, "id": name, "idx": str(number), "alias": trigger.alias}
        words = str(firing.data.get("description") or firing.data.get("platform") or "")
        steps = [TraceStep(f"trigger/{number}", bench.world.now(), {"description": words})]
        seen = self._variables(told, context, trigger)
        is_met = seen is not None and self._conditions_hold(seen, context, steps, words)
        if seen is None or not is_met or not self._begin(seen, context, steps, words, firing):
            self._pass_over(firing)

    async def _fire_settled(self, number: int, trigger: AnyTrigger, firing: Firing) -> None:
        """Go on with what a clock fired once the devices it is about were heard of."""
        await self._bench.settled(self.automation)
        self._fired(number, trigger, replace(firing, due_at=None))

    def _context(self, cause: Context | None, *, by_hand: bool = False) -> Context:
        """Return the context of a run, and note which rules stand behind it.

        Who starts it by hand stands behind what it does; who sets off its trigger does not.
        """
        context = Context(
            source=Source.RULE,
            user_id=cause.user_id if cause is not None and by_hand else None,
            parent_id=cause.id if cause is not None else None,
            is_spoken=cause is not None and by_hand and cause.is_spoken,
        )
        self._bench.loops.note(context.id, self._behind(cause))
        return context

    def _note(self, plan_id: str, context: Context) -> None:
        """Note that the rules behind a run stand behind its plan too."""
        self._bench.loops.note(plan_id, self._behind(context))

    def _behind(self, cause: Context | None) -> Chain:
        """Return the rules that stand behind what happened, and this one; one set for all of it."""
        chain = self._bench.loops.chain_of(cause)
        return self._alone if chain <= self._alone else chain | self._alone

    def _variables(
        self, trigger_data: Mapping[str, Any], context: Context, trigger: AnyTrigger | None = None
    ) -> dict[str, Any] | None:
        """Return what conditions and actions see; None, and told, if a template in it fails."""
        world = self._bench.world
        seen: dict[str, Any] = {
            "trigger": trigger_data,
            "this": world.home.states.get(self.entity_id),
            "context": context,
        }
        given = {} if trigger is None else trigger.variables
        try:
            for source in (self.automation.trigger_variables, given, self.automation.variables):
                for name, value in source.items():
                    seen[name] = world.templates.tree(value, seen)
        except TemplateFailed as error:
            self._went_wrong(f"{self.called} did not run: {error}.", "variables")
            return None
        return seen

    def _conditions_hold(
        self, seen: Mapping[str, Any], context: Context, steps: list[TraceStep], words: str
    ) -> bool:
        if not self.automation.conditions:
            return True
        world = self._bench.world
        now = world.now()

        def note(path: str, result: Mapping[str, Any]) -> None:
            steps.append(TraceStep(f"condition/{path}", now, result))

        if all_hold(self.automation.conditions, seen, world, note=note):
            return True
        self._trace_refusal(context, steps, words)
        return False

    def _begin(
        self,
        seen: dict[str, Any],
        context: Context,
        steps: list[TraceStep],
        words: str,
        firing: Firing,
    ) -> Run | None:
        automation, now = self.automation, self._bench.world.now()
        is_timed = firing.over is not None or firing.next is not None or is_ending(firing.data)
        is_kept = automation.once or is_timed
        durable = Durable(over=firing.over, following=firing.next) if is_kept else None
        run = self.runs.start(
            seen, context, trigger=words, trigger_steps=tuple(steps), durable=durable
        )
        if run is None:
            return None
        self._told_by = context
        if automation.once:
            self.is_spent = True
            self.detach()
        self._note_run(now, is_kept=is_kept)
        home = self._bench.world.home
        data = {"name": automation.alias, "entity_id": self.entity_id, "source": words}
        home.fire(TRIGGERED, data, context)
        self._bench.begun(run)
        run.over.add_done_callback(self._ended)
        home.afterwards(run.start_now)
        return run

    def _note_run(self, now: datetime, *, is_kept: bool) -> None:
        """Remember when it last ran: on disk at once if a restart must know, else now and then."""
        kept = self.record.last_run
        if is_kept or kept is None or now - kept >= _LAST_RUN_EVERY:
            self.record = self.record.model_copy(update={"last_run": now})
            keep = partial(self._bench.keep_record, self.record)
            self._bench.spawn(keep, f"note {self.automation.alias}")

    def _ended(self, over: "asyncio.Future[RunResult]") -> None:
        """Tell what went wrong in a run, and forget a rule that was there for one."""
        if over.cancelled():
            return
        result = over.result()
        if result.ending == "error" and result.error:
            reason = result.error.rstrip(".")
            self._went_wrong(f"{self.called} broke off: {reason}.", "broke")
        if self.automation.once and result.ending != "cancelled":
            drop = partial(self._bench.drop, self.automation.id)
            self._bench.spawn(drop, f"drop {self.automation.alias}")

    def _pass_over(self, firing: Firing) -> None:
        """Let a clock go on, although nothing began; a rule for one moment is over then."""
        self._bench.waits.settle(firing)
        if _is_for_one_moment(self.automation):
            _log.info("%s did not run: its conditions did not hold", self.called)
            drop = partial(self._bench.drop, self.automation.id)
            self._bench.spawn(drop, f"drop {self.automation.alias}")

    def _missed(self, due_at: datetime) -> None:
        if _is_for_one_moment(self.automation):
            drop = partial(self._bench.drop, self.automation.id)
            self._bench.spawn(drop, f"drop {self.automation.alias}")
        at = self._bench.world.place.local(due_at).strftime("%H:%M on %d %B")
        text = f"{self.called} was due at {at}, but I was off then. I did not run it."
        self._went_wrong(text, f"missed-{due_at.timestamp():.0f}")

    def _left_out(self, text: str) -> None:
        """Tell that a run which a stop interrupted does not go on."""
        self._went_wrong(f"{text}.", "late")

    def _went_wrong(self, text: str, key: str) -> None:
        _log.warning("%s", text)
        warn = partial(self._bench.warn, self.record, text, key)
        self._bench.spawn(warn, f"warn of {self.automation.alias}")

    async def _stop_loop(self) -> None:
        await self.turn(on=False, stop_runs=False)
        text = f"{self.called} set itself off {MOST_TIMES} times in a row, so I paused it."
        self._went_wrong(text, "loop")

    def _trace_refusal(self, context: Context, steps: list[TraceStep], words: str) -> None:
        now = self._bench.world.now()
        self._bench.traces.put(
            RunTrace(
                run_id=new_id(), domain="automation", item_id=self.automation.id,
                entity_id=self.entity_id, alias=self.automation.alias, context_id=context.id,
                parent_id=context.parent_id, trigger=words, started_at=now, ended_at=now,
                ending="failed_conditions", steps=steps,
            )
        )  # fmt: skip


def _is_for_one_moment(automation: Automation) -> bool:
    """Tell whether a rule has nothing more to wait for once its time is over."""
    moments = (
        isinstance(trigger, TimeTrigger) and all(isinstance(at, datetime) for at in trigger.at)
        for trigger in automation.triggers
    )
    return automation.once and all(moments)
