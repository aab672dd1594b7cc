"""What every automation and script at work needs of the hub, in one bundle."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from hub.automation.calling import Roads
from hub.automation.durable import RunStore
from hub.automation.firing import attach
from hub.automation.firing.waits import Waits
from hub.automation.loops import LoopWatch
from hub.automation.model.rules import Misfire, Runnable
from hub.automation.script import Run, RunParts, RunTraceSink
from hub.automation.world import Caller, World
from hub.home.keeping_stores import RuleRecord
from hub.home.model import Context
from hub.record import record

Work = Callable[[], Awaitable[None]]


@record(frozen=True, slots=True)
class Bench:
    """The collaborators of all that is at work.

    `spawn` works in a task that ends with the engine; `keep_record` writes a record down; `warn`
    tells the one who made a rule (by its record) what went wrong, once a day for each key; `drop`
    deletes a rule that was there for one run, by its id; `begun` hears of runs of automations.
    `callers` knows the scripts that stand behind a plan of a script.
    For a while after a start the hub `is_settling`; `settled` waits until the devices of a rule
    were heard of. A run of a rule, for a cause, that a stop interrupted is one that `goes_on`.
    """

    world: World
    roads: Roads
    store: RunStore
    traces: RunTraceSink
    waits: Waits
    loops: LoopWatch
    callers: LoopWatch
    spawn: Callable[[Work, str], asyncio.Task[None]]
    keep_record: Callable[[RuleRecord], Awaitable[None]]
    warn: Callable[[RuleRecord, str, str], Awaitable[None]]
    drop: Callable[[str], Awaitable[None]]
    begun: Callable[[Run], None]
    is_settling: Callable[[], bool]
    settled: Callable[[Runnable], Awaitable[None]]
    goes_on: Callable[[str, Context | None], bool]

    def run_parts(self, caller: Caller, missed: Callable[[str], None]) -> RunParts:
        """Return what the runs of one rule share; `missed` hears of those left out."""
        return RunParts(
            world=self.world,
            caller=caller,
            # A run that goes on is late as a whole, or not: its rule's `misfire` has judged it.
            attach=partial(attach, waits=self.waits, misfire=Misfire("run")),
            store=self.store,
            traces=self.traces,
            spawn=self.spawn,
            missed=missed,
            forget_waits=self.waits.forget,
        )
