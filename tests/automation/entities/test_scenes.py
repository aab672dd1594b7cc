"""Scenes: what they set, by which calls, and that the guard sees each of them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.automation.calling import Roads
from hub.automation.entities.house import HouseEntities
from hub.automation.entities.reproducing import Wanted, wishes
from hub.automation.model.rules import Scene
from hub.automation.model.values import Place
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies
from hub.home.actions import parse_command
from hub.home.domains.scene import TurnOn
from hub.home.events import Fired, HomeEvent, StateReported
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId, UserId
from hub.home.model import Context, Source, State
from hub.home.plan import Plan, PlanResult, Request, Status, Steps
from hub.home.step import Step
from hub.recorder.database import Database
from hub.recorder.house_entities import HouseEntityRecords
from tests.automation.conftest import SHIPPED
from tests.support.fakes import (
    ManualClock,
    MemoryApprovals,
    MemoryTraces,
    ScriptedIntegration,
    put,
)
from tests.support.full_disk import FullDisk
from tests.support.keeping import AMSTERDAM, ManualAlarms

DIMMABLE = {"supported_color_modes": ["brightness"], "color_mode": "brightness"}
MOVIE = Scene(
    name="Movie night",
    id="17",
    icon="mdi:film",
    states={
        "light.sofa": ("on", {"brightness": 40}),
        "light.desk": ("off", {}),
        "media_player.tv": ("on", {"source": "HDMI"}),
    },
)


@dataclass
class Rig:
    """A home with a real guard and executor; `house` keeps the scenes."""

    folder: Path
    home: Home = field(default_factory=lambda: Home(now=ManualClock()))
    plans: list[Plan] = field(default_factory=list)
    noted: list[tuple[str, Context]] = field(default_factory=list)
    disk: FullDisk = field(init=False)
    house: HouseEntities = field(init=False)
    executor: Executor = field(init=False)
    devices: ScriptedIntegration = field(init=False)

    async def run(self, plan: Plan) -> PlanResult:
        self.plans.append(plan)
        return await self.executor.run(plan, wait_s=0)

    async def follow(self, _plan_id: str) -> None:
        return None

    async def call(self, action: str, target: str = HOUSE, **data: Any) -> PlanResult:
        """Call from outside, over the guard and the executor."""
        if target != HOUSE:
            return await self.executor.call(action, [target], data)
        step = Step.model_validate({"command": parse_command(action, data), "targets": [HOUSE]})
        plan = Plan(
            request=Request(source=Source.API, user_id=UserId("anna")),
            body=Steps(steps=(step,)),
            planner="call",
        )
        return await self.executor.run(plan)

    @property
    def sent(self) -> list[tuple[str, str, dict[str, Any]]]:
        return [
            (one.command.action, one.entity_id, one.command.data()) for one in self.devices.sent
        ]


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    rig = Rig(tmp_path)
    home, clock = rig.home, ManualClock()
    rig.devices = ScriptedIntegration(home)
    put(home, "light.sofa", "off", attributes=DIMMABLE)
    put(home, "light.desk", "on", attributes=DIMMABLE | {"brightness": 255})
    put(home, "media_player.tv", "off", attributes={"source_list": ["HDMI", "TV"]})
    put(home, "lock.front", "locked")
    guard = Guard(home, Policies(shipped=SHIPPED), home.now)
    settings = ExecutorSettings(verify_s={}, verify_else_s=0.1, resend_after_s=0.05)
    async with Database(tmp_path / "lares.db") as db:
        rig.disk = FullDisk(HouseEntityRecords(db))
        rig.house = HouseEntities(
            home, now=clock, alarms=ManualAlarms(clock), store=rig.disk,
            zone=AMSTERDAM.time_zone,
            roads=Roads(home, ZoneInfo("UTC"), rig.run, rig.follow),
            note_plan=lambda plan_id, context: rig.noted.append((plan_id, context)),
        )  # fmt: skip
        integrations = {"scripted": rig.devices} | dict.fromkeys(
            ("hub", "scene", "group"), rig.house
        )
        rig.executor = Executor(
            home, guard, integrations, MemoryApprovals(), MemoryTraces(), settings=settings
        )
        async with rig.house, rig.executor:
            assert await rig.house.configure([], [MOVIE]) == []
            yield rig


async def test_a_scene_sets_what_is_not_so_yet_and_tells_when(rig: Rig) -> None:
    assert rig.home.state("scene.movie_night").state == "unknown"
    result = await rig.call("scene.turn_on", "scene.movie_night", transition=3)
    assert sorted(rig.sent) == [
        ("light.turn_off", "light.desk", {"transition": 3.0}),
        ("light.turn_on", "light.sofa", {"brightness": 40, "transition": 3.0}),
        ("media_player.select_source", "media_player.tv", {"source": "HDMI"}),
        ("media_player.turn_on", "media_player.tv", {}),
    ]
    state = rig.home.state("scene.movie_night")
    assert state.state == "2026-01-01T12:00:00+00:00"
    assert state.attributes == {
        "friendly_name": "Movie night", "id": "17", "icon": "mdi:film",
        "entity_id": ["light.sofa", "light.desk", "media_player.tv"],
    }  # fmt: skip
    assert {plan.planner for plan in rig.plans} == {"scene:movie_night"}
    assert {plan.request.source for plan in rig.plans} == {Source.RULE}
    assert {plan.request.parent_id for plan in rig.plans} == {result.plan.id}
    assert {context.id for _, context in rig.noted} == {result.plan.id}


async def test_the_guard_judges_each_act_of_a_scene_as_one_of_a_rule(rig: Rig) -> None:
    both = Scene(name="Out", states={"lock.front": ("unlocked", {}), "light.sofa": ("on", {})})
    alone = Scene(name="Leaving", states={"lock.front": ("unlocked", {})})
    await rig.house.configure([], [both, alone])
    await rig.call("scene.turn_on", "scene.out")
    assert [(action, name) for action, name, _ in rig.sent] == [("light.turn_on", "light.sofa")]
    result = await rig.call("scene.turn_on", "scene.leaving")
    assert result.outcomes[0].status is Status.FAILED
    assert "denied" in result.outcomes[0].detail
    assert rig.home.state("lock.front").state == "locked"


async def test_states_are_applied_without_a_scene(rig: Rig) -> None:
    entities = {
        "light.desk": False,
        "light.sofa": {"state": "on", "brightness": 10},
        "fan.no": "on",
    }
    result = await rig.call("scene.apply", entities=entities)
    assert [one.status for one in result.outcomes] == [Status.DONE]
    assert sorted(rig.sent) == [
        ("light.turn_off", "light.desk", {}),
        ("light.turn_on", "light.sofa", {"brightness": 10}),
    ]


async def test_a_snapshot_leads_back_after_a_restart_too(rig: Rig) -> None:
    await rig.call(
        "scene.create", scene_id="before", snapshot_entities=["light.desk", "light.sofa"]
    )
    rig.home.report(EntityId("light.desk"), "off", DIMMABLE)
    async with Database(rig.folder / "lares.db") as db:
        again = HouseEntities(
            rig.home, now=ManualClock(), alarms=ManualAlarms(ManualClock()),
            store=HouseEntityRecords(db), zone=AMSTERDAM.time_zone,
            roads=Roads(rig.home, ZoneInfo("UTC"), rig.run, rig.follow),
        )  # fmt: skip
        async with again:
            await again.configure([], [MOVIE])
            await again.send(EntityId("scene.before"), TurnOn(), Context())
    assert rig.sent == [("light.turn_on", "light.desk", {"brightness": 255})]


async def test_made_scenes_can_be_deleted_and_written_ones_cannot(rig: Rig) -> None:
    await rig.call("scene.create", scene_id="now", entities={"light.desk": "on"})
    assert "scene.now" in rig.home.entities
    await rig.call("scene.delete", "scene.now")
    assert "scene.now" not in rig.home.entities
    written = await rig.call("scene.delete", "scene.movie_night")
    assert written.outcomes[0].status is Status.FAILED
    assert "scene.movie_night" in rig.home.entities
    taken = await rig.call("scene.create", scene_id="movie_night", entities={"light.desk": "on"})
    assert "rule files" in taken.outcomes[0].detail


async def test_scenes_come_and_go_with_their_file(rig: Rig) -> None:
    twice = Scene(name="Movie night", states={}, place=Place("scenes.yaml", 9))
    [problem] = await rig.house.configure([], [MOVIE, twice])
    assert (problem.file, problem.line, problem.key) == ("scenes.yaml", 9, "scene.movie_night")
    assert await rig.house.configure([], []) == []
    assert "scene.movie_night" not in rig.home.entities


async def test_groups_are_made_changed_and_removed_by_rules(rig: Rig) -> None:
    seen: list[HomeEvent] = []
    await rig.call("group.set", object_id="lamps", name="Lamps", entities="light.desk, light.sofa")
    rig.home.listen(seen.append)
    assert rig.home.state("group.lamps").state == "on"
    await rig.call("group.set", object_id="lamps", remove_entities=["light.desk"])
    assert rig.home.state("group.lamps").state == "off"
    assert rig.home.state("group.lamps").attributes["entity_id"] == ["light.sofa"]
    await rig.house.configure([], [MOVIE])
    assert "group.lamps" in rig.home.entities
    rig.home.report(EntityId("light.desk"), "off", DIMMABLE)
    told = [one.new.entity_id for one in seen if isinstance(one, StateReported) and one.changed]
    assert told.count(EntityId("group.lamps")) == 1
    await rig.call("group.remove", object_id="lamps")
    assert "group.lamps" not in rig.home.entities
    assert not [one for one in seen if isinstance(one, Fired)]


def wanted(
    entity_id: str, was: str, state: str, has: dict[str, Any] | None = None, **attributes: Any
) -> list[tuple[str, dict[str, Any]]]:
    now = ManualClock()()
    old = State(EntityId(entity_id), was, has or {}, now, now, now, Context())
    return list(wishes(Wanted(state, attributes, old)) or [])


@pytest.mark.parametrize(
    ("entity_id", "was", "state", "has", "attributes", "calls"),
    [
        ("light.a", "on", "on", {"brightness": 9}, {"brightness": 9}, []),
        ("light.a", "off", "on", {}, {"color_mode": "hs", "hs_color": [1, 2], "xy_color": [0, 0]},
         [("light.turn_on", {"hs_color": [1, 2]})]),
        ("light.a", "on", "unavailable", {}, {}, []),
        ("fan.a", "off", "on", {}, {"percentage": 40, "oscillating": True},
         [("fan.turn_on", {}), ("fan.set_percentage", {"percentage": 40}),
          ("fan.oscillate", {"oscillating": True})]),
        ("fan.a", "on", "on", {"preset_mode": "eco"}, {"percentage": 4, "preset_mode": "eco"}, []),
        ("cover.a", "closed", "open", {"current_position": 0}, {"current_position": 40},
         [("cover.set_cover_position", {"position": 40})]),
        ("cover.a", "closed", "open", {}, {"current_position": 40}, [("cover.open_cover", {})]),
        ("cover.a", "open", "opening", {}, {}, []),
        ("cover.a", "open", "open", {"current_tilt_position": 1}, {"current_tilt_position": 9},
         [("cover.set_cover_tilt_position", {"tilt_position": 9})]),
        ("climate.a", "off", "heat", {"temperature": 20}, {"temperature": 20, "fan_mode": "low"},
         [("climate.set_hvac_mode", {"hvac_mode": "heat"}),
          ("climate.set_temperature", {"temperature": 20}),
          ("climate.set_fan_mode", {"fan_mode": "low"})]),
        ("media_player.a", "off", "playing", {}, {"volume_level": 0.2},
         [("media_player.turn_on", {}), ("media_player.volume_set", {"volume_level": 0.2}),
          ("media_player.media_play", {})]),
        ("lock.a", "unlocked", "locked", {}, {}, [("lock.lock", {})]),
        ("alarm_control_panel.a", "disarmed", "armed_home", {}, {},
         [("alarm_control_panel.alarm_arm_home", {})]),
        ("input_number.a", "1.0", "2", {}, {}, [("input_number.set_value", {"value": 2.0})]),
        ("input_number.a", "2.0", "2", {}, {}, []),
        ("input_datetime.a", "07:00:00", "08:00:00", {}, {},
         [("input_datetime.set_datetime", {"time": "08:00:00"})]),
        ("input_datetime.a", "", "2026-01-02 08:00:00", {}, {},
         [("input_datetime.set_datetime", {"datetime": "2026-01-02 08:00:00"})]),
        ("timer.a", "idle", "active", {"duration": "0:01:00"}, {"duration": "0:02:00"},
         [("timer.start", {"duration": "0:02:00"})]),
        ("counter.a", "1", "4", {}, {}, [("counter.set_value", {"value": 4})]),
        ("automation.a", "on", "off", {}, {}, [("automation.turn_off", {})]),
        ("vacuum.a", "cleaning", "docked", {}, {}, [("vacuum.return_to_base", {})]),
        ("water_heater.a", "eco", "gas", {}, {"temperature": 50},
         [("water_heater.set_operation_mode", {"operation_mode": "gas"}),
          ("water_heater.set_temperature", {"temperature": 50})]),
        ("select.a", "x", "y", {}, {}, [("select.select_option", {"option": "y"})]),
        ("humidifier.a", "off", "on", {}, {"humidity": 40},
         [("humidifier.turn_on", {}), ("humidifier.set_humidity", {"humidity": 40})]),
    ],
)  # fmt: skip
def test_what_an_entity_lacks_is_called_for(  # noqa: PLR0913, PLR0917 -- a row of the table
    entity_id: str, was: str, state: str, has: dict[str, Any], attributes: dict[str, Any],
    calls: list[tuple[str, dict[str, Any]]],
) -> None:  # fmt: skip
    assert wanted(entity_id, was, state, has, **attributes) == calls


async def test_a_plan_that_calls_a_scene_and_then_its_light_is_not_stuck(rig: Rig) -> None:
    scene = {"command": parse_command("scene.turn_on", {}), "targets": ["scene.movie_night"]}
    light = {"command": parse_command("light.turn_on", {}), "targets": ["light.sofa"]}
    steps = tuple(Step.model_validate(one) for one in (scene, light))
    plan = Plan(request=Request(source=Source.API), body=Steps(steps=steps), planner="call")
    async with asyncio.timeout(4):
        result = await rig.executor.run(plan)
        assert next(one.status for one in result.outcomes) is not Status.FAILED
        await rig.devices.has_sent(5)
    lamp = [one.command.data() for one in rig.devices.sent if one.entity_id == "light.sofa"]
    assert lamp == [{}, {"brightness": 40}]


async def test_a_scene_of_nothing_is_refused(rig: Rig) -> None:
    result = await rig.call("scene.create", scene_id="none", snapshot_entities=["light.absent"])
    assert result.outcomes[0].status is Status.FAILED
    assert "in this home" in result.outcomes[0].detail
    assert "scene.none" not in rig.home.entities


async def test_a_full_disk_keeps_no_light_from_going_on(rig: Rig) -> None:
    rig.disk.is_full = True
    result = await rig.call("scene.turn_on", "scene.movie_night")
    assert result.outcomes[0].status is Status.UNVERIFIED
    assert len(rig.sent) == 4
    made = await rig.call("scene.create", scene_id="now", snapshot_entities=["light.desk"])
    assert "no space" in made.outcomes[0].detail
    assert "scene.now" not in rig.home.entities
