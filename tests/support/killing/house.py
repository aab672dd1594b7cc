"""The hub that is killed: `python -m tests.support.killing.house FOLDER PLAN`.

The process loads everything once; for each line that it reads it forks a hub, says its process
id, and when it has ended its status. So a life costs no more than opening the files does.
"""

import asyncio
import logging
import os
import pickle
import sys
from datetime import UTC, datetime
from pathlib import Path

from hub.automation.alarms import WallClockAlarms
from hub.automation.entities.house import HouseEntities
from hub.automation.keeping import Keeping
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, Source
from hub.home.plan import Effect, PlanResult, Verdict
from hub.home.plan import Plan as HubPlan
from hub.recorder.database import Database
from hub.recorder.history.recorder import HistoryRecorder
from hub.recorder.history.settings import RecorderSettings
from hub.recorder.house_entities import HouseEntityRecords
from hub.recorder.notifications import Notifications
from hub.recorder.runs import RunRecords
from tests.support.engine import keeping_over, world_of
from tests.support.fakes import put
from tests.support.keeping import AMSTERDAM
from tests.support.killing.rules import ZONE, Plan, sensors_on

STEP_S = 0.01


class House:
    """One life."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._folder = folder
        self._plan = plan
        self._home = Home()
        self._marks = os.open(folder / "marks", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, line: str) -> None:
        """Leave a mark that a kill does not take back."""
        os.write(self._marks, f"{line}\n".encode())

    async def live(self) -> None:
        """Live until nothing is left to do."""
        self._put_sensors()
        folder, home = self._folder, self._home
        settings = RecorderSettings(commit_interval_s=0.1)
        async with (
            Database(folder / "lares.db") as db,
            WallClockAlarms() as alarms,
            HistoryRecorder(folder / "history.db", home, settings),
        ):
            self._entities = HouseEntities(
                home,
                now=home.now,
                alarms=alarms,
                store=HouseEntityRecords(db),
                zone=ZONE,
            )
            world = world_of(home, AMSTERDAM, home.now, alarms)
            keeping = await keeping_over(
                db, world, self._run_plan, Notifications(db), folder / "rules"
            )
            async with self._entities:
                self._entities.hold()
                assert not await self._entities.configure(self._plan.helpers(), [])
                async with keeping, asyncio.TaskGroup() as tasks:
                    self._entities.begin()
                    say("up")
                    for sensor, offset_s in self._plan.sensors.items():
                        if home.states[EntityId(sensor)].state == "off":
                            tasks.create_task(self._go_on(sensor, offset_s, RunRecords(db)))
                    await self._over(keeping)

    async def _run_plan(self, plan: HubPlan) -> PlanResult:
        for step in plan.steps:
            await asyncio.sleep(STEP_S)
            data = step.command.data()
            if step.command.action == "timer.start":
                self.write(f"start {step.targets[0]}")
                context = Context(source=Source.RULE, parent_id=plan.id)
                await self._entities.send(step.targets[0], step.command, context)
            else:
                kind = "safe" if step.command.is_idempotent else "unsafe"
                self.write(f"{kind} {data['message']}")
        return PlanResult(plan=plan, verdict=Verdict(effect=Effect.ALLOW, policy="p", reason="r"))

    def _put_sensors(self) -> None:
        on = set(sensors_on(self._plan, datetime.now(UTC)))
        for sensor in self._plan.sensors:
            put(self._home, sensor, "on" if sensor in on else "off")

    async def _go_on(self, sensor: str, offset_s: float, store: RunRecords) -> None:
        """Report that a sensor went on, and note once the hub has it on disk that it waits."""
        await asyncio.sleep((self._plan.at(offset_s) - datetime.now(UTC)).total_seconds())
        self._home.report(EntityId(sensor), "on", {}, Context(source=Source.DEVICE))
        prefix = sensor.partition(".")[2] + "/"
        for _ in range(20):
            if any(wait.key.startswith(prefix) for wait in await store.waits()):
                self.write(f"waits {sensor.partition('.')[2]}")
                return
            await asyncio.sleep(STEP_S)

    async def _over(self, keeping: Keeping) -> None:
        def is_over() -> bool:
            now = datetime.now(UTC)
            engine = keeping.engine
            soon = [
                wait for wait in engine.waits.of("") if (wait.due_at - now).total_seconds() < 3600
            ]
            timers = [self._home.states[EntityId(f"timer.{name}")] for name in self._plan.timers]
            is_active = any(state.state == "active" for state in timers)
            return not (now < self._plan.ends or engine.is_busy or soon or is_active)

        quiet = 0
        while quiet < 5:
            await asyncio.sleep(0.02)
            quiet = quiet + 1 if is_over() else 0


def say(line: str) -> None:
    """Tell the killer, in one piece: a kill between the text and its end would spoil the next."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def main(folder: Path) -> None:
    """Live once for each line read."""
    logging.basicConfig(filename=folder / "log", format="%(asctime)s %(name)s: %(message)s")
    say("ready")
    orders = os.fdopen(os.dup(0), "rb", buffering=0)  # nothing is read ahead
    while orders.read(1):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                plan: Plan = pickle.loads((folder / "plan").read_bytes())  # noqa: S301 -- our own
                asyncio.run(House(folder, plan).live())
                status = 0
            except BaseException:
                logging.exception("a life broke")  # noqa: LOG015 -- the outer edge
            finally:
                os._exit(status)
        say(f"pid {child}")
        _, ended = os.waitpid(child, 0)
        say(f"gone {os.waitstatus_to_exitcode(ended)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
