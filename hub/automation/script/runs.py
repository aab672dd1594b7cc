"""All runs of one automation or one script: who may start, who waits, who goes on."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Protocol

from hub.automation.durable import RunStore, SavedRun
from hub.automation.model.rules import Runnable
from hub.automation.script.encoding import decoded
from hub.automation.script.flow import run_sequence
from hub.automation.script.halting import ConditionFalse, Halt
from hub.automation.script.progress import Progress
from hub.automation.script.run import Durable, Run, RunResult
from hub.automation.script.scope import Scope
from hub.automation.script.waits import AttachTrigger
from hub.automation.world import Caller, World
from hub.home.errors import HubError
from hub.home.ids import new_id
from hub.home.model import Context
from hub.home.run_trace import Ending, RunTrace, TraceStep
from hub.record import record

if TYPE_CHECKING:
    from datetime import datetime

Work = Callable[[], Awaitable[None]]
Spawn = Callable[[Work, str], "asyncio.Task[None]"]

_WHY: Mapping[Ending, str] = {
    "failed_single": "it runs already",
    "failed_max_runs": "too many runs have not ended",
    "disallowed_recursion_detected": "it calls itself, and would wait for itself",
}
_log = logging.getLogger(__name__)


class RunTraceSink(Protocol):
    """Takes traces."""

    def put(self, trace: RunTrace) -> None:
        """Keep a trace, or what became of one; cheap, and it does not block.

        Called when a run begins to wait (the trace moves on afterwards: take `snapshot`), and
        when it has ended.
        """


@record(frozen=True, slots=True)
class RunParts:
    """What all runs share.

    `spawn` works in a task that somebody owns, `missed` tells people, `forget_waits` drops what
    triggers that were attached under keys that begin so wait for.
    """

    world: World
    caller: Caller
    attach: AttachTrigger
    store: RunStore
    traces: RunTraceSink
    spawn: Spawn
    missed: Callable[[str], None] = _log.warning
    forget_waits: Callable[[str], None] = lambda _: None


class Runs:
    """The runs of one runnable. `on_change` is called when `current` or `last_triggered` moved."""

    def __init__(  # noqa: PLR0913 -- what names them, and what they work with
        self,
        runnable: Runnable,
        parts: RunParts,
        *,
        domain: Literal["automation", "script"],
        item_id: str,
        entity_id: str,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self.runnable = runnable
        self.last_triggered: datetime | None = None
        self._parts = parts
        self._domain: Literal["automation", "script"] = domain
        self._item_id = item_id
        self._entity_id = entity_id
        self._on_change = on_change
        self._runs: dict[str, Run] = {}
        self._plain: dict[int, bool] = {}

    @property
    def current(self) -> int:
        """How many runs have not ended, those that wait for their turn included."""
        return len(self._runs)

    @property
    def is_running(self) -> bool:
        """Whether a run has not ended."""
        return bool(self._runs)

    def start(  # noqa: PLR0913 -- each is a wish of its own
        self,
        variables: Mapping[str, Any],
        context: Context,
        *,
        trigger: str | None = None,
        trigger_steps: tuple[TraceStep, ...] = (),
        durable: Durable | None = None,
        is_recursion: bool = False,
    ) -> Run | None:
        """Begin a run, or refuse it as the mode says: then nothing was written, and it is None.

        `is_recursion`: one of these runs stands behind it, and may wait for it.
        """
        now = self._parts.world.now()
        saved = SavedRun(
            run_id=new_id(), domain=self._domain, item_id=self._item_id, raw=self.runnable.raw,
            variables={}, checkpoint={}, due_at=now, started_at=now, context=context,
            trigger=trigger,
        )  # fmt: skip
        trace = self._trace(saved)
        trace.steps.extend(trigger_steps)
        refused = self._refused(is_recursion=is_recursion)
        if refused is not None:
            self._refuse(trace, refused)
            return None
        before = tuple(self._runs.values())
        if self.runnable.mode == "restart":
            for one in before:
                one.stop()
        known = {"context": context, **variables}
        run = self._run(saved, self.runnable, known, trace, self._plain)
        self.last_triggered = now
        self._launch(run, before, durable)
        return run

    async def resume(
        self, saved: SavedRun, runnable: Runnable, *, trace: RunTrace | None = None
    ) -> Run | None:
        """Go on with a run where it was; None if it is too late for that (`misfire`).

        `runnable` is parsed from `saved.raw`; `trace` is what is kept of it, if anything.
        """
        trace = trace or self._trace(saved)
        late_s = (self._parts.world.now() - saved.due_at).total_seconds()
        if late_s > 0 and not runnable.misfire.allows(late_s):
            text = f"{runnable.alias!r} was to go on {late_s:.0f} s ago; it was left out"
            self._parts.missed(text)
            await Progress(saved, self._parts.store, is_kept=True).end()
            self._end_trace(trace, RunResult("missed", error=text))
            return None
        variables = decoded(saved.variables)
        run = self._run(saved, runnable, variables, trace, {}, is_kept=True)
        before = tuple(self._runs.values()) if runnable.mode == "queued" else ()
        self._launch(run, before, None)
        return run

    async def stop(self) -> None:
        """End all runs where they are, and forget them."""
        runs = tuple(self._runs.values())
        for run in runs:
            run.stop()
        for run in runs:
            await _gone(run)

    def abandon(self) -> None:
        """Interrupt all runs, as the end of the hub does: those that are kept can go on later."""
        for run in tuple(self._runs.values()):
            run.cancel()

    def _refused(self, *, is_recursion: bool) -> Ending | None:
        mode = self.runnable.mode
        if self._runs and mode == "single":
            return "failed_single"
        if mode != "restart" and len(self._runs) >= self.runnable.max_runs:
            return "failed_max_runs"
        if is_recursion and mode in {"queued", "restart"}:
            return "disallowed_recursion_detected"
        return None

    def _refuse(self, trace: RunTrace, ending: Ending) -> None:
        loud = logging.getLevelName(self.runnable.max_exceeded.upper())
        if ending == "disallowed_recursion_detected":
            loud = logging.WARNING
        if isinstance(loud, int):
            _log.log(loud, "%r is not started: %s", self.runnable.alias, _WHY[ending])
        self._end_trace(trace, RunResult(ending))

    def _trace(self, saved: SavedRun) -> RunTrace:
        return RunTrace(
            run_id=saved.run_id, domain=self._domain, item_id=self._item_id,
            entity_id=self._entity_id, alias=self.runnable.alias, context_id=saved.context.id,
            parent_id=saved.context.parent_id, trigger=saved.trigger, started_at=saved.started_at,
        )  # fmt: skip

    def _run(  # noqa: PLR0913 -- what a new run and one from the disk differ in
        self,
        saved: SavedRun,
        runnable: Runnable,
        variables: dict[str, Any],
        trace: RunTrace,
        plain: dict[int, bool],
        *,
        is_kept: bool = False,
    ) -> Run:
        parts = self._parts
        return Run(
            runnable=runnable, world=parts.world, caller=parts.caller, attach=parts.attach,
            context=saved.context, progress=Progress(saved, parts.store, is_kept=is_kept),
            scope=Scope(variables), trace=trace, plain=plain, tell_waiting=parts.traces.put,
            forget_waits=parts.forget_waits, has_waits=is_kept,
        )  # fmt: skip

    def _launch(self, run: Run, before: tuple[Run, ...], durable: Durable | None) -> None:
        self._runs[run.id] = run
        work = partial(self._work, run, before, durable)
        run.task = self._parts.spawn(work, f"{self._domain} {self._item_id}")
        # A task that is cancelled before its first step never gets to its own `finally`.
        run.task.add_done_callback(lambda _: self._close(run, RunResult("cancelled")))
        self._on_change()

    async def _work(self, run: Run, before: tuple[Run, ...], durable: Durable | None) -> None:
        result = RunResult("cancelled")
        try:
            result = await self._go(run, before, durable)
        except asyncio.CancelledError:
            if run.is_stopped:
                await self._forget(run)
            raise
        finally:
            self._close(run, result)
        # All is done: the next need not wait until the disk says so.
        await self._forget(run)

    @staticmethod
    async def _forget(run: Run) -> None:
        await run.progress.end()
        if run.has_waits:
            run.forget_waits(f"run {run.id} ")

    async def _go(self, run: Run, before: tuple[Run, ...], durable: Durable | None) -> RunResult:
        ending: Ending = "finished"
        response, error = None, None
        try:
            await self._begin(run, before, durable)
            await run_sequence(run, run.runnable.actions, "action", run.scope, run.progress.root)
        except ConditionFalse:
            ending = "aborted"
        except Halt as halt:
            ending, response, error = halt.ending, halt.response, halt.error
        except HubError as failed:
            ending, error = "error", str(failed)
        except Exception as failed:  # noqa: BLE001 -- the outer edge of the task; other runs go on
            _log.exception("the run of %r broke", run.runnable.alias)
            ending, error = "error", f"{type(failed).__name__}: {failed}"
        if error is not None:
            _log.warning("the run of %r ended: %s", run.runnable.alias, error)
        return RunResult(ending, response, error, run.conversation_response)

    async def _begin(self, run: Run, before: tuple[Run, ...], durable: Durable | None) -> None:
        """Put a run on disk if it must be, wait for its turn, and give it its variables."""
        if durable is not None:
            await run.progress.write(run.scope, over=durable.over, following=durable.following)
        if run.runnable.mode in {"queued", "restart"}:
            for one in before:
                await _gone(one)
        local = run.scope.local
        for name, tree in run.runnable.variables.items():
            if name not in local:
                local[name] = run.rendered(tree, run.scope)

    def _close(self, run: Run, result: RunResult) -> None:
        if self._runs.pop(run.id, None) is None:
            return
        if result.ending != "cancelled" or run.is_stopped:
            self._end_trace(run.trace, result)
        if not run.over.done():
            run.over.set_result(result)
        self._on_change()

    def _end_trace(self, trace: RunTrace, result: RunResult) -> None:
        trace.ending, trace.error = result.ending, result.error
        trace.ended_at = self._parts.world.now()
        self._parts.traces.put(trace)


@record(frozen=True, slots=True)
class Foster:
    """Where a run that a restart interrupted goes on, if it is of no automation and no script.

    `went_on` is told of it.
    """

    runs: Runs
    went_on: Callable[[Run], None] = lambda _: None


async def _gone(run: Run) -> None:
    """Wait until a run has ended; one that was stopped before its first step is forgotten here."""
    await run.finished()
    if run.is_stopped:
        await run.progress.end()
