"""Actions of template entities that wait go on when the hub starts again."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from hub import rule_parts
from hub.executor.executor import Executor
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from hub.home.plan import Plan, PlanResult
from hub.recorder.database import Database
from hub.recorder.notifications import Notifications
from hub.recorder.registry import Registry
from tests.automation.conftest import QUICK, SHIPPED, step
from tests.support.engine import TraceList
from tests.support.fakes import (
    ManualClock,
    MemoryApprovals,
    MemoryTraces,
    ScriptedIntegration,
    put,
)
from tests.support.keeping import AMSTERDAM, ManualAlarms, until

PUMP = EntityId("switch.pump")
CONFIGURATION = """\
template:
  - triggers: [{trigger: event, event_type: measured}]
    actions:
      - delay: 30
      - variables: {measured: "{{ trigger.event.data.value }}"}
    sensor:
      - name: Slowly measured
        state: "{{ measured }}"
switch:
  - platform: template
    switches:
      pump:
        turn_on:
          - action: light.turn_on
            target: {entity_id: light.valve}
          - delay: 60
          - action: light.turn_on
            target: {entity_id: light.motor}
        turn_off: []
"""


@dataclass
class Cellar:
    """A hub with template entities; it can be left and entered again."""

    folder: Path
    clock: ManualClock = field(default_factory=ManualClock)

    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "rules").mkdir()

    def write(self, text: str) -> None:
        (self.folder / "rules" / "configuration.yaml").write_text(text, encoding="utf-8")

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[ManualAlarms]:
        async def run_plan(plan: Plan) -> PlanResult:
            return await executor.run(plan, wait_s=0)

        self.home = Home(now=self.clock)
        devices = ScriptedIntegration(self.home)
        async with AsyncExitStack() as parts:
            parts.callback(lambda: self.sent.extend(one.entity_id for one in devices.sent))
            alarms = ManualAlarms(self.clock)
            database = await parts.enter_async_context(Database(self.folder / "lares.db"))
            put(self.home, "light.valve", "off")
            put(self.home, "light.motor", "off")
            registry = Registry(database)
            await registry.load(self.home)
            await parts.enter_async_context(registry.following(self.home))
            rules = await rule_parts.build(
                rule_parts.Around(
                    home=self.home, place=AMSTERDAM, database=database, alarms=alarms,
                    board=Notifications(database), listen=lambda _topic, _hear: lambda: None,
                    run_plan=run_plan, plan_words=NotImplemented, traces=TraceList(),
                    now=self.clock, known_ids={}, own=self.folder / "rules",
                )
            )  # fmt: skip
            executor = Executor(
                self.home,
                Guard(self.home, Policies(shipped=SHIPPED), self.clock),
                {"scripted": devices, **rules.integrations()},
                MemoryApprovals(),
                MemoryTraces(),
                keeper=rules.keeping,
                settings=QUICK,
                clock=self.clock,
            )
            await parts.enter_async_context(executor)
            await rules.enter(parts)
            self.entities = rules.entities
            assert rules.keeping.problems == []
            yield alarms

    async def switch_on(self) -> None:
        await self.entities.send(PUMP, step("switch.turn_on", PUMP).command, Context())


@pytest.fixture
def cellar(tmp_path: Path) -> Cellar:
    return Cellar(tmp_path)


async def test_the_actions_of_a_switch_go_on(cellar: Cellar) -> None:
    cellar.write(CONFIGURATION)
    async with cellar.at_work() as alarms:
        await cellar.switch_on()
        await until(lambda: alarms.at("run "))
        await alarms.advance(20)
    assert cellar.sent == ["light.valve"]
    async with cellar.at_work() as alarms:
        await until(lambda: alarms.at("run "))
        await alarms.advance(39)
        assert cellar.home.state("light.motor").state == "off"
        await alarms.advance(1)
        await until(lambda: cellar.home.state("light.motor").state == "on")
    assert cellar.sent == ["light.valve", "light.motor"]


async def test_the_actions_of_triggers_go_on_and_what_they_set_is_shown(cellar: Cellar) -> None:
    cellar.write(CONFIGURATION)
    async with cellar.at_work() as alarms:
        cellar.home.fire("measured", {"value": 7}, Context())
        await until(lambda: alarms.at("run "))
    async with cellar.at_work() as alarms:
        await until(lambda: alarms.at("run "))
        await alarms.advance(30)
        await until(lambda: cellar.home.state("sensor.slowly_measured").state == "7")


async def test_actions_whose_entity_is_gone_are_forgotten(cellar: Cellar) -> None:
    cellar.write(CONFIGURATION)
    async with cellar.at_work() as alarms:
        await cellar.switch_on()
        await until(lambda: alarms.at("run "))
    cellar.write("")
    async with cellar.at_work() as alarms:
        await alarms.advance(100)
    cellar.write(CONFIGURATION)
    async with cellar.at_work() as alarms:
        await alarms.advance(100)
        assert alarms.at("run ") is None
    assert cellar.sent == ["light.valve"]


async def test_template_entities_keep_their_ids_and_what_people_gave_them(cellar: Cellar) -> None:
    cellar.write(CONFIGURATION)
    async with cellar.at_work():
        pump = cellar.home.entity(PUMP)
        cellar.home.put_entity(replace(pump, aliases=("water",)))
    async with cellar.at_work():
        mine = [one.id for one in cellar.home.entities.values() if one.integration == "template"]
        assert sorted(mine) == ["sensor.slowly_measured", PUMP]
        assert cellar.home.entity(PUMP).aliases == ("water",)
    cellar.write("")
    async with cellar.at_work():
        assert PUMP not in cellar.home.entities
