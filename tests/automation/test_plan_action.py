"""`action: lares.plan`: a sentence is planned at the event, and judged as what nobody attends."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hub import rule_parts
from hub.automation.alarms import WallClockAlarms
from hub.executor.executor import Executor
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies
from hub.home.events import Fired, HomeEvent
from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.model import Area, Context, Source
from hub.home.plan import Effect, Plan, PlanResult, Request
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.matcher import FastMatcher
from hub.language.pipeline import LanguagePlanner
from hub.recorder.database import Database
from hub.recorder.notifications import Notifications
from tests.automation.conftest import QUICK, SHIPPED
from tests.support.engine import TraceList
from tests.support.fakes import MemoryApprovals, MemoryTraces, ScriptedIntegration, put
from tests.support.keeping import AMSTERDAM, until

RULE = """\
- id: bell
  alias: As said at the door
  triggers: [{trigger: event, event_type: bell}]
  actions:
    - action: lares.plan
      data: {text: "{{ trigger.event.data.text }}"}
      response_variable: planned
    - event: answered
      event_data: {kind: "{{ planned.kind }}", text: "{{ planned.text }}"}
"""


@dataclass
class Door:
    """A hub with that one rule and the real language part, without its model."""

    home: Home
    devices: ScriptedIntegration
    traces: TraceList = field(default_factory=TraceList)
    planned: list[PlanResult] = field(default_factory=list)
    answered: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.home.listen(self._hear)

    def _hear(self, event: HomeEvent) -> None:
        if isinstance(event, Fired) and event.event_type == "answered":
            self.answered.append((event.data["kind"], event.data["text"]))

    async def say(self, text: str) -> PlanResult:
        """Ring, and return what the sentence came to once the run is over."""
        self.home.fire("bell", {"text": text}, Context(source=Source.DEVICE))
        await until(lambda: self.traces.endings == ["finished"])
        [result] = self.planned
        return result

    @property
    def sent(self) -> list[str]:
        """What reached devices."""
        return [f"{one.command.action} {one.entity_id}" for one in self.devices.sent]


def make_home() -> Home:
    home = Home()
    home.put_area(Area(AreaId("hall"), "Hall"))
    put(home, "light.hall", "off", name="Hall light", area_id=AreaId("hall"))
    put(home, "lock.front_door", "locked", name="Front door lock", area_id=AreaId("hall"))
    put(home, "climate.heating", "heat", name="Heating", attributes={
        "temperature": 20, "min_temp": 7, "max_temp": 30, "hvac_modes": ["off", "heat"],
    })  # fmt: skip
    return home


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    (tmp_path / "bell.yaml").write_text(RULE)
    home = make_home()
    door = Door(home, ScriptedIntegration(home))
    planner = LanguagePlanner(
        home, matcher=FastMatcher(home), select=select, answer=answer, worker=None
    )

    async def run_plan(plan: Plan) -> PlanResult:
        return await executor.run(plan, wait_s=0)

    async def plan_words(request: Request) -> PlanResult:
        door.planned.append(await run_plan(await planner.plan(request)))
        return door.planned[-1]

    async with AsyncExitStack() as parts:
        database = await parts.enter_async_context(Database(tmp_path / "lares.db"))
        rules = await rule_parts.build(
            rule_parts.Around(
                home=home,
                place=AMSTERDAM,
                database=database,
                alarms=await parts.enter_async_context(WallClockAlarms()),
                board=Notifications(database),
                listen=lambda _topic, _handler: lambda: None,
                run_plan=run_plan,
                plan_words=plan_words,
                traces=door.traces,
                now=home.now,
                known_ids={},
                own=tmp_path / "rules",
                given=tmp_path / "bell.yaml",
            )
        )
        executor = Executor(
            home,
            Guard(home, Policies(shipped=SHIPPED), home.now),
            {"scripted": door.devices, **rules.integrations()},
            MemoryApprovals(),
            MemoryTraces(),
            keeper=rules.keeping,
            settings=QUICK,
        )
        await parts.enter_async_context(executor)
        await rules.enter(parts)
        assert rules.keeping.problems == []
        yield door


async def test_the_sentence_is_planned_at_the_event(door: Door) -> None:
    result = await door.say("turn on the hall light")
    assert result.verdict.effect is Effect.ALLOW
    assert result.plan.request.source is Source.EVENT
    assert result.plan.request.user_id is None
    await until(lambda: door.sent == ["light.turn_on light.hall"])
    [trace] = door.traces.by_run.values()
    assert result.plan.request.parent_id == trace.context_id


@pytest.mark.parametrize(
    "text",
    [
        "unlock the front door",
        "turn on the hall light and unlock the front door",
        "set the heating to 25",
    ],
)
async def test_what_needs_a_person_is_denied(door: Door, text: str) -> None:
    result = await door.say(text)
    assert result.verdict.effect is Effect.DENY
    assert "nobody attends" in result.verdict.reason
    assert not {"lock.unlock lock.front_door", "climate.set_temperature climate.heating"} & set(
        door.sent
    )


@pytest.mark.parametrize(
    "text", ["in 10 minutes turn on the hall light", "set a timer for 5 minutes"]
)
async def test_nothing_is_kept_for_later(door: Door, text: str) -> None:
    result = await door.say(text)
    assert result.verdict.effect is Effect.DENY
    assert "nothing is kept" in result.verdict.reason
    assert result.plan.chores


async def test_what_is_not_understood_moves_nothing_and_the_rule_goes_on(door: Door) -> None:
    result = await door.say("frobnicate the hall")
    assert door.sent == []
    assert door.answered == [(result.plan.body.kind, getattr(result.plan.body, "text", ""))]
    assert door.answered[0][0] in {"refusal", "question"}


async def test_a_question_is_answered_to_the_rule(door: Door) -> None:
    await door.say("is the front door locked?")
    [(kind, text)] = door.answered
    assert kind == "answer"
    assert "locked" in text
