"""What every automation and script at work needs of the hub, in one bundle."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hub.automation.calling import Roads
from hub.automation.durable import RunStore
from hub.automation.firing.waits import Waits
from hub.automation.loops import LoopWatch
from hub.automation.script.runs import Run
from hub.automation.world import World
from hub.home.keeping_stores import RuleRecord
from hub.home.run_trace import RunTraceSink

Work = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Bench:
    """The collaborators of all that is at work.

    `spawn` works in a task that ends with the engine; `keep_record` writes a record down; `warn`
    tells the one who made a rule (by its record) what went wrong, once a day for each key; `drop`
    deletes a rule that was there for one run, by its id; `begun` hears of runs of automations.
    """

    world: World
    roads: Roads
    store: RunStore
    traces: RunTraceSink
    waits: Waits
    loops: LoopWatch
    spawn: Callable[[Work, str], asyncio.Task[None]]
    keep_record: Callable[[RuleRecord], Awaitable[None]]
    warn: Callable[[RuleRecord, str, str], Awaitable[None]]
    drop: Callable[[str], Awaitable[None]]
    begun: Callable[[Run], None]
