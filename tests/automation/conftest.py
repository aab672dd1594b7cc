"""A house whose rules run by a clock that the test moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.automation.house_services import DOMAINS, HouseServices
from hub.automation.keeping import Keeping
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, PolicyFile, load_policies
from hub.home.actions import parse_command
from hub.home.chores import Chore, KeepRules
from hub.home.home import Home
from hub.home.ids import EntityId, UserId
from hub.home.integration import Integration
from hub.home.keeping import ChoreDone
from hub.home.model import Context, Source
from hub.home.plan import Plan, PlanResult, Request
from hub.home.rules import Rule
from hub.home.step import Step
from hub.recorder.database import Database
from tests.support.engine import TraceList, keeping_over, world_of
from tests.support.fakes import (
    ManualClock,
    MemoryApprovals,
    MemoryTraces,
    ScriptedIntegration,
    put,
)
from tests.support.keeping import AMSTERDAM, ManualAlarms, MemoryTeller

SHIPPED = load_policies(Path(__file__).parents[2] / "rules" / "policy.yaml")
ANNA = UserId("anna")
ASKED = Request(text="said", user_id=ANNA)
LAMP = EntityId("light.lamp")
DOOR = EntityId("binary_sensor.door")
QUICK = ExecutorSettings(verify_s={}, verify_else_s=0.2, resend_after_s=0.1, settle_s=0.02)


def step(action: str, target: str = LAMP, **data: Any) -> Step:
    return Step(command=parse_command(action, data), targets=(EntityId(target),))


@dataclass
class House:
    """A home with scripted devices, its clock and its keeping; it can be left and entered again."""

    folder: Path
    clock: ManualClock = field(
        default_factory=lambda: ManualClock(datetime(2026, 1, 14, 12, tzinfo=UTC))
    )
    teller: MemoryTeller = field(default_factory=MemoryTeller)
    owner: PolicyFile = field(default_factory=PolicyFile)
    traces: TraceList = field(default_factory=TraceList)

    def __post_init__(self) -> None:
        self.home = Home(now=self.clock)
        self.devices = ScriptedIntegration(self.home)
        self.alarms = ManualAlarms(self.clock)
        put(self.home, LAMP, "off")
        put(self.home, "light.hall", "off")
        put(self.home, "lock.front", "locked")
        put(self.home, DOOR, "off", device_class="door")
        put(self.home, "sensor.warmth", "20")
        put(self.home, "person.anna", "not_home")

    @property
    def rules_folder(self) -> Path:
        """Where spoken rules lie."""
        return self.folder / "rules" / "automations"

    @property
    def sent(self) -> list[str]:
        """The actions that reached devices."""
        return [f"{one.command.action} {one.entity_id}" for one in self.devices.sent]

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[Keeping]:
        self.alarms = ManualAlarms(self.clock)
        guard = Guard(self.home, Policies(shipped=SHIPPED, owner=self.owner), self.clock)

        async def run_plan(plan: Plan) -> PlanResult:
            return await executor.run(plan, wait_s=0)

        async with Database(self.folder / "lares.db") as database:
            self.world = world = world_of(self.home, AMSTERDAM, self.clock, self.alarms)
            keeping = await keeping_over(
                database, world, run_plan, self.teller, self.folder / "rules", traces=self.traces
            )
            executor = Executor(
                self.home,
                guard,
                self._integrations(keeping),
                MemoryApprovals(),
                MemoryTraces(),
                keeper=keeping,
                settings=QUICK,
                clock=self.clock,
            )
            async with executor, keeping:
                self.executor = executor
                yield keeping

    def _integrations(self, keeping: Keeping) -> dict[str, Integration]:
        services = HouseServices(
            self.home,
            self.teller,
            maker_of=keeping.engine.maker_of,
            room_of=keeping.engine.room_of,
            reload=keeping.reload,
        )
        house: dict[str, Integration] = dict.fromkeys(DOMAINS, services)
        devices: dict[str, Integration] = {"scripted": self.devices, "mqtt": self.devices}
        return house | devices | {"automation": keeping.engine}

    async def keep(self, keeping: Keeping, *rules: Rule) -> ChoreDone:
        return await keeping.do(KeepRules(rules=rules), ASKED)

    async def do(self, keeping: Keeping, chore: Chore) -> ChoreDone:
        return await keeping.do(chore, ASKED)

    def report(self, entity_id: str, state: str, **attributes: Any) -> None:
        """Let a device report by itself."""
        self.home.report(EntityId(entity_id), state, attributes, Context(source=Source.DEVICE))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)
