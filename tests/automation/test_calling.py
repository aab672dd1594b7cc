"""Calls of rules: who is meant, what becomes of what is not there, and what the guard stops."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.automation.calling import CallFailed, Roads, RuleCaller, unknown_action
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies
from hub.home.errors import InvalidCommand, UnknownAction, UnknownEntity
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Area, Context
from hub.home.plan import Answer, Effect, Plan, PlanResult, Request, Verdict
from hub.home.targets import NoTarget
from tests.automation.conftest import SHIPPED
from tests.support.fakes import (
    ManualClock,
    MemoryApprovals,
    MemoryTraces,
    ScriptedIntegration,
    put,
)

DIMMABLE = {"supported_color_modes": ["brightness"]}
WHITE = {
    "supported_color_modes": ["color_temp"],
    "min_color_temp_kelvin": 2200, "max_color_temp_kelvin": 4000,
}  # fmt: skip
RUN = Context(id="run")


@dataclass
class Rig:
    """A home whose devices, scripts and words are noted."""

    home: Home = field(default_factory=lambda: Home(now=ManualClock()))
    plans: list[Plan] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    said: list[Request] = field(default_factory=list)
    executor: Executor = field(init=False)

    def __post_init__(self) -> None:
        self.devices = ScriptedIntegration(self.home)
        self.words = ScriptedIntegration(self.home, name="notify")
        self.caller = RuleCaller(
            Roads(self.home, ZoneInfo("UTC"), self.run, self.follow, self.plan_words),
            planner="rule:1",
            text="A rule",
        )

    async def run(self, plan: Plan) -> PlanResult:
        self.plans.append(plan)
        return await self.executor.run(plan, wait_s=0)

    async def follow(self, plan_id: str) -> Mapping[str, Any] | None:
        self.followed.append(plan_id)
        return {"value": 7}

    async def plan_words(self, request: Request) -> PlanResult:
        self.said.append(request)
        plan = Plan(request=request, body=Answer(text="It is."), planner="p")
        return PlanResult(plan=plan, verdict=Verdict(effect=Effect.ALLOW, policy="p", reason="r"))

    async def call(
        self, action: str, entity_id: Any = None, **data: Any
    ) -> Mapping[str, Any] | None:
        target = {"entity_id": entity_id} if entity_id is not None else data.pop("target", {})
        return await self.caller.call(action, target, data, context=RUN)

    @property
    def sent(self) -> list[tuple[str, str, dict[str, Any]]]:
        sent = self.devices.sent
        return [(one.command.action, one.entity_id, one.command.data()) for one in sent]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    rig = Rig()
    guard = Guard(rig.home, Policies(shipped=SHIPPED), rig.home.now)
    settings = ExecutorSettings(verify_s={}, verify_else_s=0.1, resend_after_s=0.05)
    integrations = {"scripted": rig.devices, "notify": rig.words}
    rig.executor = Executor(
        rig.home, guard, integrations, MemoryApprovals(), MemoryTraces(), settings=settings
    )
    rig.home.put_area(Area(AreaId("den"), "Den"))
    put(rig.home, "light.desk", "off", attributes=DIMMABLE, area_id=AreaId("den"))
    put(rig.home, "light.plain", "off", area_id=AreaId("den"), labels=("cosy",))
    put(rig.home, "switch.fan", "off", area_id=AreaId("den"))
    put(rig.home, "cover.blind", "open")
    put(rig.home, "lock.front", "locked")
    put(rig.home, "script.dance", "off", integration="scripted")
    async with rig.executor:
        yield rig


async def test_each_lamp_gets_what_it_can_do(rig: Rig) -> None:
    await rig.call("light.turn_on", "light.desk, light.plain", brightness_pct=40)
    assert rig.sent == [
        ("light.turn_on", "light.desk", {"brightness_pct": 40.0}),
        ("light.turn_on", "light.plain", {}),
    ]
    assert len(rig.plans) == 1
    assert rig.plans[0].request.parent_id == RUN.id


async def test_a_white_beyond_the_lamp_is_its_nearest(rig: Rig) -> None:
    put(rig.home, "light.white", "off", attributes=WHITE)
    await rig.call("light.turn_on", "light.white", color_temp_kelvin=6500)
    assert rig.sent == [("light.turn_on", "light.white", {"color_temp_kelvin": 4000})]


async def test_areas_labels_groups_and_all(rig: Rig) -> None:
    put(rig.home, "group.lamps", "off", attributes={"entity_id": ["light.desk", "switch.fan"]})
    await rig.call("light.turn_on", target={"area_id": "den"})
    await rig.call("light.turn_off", target={"label_id": ["cosy"]})
    await rig.call("light.turn_on", "group.lamps")
    await rig.call("homeassistant.turn_on", "group.lamps")
    await rig.call("light.turn_off", "all")
    assert sorted((action, entity_id) for action, entity_id, _ in rig.sent) == [
        ("light.turn_off", "light.desk"), *[("light.turn_off", "light.plain")] * 2,
        *[("light.turn_on", "light.desk")] * 3, ("light.turn_on", "light.plain"),
        ("switch.turn_on", "switch.fan"),
    ]  # fmt: skip


async def test_what_is_not_there_is_passed_over_with_one_line(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        await rig.call("light.turn_on", ["light.gone", "switch.fan", "light.desk"])
    await rig.call("light.turn_on", "light.gone")
    assert {entity_id for _, entity_id, _ in rig.sent} == {"light.desk"}
    assert caplog.text.count("light.gone") == 1


@pytest.mark.parametrize(
    ("action", "entity_id", "data", "error"),
    [
        ("light.turn_onn", "light.desk", {}, UnknownAction),
        ("light.turn_on", "light.desk", {"brightness": "very"}, InvalidCommand),
        ("light.turn_on", None, {}, NoTarget),
        ("script.nowhere", None, {}, UnknownEntity),
        ("calendar.get_events", "light.desk", {}, InvalidCommand),
    ],
)
async def test_a_wrong_call_says_what_is_wrong(
    rig: Rig, action: str, entity_id: str | None, data: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await rig.call(action, entity_id, **data)
    assert rig.sent == []


async def test_what_the_guard_denies_fails_with_its_reason(rig: Rig) -> None:
    with pytest.raises(CallFailed, match="denied: nobody attends"):
        await rig.call("lock.unlock", "lock.front")
    assert rig.sent == []


async def test_an_unavailable_device_does_not_end_the_run_but_an_unreachable_one_does(
    rig: Rig,
) -> None:
    rig.home.report(EntityId("switch.fan"), "unavailable", {})
    await rig.call("switch.turn_on", "switch.fan")
    rig.devices.faults["light.desk"] = "undeliverable"
    with pytest.raises(CallFailed, match="broker is away"):
        await rig.call("light.turn_on", "light.desk")


async def test_a_script_is_waited_for_and_answers(rig: Rig) -> None:
    assert await rig.call("script.dance", steps=3) == {"value": 7}
    assert rig.sent == [("script.turn_on", "script.dance", {"variables": {"steps": 3}})]
    assert rig.followed == [rig.plans[0].id]
    await rig.call("script.turn_on", "script.dance")
    assert len(rig.followed) == 1


async def test_any_notifier_is_one(rig: Rig) -> None:
    await rig.call("notify.mobile_app_phone", message=5, title="Hi", data={"tag": "x"})
    command = rig.words.sent[0].command
    assert (command.action, command.model_dump()["service"]) == (
        "notify.notify", "mobile_app_phone",
    )  # fmt: skip


async def test_lists_and_calendars_answer(rig: Rig) -> None:
    items = [{"summary": "Milk"}, {"summary": "Eggs", "status": "completed"}]
    put(rig.home, "todo.shopping", "1", attributes={"items": items})
    events = [
        {"summary": "Late", "start": "2026-01-01T20:00:00", "end": "2026-01-01T21:00:00"},
        {"summary": "Gone", "start": "2026-01-01T10:00:00", "end": "2026-01-01T11:00:00"},
        {"summary": "Soon", "start": "2026-01-01T13:00:00", "end": "2026-01-01T14:00:00"},
    ]
    put(rig.home, "calendar.family", "off", attributes={"events": events})
    listed = await rig.call("todo.get_items", "todo.shopping")
    assert listed == {"todo.shopping": {"items": [{"status": "needs_action", "summary": "Milk"}]}}
    found = await rig.call("calendar.get_events", "calendar.family", duration={"hours": 12})
    assert found is not None
    assert [one["summary"] for one in found["calendar.family"]["events"]] == ["Soon", "Late"]


async def test_words_are_planned_as_an_event(rig: Rig) -> None:
    answer = await rig.call("lares.plan", text="is the door locked?")
    assert answer is not None
    assert answer["text"] == "It is."
    assert (rig.said[0].source, rig.said[0].parent_id) == ("event", RUN.id)
    with pytest.raises(CallFailed, match="give a text"):
        await rig.call("lares.plan", text=" ")


async def test_calls_at_once_keep_their_order(rig: Rig) -> None:
    verbs = ["turn_on", "turn_off"] * 5
    async with asyncio.TaskGroup() as tasks:
        for verb in verbs:
            tasks.create_task(rig.call(f"switch.{verb}", "switch.fan"))
    await rig.devices.has_sent(len(verbs))
    assert [action for action, _, _ in rig.sent] == [f"switch.{verb}" for verb in verbs]


@pytest.mark.parametrize(
    ("action", "is_unknown"),
    [
        ("light.turn_on", False), ("homeassistant.toggle", False), ("script.any", False),
        ("notify.any", False), ("scene.reload", False), ("weather.get_forecasts", False),
        ("light.turn_onn", True), ("hassio.addon_restart", True), ("light", True),
    ],
)  # fmt: skip
def test_which_actions_no_rule_can_call(action: str, is_unknown: bool) -> None:  # noqa: FBT001
    assert unknown_action(action) is is_unknown


async def test_a_rule_has_a_player_speak(rig: Rig) -> None:
    put(rig.home, "media_player.den", "idle", area_id=AreaId("den"))
    put(rig.home, "assist_satellite.den", "idle", area_id=AreaId("den"))
    await rig.call(
        "tts.speak", "tts.piper", media_player_entity_id="media_player.den", message="Hi"
    )
    await rig.call("tts.cloud_say", "media_player.den", message="Bye")
    said = [(entity_id, data["message"]) for _, entity_id, data in rig.sent]
    assert said == [("assist_satellite.den", "Hi"), ("assist_satellite.den", "Bye")]
    assert not unknown_action("tts.google_translate_say")
