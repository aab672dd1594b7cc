"""Sends commands through the executor to faulty devices, and holds every "done" to the truth."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.home.actions import parse_command
from hub.home.commands import Command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Source, State
from hub.home.plan import (
    Effect,
    Outcome,
    Plan,
    PlanResult,
    Request,
    Status,
    Step,
    Steps,
    StepVerdict,
    Verdict,
)
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.support.fakes import MemoryApprovals
from tests.support.faulty.devices import KINDS, Device
from tests.support.faulty.leaping_loop import LeapingLoop
from tests.support.faulty.network import LATEST_S, Chances, Network

DEVICES = 42
# Nobody works a device by hand while reports of it may be on the way.
QUIET_S = 4 * LATEST_S


@dataclass
class Tally:
    """What came of the commands; `lies` are those that were called done and were not."""

    ends: Counter[Status] = field(default_factory=Counter)
    lies: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many commands there were."""
        return self.ends.total()


class AllowAll:
    """A guard that lets everything pass: what is tested lies behind it."""

    def judge(self, plan: Plan) -> Verdict:
        """Allow."""
        return Verdict(
            effect=Effect.ALLOW,
            policy="test",
            reason="test",
            steps=tuple(
                StepVerdict(
                    step=number, entity_id=target, effect=Effect.ALLOW, policy="t", reason="t"
                )
                for number, step in enumerate(plan.steps)
                for target in step.targets
            ),
        )

    def note(self, plan: Plan, judged: StepVerdict) -> None:
        """Count nothing."""


class NoTraces:
    """Forgets what it is told."""

    async def add(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Keep nothing."""

    def note(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Keep nothing."""


class Soak:
    """One home of faulty devices, and people who ask for things all the time."""

    def __init__(
        self, loop: LeapingLoop, seed: int, chances: Chances, settings: ExecutorSettings
    ) -> None:
        self.settings = settings
        self.rng = Random(seed)  # noqa: S311 -- faults, not secrets
        self.home = Home(now=loop.now)
        self.devices = [KINDS[number % len(KINDS)](number) for number in range(DEVICES)]
        self.network = Network(self.devices, self.rng, chances)
        self.mqtt = MqttIntegration(self.home, MqttConfig())
        self.mqtt._connection = self.network
        self.network.subscribe("homeassistant/#", self.mqtt._on_announcement)
        self.tally = Tally()
        self.left = 0

    async def run(self, commands: int) -> Tally:
        """Send so many commands; return what came of them."""
        self.left = commands
        self._announce()
        executor = Executor(
            self.home,
            AllowAll(),
            {"mqtt": self.mqtt},
            MemoryApprovals(),
            NoTraces(),
            settings=self.settings,
        )
        async with executor:
            weather = asyncio.create_task(self._weather())
            async with asyncio.TaskGroup() as people:
                for device in self.devices:
                    people.create_task(self._ask(executor, device))
            weather.cancel()
            await asyncio.gather(weather, return_exceptions=True)
        await asyncio.sleep(3 * QUIET_S)
        for entity in self.mqtt._entities.values():
            entity.stop()
        return self.tally

    def _announce(self) -> None:
        for device in self.devices:
            for topic, payload in (
                device.announcement(), (f"{device.root}/there", "online"), *device.reports(),
            ):  # fmt: skip
                self.network._bring(topic, payload, False)  # noqa: FBT003
        assert len(self.home.entities) == len(self.devices)

    async def _weather(self) -> None:
        """Have the broker go away now and then."""
        while True:
            await asyncio.sleep(self.rng.uniform(5, 60))
            if self.rng.random() < 10 * self.network.chances.away:
                await self.network.go_away()

    async def _ask(self, executor: Executor, device: Device) -> None:
        rng = self.rng
        async with asyncio.TaskGroup() as asked:
            while self.left > 0:
                self.left -= 1
                once = self._ask_once(executor, device)
                if rng.random() < 0.25:  # the next is said before this one is over
                    asked.create_task(once)
                    await asyncio.sleep(rng.uniform(0.02, 1))
                    continue
                await once
                if rng.random() < 0.1:
                    await self._by_hand(device)
                await asyncio.sleep(rng.choice([0.05, 0.5, 3, 10]))

    async def _by_hand(self, device: Device) -> None:
        """Have somebody work the device itself; its report may be lost."""
        await asyncio.sleep(QUIET_S)
        action, data = device.wish(self.rng)
        state = self.home.state(device.entity_id)
        try:
            messages = list(
                self.mqtt._entities[EntityId(device.entity_id)].component.messages(
                    parse_command(action, data), state
                )
            )
        except (ValueError, KeyError):
            return
        for message in messages:
            device.obey(message.topic, message.payload)
        self.network.note(device)
        self.network.say(device, dict(device.reports()))
        await asyncio.sleep(QUIET_S)

    async def _ask_once(self, executor: Executor, device: Device) -> None:
        action, data = device.wish(self.rng)
        command = parse_command(action, data)
        entity_id = EntityId(device.entity_id)
        step = Step.model_validate({"command": command, "targets": (entity_id,)})
        plan = Plan(request=Request(source=Source.API), body=Steps(steps=(step,)), planner="test")
        began = self.network.time
        result = await executor.run(plan)
        (outcome,) = result.outcomes
        self.tally.ends[outcome.status] += 1
        if outcome.status is Status.DONE and not self._is_true(command, device, outcome, began):
            told = f"{began:.2f}..{self.network.time:.2f} {device.entity_id} {action} {data}"
            past = self.network.past[device.name][-6:]
            self.tally.lies.append(f"{told}: {outcome.detail}, {outcome.attempts}; truth {past}")

    def _is_true(self, command: Command, device: Device, outcome: Outcome, began: float) -> bool:
        """Tell whether the device really was as expected at some time since the command."""
        past = self.network.past[device.name]
        expectations = [command.expected(self._state(device, *seen)) for _, seen in past[-12:]]
        if command.is_idempotent:
            expectations = expectations[-1:]
        for number, (at, seen) in enumerate(past):
            until = past[number + 1][0] if number + 1 < len(past) else float("inf")
            if until < began or at > self.network.time:
                continue
            state = self._state(device, *seen)
            words = [one for one in expectations if one and one.description == outcome.detail]
            if any(one.is_met_by(state) for one in words):
                return True
        return False

    def _state(self, device: Device, state: str, attributes: Mapping[str, object]) -> State:
        now = self.home.now()
        context = self.home.state(device.entity_id).context
        return State(EntityId(device.entity_id), state, attributes, now, now, now, context)


def soak(commands: int, seed: int, settings: ExecutorSettings | None = None) -> Tally:
    """Send so many commands to faulty devices, in no time."""
    patience = settings or ExecutorSettings()
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, LeapingLoop)
        return runner.run(Soak(loop, seed, Chances(), patience).run(commands))
