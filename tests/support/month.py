"""A month in a house, by chance but always the same: what happens, rules at work, lamps that obey.

Time is virtual; the engine, the home, the history on disk are real.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hub.automation.calling import Roads
from hub.automation.engine import Engine, EngineParts
from hub.automation.files.loading import load
from hub.automation.memory_runs import MemoryRunStore
from hub.automation.model.rules import Configuration
from hub.automation.past import WouldCall
from hub.automation.place import Place
from hub.automation.virtual_time import VirtualTime
from hub.home.home import Home
from hub.home.ids import EntityId, domain_of
from hub.home.model import Context, Entity, Source
from hub.home.notifications import Notification
from hub.home.plan import (
    Effect,
    Outcome,
    Plan,
    PlanResult,
    Status,
    StepVerdict,
    Verdict,
)
from hub.recorder.history.recorder import HistoryRecorder
from hub.recorder.history.settings import RecorderSettings
from tests.support.engine import TraceList, world_of

START = datetime(2026, 3, 9, tzinfo=UTC)
PLACE = Place(52.37, 4.9, ZoneInfo("Europe/Amsterdam"))
ACTIONS = {
    "light": ("light.turn_on", "light.turn_off", "light.toggle"),
    "switch": ("switch.turn_on", "switch.turn_off"),
}
ENTITIES = {
    "binary_sensor.motion": "off",
    "binary_sensor.front_door": "off",
    "binary_sensor.back_door": "off",
    "sensor.warmth": "20.0",
    "light.hall": "off",
    "light.porch": "off",
    "light.desk": "off",
    "switch.heater": "off",
}
# Lamps and plugs obey after so long.
OBEYS_AFTER = timedelta(milliseconds=437)

Item = tuple[datetime, str, str]


def random_items(seed: int, days: int, each_day: int = 60) -> Iterator[Item]:
    """Yield what happens: (when, an entity or "event", its state or the event's type)."""
    chance = random.Random(seed)  # noqa: S311 -- the same each time, on purpose
    warmth = 20.0
    moments = sorted(chance.uniform(1, days * 86_400) for _ in range(days * each_day))
    for seconds in moments:
        at = START + timedelta(microseconds=round(seconds * 1e6))
        what = chance.choice(["motion", "motion", "motion", "door", "door", "warmth", "button"])
        if what == "motion":
            yield at, "binary_sensor.motion", chance.choice(["on", "off"])
        elif what == "door":
            door = chance.choice(["front", "back"])
            yield at, f"binary_sensor.{door}_door", chance.choice(["on", "off"])
        elif what == "warmth":
            warmth = min(26.0, max(14.0, warmth + chance.uniform(-3, 3)))
            yield at, "sensor.warmth", f"{warmth:.1f}"
        else:
            yield at, "event", "button_pressed"


@dataclass
class Month:
    """Lets time go by; `calls` holds what rules called, by the id of the rule behind it."""

    folder: Path
    configuration: Configuration
    time: VirtualTime = field(default_factory=lambda: VirtualTime(START - timedelta(hours=1)))
    calls: dict[str, list[WouldCall]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Furnish the house, an hour before it begins."""
        self.home = Home(now=self.time)
        for name in ENTITIES:
            offered = frozenset(ACTIONS.get(domain_of(name), ()))
            self.home.put_entity(Entity(EntityId(name), name, "test", name, actions=offered))
        self.history = HistoryRecorder(
            self.folder / "history.db",
            self.home,
            RecorderSettings(keep_days=100),
            clock=lambda: self.time.now.timestamp(),  # noqa: PLW0108 -- it moves on
        )
        self._made_by: dict[str, str] = {}
        self._number = 0
        world = world_of(self.home, PLACE, self.time, self.time)
        self.engine = Engine(
            EngineParts(
                world=world,
                roads=Roads(self.home, PLACE.time_zone, self._run_plan, self._follow),
                store=MemoryRunStore(),
                traces=TraceList(),
                teller=self,
                records={},
                keep_records=_forget,
                forget_record=_forget,
                delete=_forget,
                settle_s=0.0,
            )
        )

    async def live(self, items: Iterator[Item], until: datetime) -> None:
        """Let a while go by; to be called within `self.history`."""
        for name, state in ENTITIES.items():
            self.home.report(EntityId(name), state, {"friendly_name": name})
        await self.time.advance_to(START)
        async with self.engine:
            await self.engine.configure(self.configuration)
            await self.engine.begin()
            await self.time.rest()
            day = START
            for at, what, value in items:
                if at - day > timedelta(days=1):
                    day = at
                    await self.history.flush()
                await self.time.advance_to(at)
                self._happens(what, value)
                await self.time.rest()
            await self.time.advance_to(until)
            await self.time.rest()
            await self.history.flush()

    async def tell(self, notification: Notification) -> None:
        """Tell nobody."""

    def _happens(self, what: str, value: str) -> None:
        if what == "event":
            self.home.fire(value, {"button": "desk"}, Context())
        else:
            self.home.report(EntityId(what), value, {"friendly_name": what})

    async def _run_plan(self, plan: Plan) -> PlanResult:
        rule = plan.planner.removeprefix("rule:")
        made_by = self._made_by.get(plan.planner, rule)
        outcomes = []
        for number, step in enumerate(plan.steps):
            command = step.command
            called = WouldCall(self.time.now, command.action, step.targets, command.data())
            self.calls.setdefault(made_by, []).append(called)
            for target in step.targets:
                context = Context(id=plan.id, source=Source.RULE, parent_id=plan.request.parent_id)
                if domain_of(target) == "script":
                    # One rule alone calls it, so that its calls are that rule's.
                    self._made_by[f"script:{target.partition('.')[2]}"] = made_by
                    await self.engine.send(target, command, context)
                else:
                    self._obey(target, command.action, context)
                outcomes.append(
                    Outcome(
                        step=number,
                        entity_id=target,
                        action=command.action,
                        status=Status.DONE,
                        attempts=1,
                    )
                )
        return PlanResult(plan=plan, verdict=_allowed(plan), outcomes=tuple(outcomes))

    def _obey(self, target: EntityId, action: str, context: Context) -> None:
        if domain_of(target) not in ACTIONS:
            return

        async def report() -> None:
            now = self.home.states[target].state
            toggled = "off" if now == "on" else "on"
            verb = action.partition(".")[2]
            state = {"turn_on": "on", "turn_off": "off"}.get(verb, toggled)
            self.home.report(target, state, {"friendly_name": target}, context)

        self._number += 1
        self.time.set(f"obey-{self._number}", self.time.now + OBEYS_AFTER, report)

    async def _follow(self, plan_id: str) -> Mapping[str, Any] | None:
        return await self.engine.follow(plan_id)


async def _forget(_: object) -> None:
    """Keep nothing."""


def _allowed(plan: Plan) -> Verdict:
    words = tuple(
        StepVerdict(step=n, entity_id=target, effect=Effect.ALLOW, policy="", reason="")
        for n, step in enumerate(plan.steps)
        for target in step.targets
    )
    return Verdict(effect=Effect.ALLOW, policy="", reason="", steps=words)


def configuration_of(folder: Path, text: str) -> Configuration:
    """Return what a package of rules says."""
    file = folder / "rules.yaml"
    file.write_text(text)
    loaded = load(file)
    assert not loaded.problems, loaded.problems
    return loaded.configuration
