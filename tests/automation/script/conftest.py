"""Runs in a small home, by a clock that the test moves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from hub.automation.durable import Firing
from hub.automation.model.actions import AnyAction
from hub.automation.model.rules import Misfire, Script
from hub.automation.model.triggers import AnyTrigger, StateTrigger
from hub.automation.script import Run, RunParts, Runs
from hub.automation.templates import HomeTemplates
from hub.automation.world import Fire, World
from hub.home.home import Home, Unsubscribe
from hub.home.model import Context
from tests.support.fakes import ManualClock, put
from tests.support.keeping import AMSTERDAM, ManualAlarms
from tests.support.runs import MemoryRuns, ScriptedCaller, TraceList


def attach_state(  # noqa: PLR0913 -- each is a wish of its own
    trigger: AnyTrigger,
    world: World,
    *,
    key: str | None,
    variables: Mapping[str, Any],
    fire: Fire,
    attached_at_start: bool = False,
) -> Unsubscribe:
    """Fire when the entity of a state trigger reports what `to` says."""
    del key, variables, attached_at_start
    assert isinstance(trigger, StateTrigger)
    wanted = trigger.to

    def hear(event: Any) -> None:
        if wanted is None or event.new.state in wanted:
            fire(Firing({"entity_id": event.new.entity_id, "to_state": event.new}))

    return world.home.listen_reports(trigger.entity_id[0], hear)


@dataclass
class Bench:
    """What runs need; `restart` gives new runs the same store."""

    clock: ManualClock = field(default_factory=ManualClock)
    store: MemoryRuns = field(default_factory=MemoryRuns)
    caller: ScriptedCaller = field(default_factory=ScriptedCaller)
    traces: TraceList = field(default_factory=TraceList)
    missed: list[str] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    forget: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        self.home = Home(now=self.clock)
        self.alarms = ManualAlarms(self.clock)
        put(self.home, "input_boolean.flag", "off")
        put(self.home, "sensor.number", "20")
        nothing: Any = None  # no broker, webhooks or sentences are used by what is tested here
        self.world = World(
            self.home,
            AMSTERDAM,
            self.clock,
            HomeTemplates(self.home, AMSTERDAM, self.clock),
            self.alarms,
            nothing,
            nothing,
            nothing,
        )

    def spawn(self, work: Callable[[], Awaitable[None]], name: str) -> asyncio.Task[None]:
        async def go() -> None:
            await work()

        task = asyncio.get_running_loop().create_task(go(), name=name)
        self.tasks.add(task)
        return task

    def runs(self, *actions: AnyAction, **more: Any) -> Runs:
        more.setdefault("misfire", Misfire("run"))
        return self.runs_of(Script(alias="S", object_id="s", actions=actions, **more))

    def runs_of(self, script: Script) -> Runs:
        parts = RunParts(
            self.world, self.caller, attach_state, self.store, self.traces, self.spawn,
            self.missed.append, self.forget,
        )  # fmt: skip
        return Runs(script, parts, domain="script", item_id="s", entity_id="script.s")

    def start(self, *actions: AnyAction, **variables: Any) -> Run:
        run = self.runs(*actions).start(variables, Context())
        assert run is not None
        return run

    async def settle(self) -> None:
        """Let all tasks go as far as they can."""
        for _ in range(60):
            await asyncio.sleep(0)

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    await made.close()
