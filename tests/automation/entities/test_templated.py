"""Template entities: what they show, when they look anew, and what they do."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hub.automation.calling import Roads
from hub.automation.entities.house import HouseEntities
from hub.automation.firing import Waits, attach
from hub.automation.model.rules import HelperConfig
from hub.automation.model.values import Place
from hub.automation.script import RunParts
from hub.automation.templates.tracking import Tracker
from hub.automation.world import Caller
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies
from hub.home.actions import parse_command
from hub.home.events import StateReported
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, Source
from hub.home.plan import Effect, Outcome, Plan, PlanResult, Request, Status, Steps, Verdict
from hub.home.step import Step
from hub.recorder.database import Database
from hub.recorder.house_entities import HouseEntityRecords
from tests.automation.conftest import SHIPPED
from tests.support.engine import TraceList, world_of
from tests.support.fakes import ManualClock, put
from tests.support.keeping import AMSTERDAM, ManualAlarms
from tests.support.runs import MemoryRuns


def block(name: str = "template", **options: Any) -> HelperConfig:
    return HelperConfig(
        domain="template", object_id=name, options=options, place=Place("template.yaml", 3)
    )


@dataclass
class Kit:
    """A hub that can be left and entered again; what its actions call is noted in `plans`."""

    folder: Path
    clock: ManualClock = field(default_factory=ManualClock)
    plans: list[Plan] = field(default_factory=list)
    noted: list[tuple[str, Context]] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    home: Home = field(init=False)
    house: HouseEntities = field(init=False)
    alarms: ManualAlarms = field(init=False)

    @asynccontextmanager
    async def run(self, *helpers: HelperConfig, **states: str) -> AsyncIterator[HouseEntities]:
        self.home = Home(now=self.clock)
        self.alarms = ManualAlarms(self.clock)
        for name, state in states.items():
            put(self.home, name.replace("__", "."), state)
        world = world_of(self.home, AMSTERDAM, self.clock, self.alarms)
        tracker = Tracker(world.templates, self.home, self.alarms, self.clock)
        store, waits = MemoryRuns(), Waits(MemoryRuns())

        def run_parts(caller: Caller, missed: Callable[[str], None]) -> RunParts:
            return RunParts(world, caller, attach, store, TraceList(), self.spawn, missed)

        async with Database(self.folder / "lares.db") as db, waits:
            self.house = HouseEntities(
                self.home, now=self.clock, alarms=self.alarms, store=HouseEntityRecords(db),
                zone=AMSTERDAM.time_zone, world=world, tracker=tracker, waits=waits,
                roads=Roads(self.home, AMSTERDAM.time_zone, self.run_plan, self.follow),
                run_parts=run_parts,
                note_plan=lambda key, cause: self.noted.append((key, cause)),
            )  # fmt: skip
            async with self.house:
                assert await self.house.configure(helpers, []) == []
                yield self.house
            tracker.close()
        for task in tuple(self.tasks):
            task.cancel()

    def spawn(self, work: Callable[[], Awaitable[None]], _name: str) -> asyncio.Task[None]:
        async def run() -> None:
            await work()

        task = asyncio.create_task(run())
        self.tasks.add(task)
        return task

    async def run_plan(self, plan: Plan) -> PlanResult:
        self.plans.append(plan)
        step = plan.steps[0]
        outcome = Outcome(
            step=0, entity_id=step.targets[0], action=step.command.action, status=Status.DONE,
            detail="",
        )  # fmt: skip
        verdict = Verdict(effect=Effect.ALLOW, policy="p", reason="r")
        return PlanResult(plan=plan, verdict=verdict, outcomes=(outcome,))

    async def follow(self, _plan_id: str) -> None:
        return None

    async def say(self, entity_id: str, state: str, **attributes: Any) -> None:
        self.home.report(EntityId(entity_id), state, attributes, Context(id="why"))
        await settled()

    async def do(self, entity_id: str, action: str, **data: Any) -> None:
        await self.house.send(EntityId(entity_id), parse_command(action, data), Context(id="ask"))
        await settled()

    def shown(self, entity_id: str) -> str:
        return self.home.state(entity_id).state

    @property
    def called(self) -> list[tuple[str, dict[str, Any]]]:
        return [(plan.steps[0].command.action, plan.steps[0].command.data()) for plan in self.plans]


def heard(home: Home, entity_id: str) -> list[StateReported]:
    seen: list[StateReported] = []
    home.listen_reports(EntityId(entity_id), seen.append)
    return seen


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


SENSOR = block(
    sensor=[
        {
            "name": "Double",
            "unique_id": "d",
            "state": "{{ states('sensor.a') | float * 2 }}",
            "availability": "{{ states('sensor.a') != 'none' }}",
            "icon": "mdi:{{ 'fire' if states('sensor.a') | float(0) > 5 else 'snowflake' }}",
            "unit_of_measurement": "W",
            "device_class": "power",
            "state_class": "measurement",
            "attributes": {"half": "{{ states('sensor.a') | float / 2 }}", "plain": "x"},
        }
    ]
)


async def test_a_sensor_follows_what_it_reads_in_one_report(kit: Kit) -> None:
    async with kit.run(SENSOR, sensor__a="4"):
        assert kit.shown("sensor.double") == "8.0"
        seen = heard(kit.home, "sensor.double")
        await kit.say("sensor.a", "6")
        state = kit.home.state("sensor.double")
        assert state.state == "12.0"
        assert state.attributes == {
            "friendly_name": "Double", "unit_of_measurement": "W", "device_class": "power",
            "state_class": "measurement", "icon": "mdi:fire", "half": 3.0, "plain": "x",
        }  # fmt: skip
        assert state.context.parent_id == "why"
        assert len(seen) == 1


async def test_what_fails_is_unavailable_and_logged_once(
    kit: Kit, caplog: pytest.LogCaptureFixture
) -> None:
    plain = block(sensor={"name": "Number", "state": "{{ states('sensor.a') | float }}"})
    async with kit.run(SENSOR, plain, sensor__a="4"):
        with caplog.at_level(logging.WARNING):
            await kit.say("sensor.a", "none")
            assert kit.shown("sensor.double") == "unavailable"
            assert "half" not in kit.home.state("sensor.double").attributes
            assert kit.shown("sensor.number") == "unavailable"
            await kit.say("sensor.a", "neither")
        about = [one for one in caplog.messages if one.startswith("sensor.number: state")]
        assert len(about) == 1
        await kit.say("sensor.a", "1")
        assert kit.shown("sensor.number") == "1.0"


@pytest.mark.parametrize(
    ("said", "state"),
    [("on", "on"), ("1", "on"), ("yes", "on"), ("off", "off"), ("nonsense", "off"), ("", "off")],
)
async def test_a_binary_sensor_is_on_as_words_say(kit: Kit, said: str, state: str) -> None:
    one = block(binary_sensor={"name": "It", "state": "{{ states('sensor.a') }}"})
    async with kit.run(one, sensor__a=said):
        assert kit.shown("binary_sensor.it") == state


async def test_nothing_is_unknown(kit: Kit) -> None:
    one = block(binary_sensor={"name": "It", "state": "{{ none }}"})
    async with kit.run(one):
        assert kit.shown("binary_sensor.it") == "unknown"


async def test_delays_hold_a_change_back_until_it_has_lasted(kit: Kit) -> None:
    one = block(
        binary_sensor={
            "name": "It", "state": "{{ is_state('sensor.a', 'on') }}", "delay_on": 5,
            "delay_off": {"minutes": "{{ 1 + 1 }}"},
        }
    )  # fmt: skip
    async with kit.run(one, sensor__a="off"):
        await kit.alarms.advance(200)
        assert kit.shown("binary_sensor.it") == "off"
        await kit.say("sensor.a", "on")
        await kit.alarms.advance(4)
        assert kit.shown("binary_sensor.it") == "off"
        await kit.say("sensor.a", "off")
        await kit.alarms.advance(10)
        assert kit.shown("binary_sensor.it") == "off"
        await kit.say("sensor.a", "on")
        await kit.alarms.advance(5)
        assert kit.shown("binary_sensor.it") == "on"
        await kit.say("sensor.a", "off")
        await kit.alarms.advance(119)
        assert kit.shown("binary_sensor.it") == "on"
        await kit.alarms.advance(1)
        assert kit.shown("binary_sensor.it") == "off"


TRIGGERED = block(
    "count",
    triggers={"trigger": "state", "entity_id": "sensor.a"},
    conditions=[{"condition": "template", "value_template": "{{ trigger.to_state.state != 'x' }}"}],
    variables={"twice": "{{ trigger.to_state.state * 2 }}"},
    sensor=[
        {
            "name": "Seen", "state": "{{ twice }}",
            "attributes": {"from": "{{ trigger.from_state.state }}"},
        },
        {"name": "Number", "state": "{{ this.state | int(0) + 1 }}"},
    ],
    binary_sensor={"name": "Moved", "state": "true", "auto_off": 10},
)  # fmt: skip


async def test_triggers_make_it_look_and_a_restart_forgets_nothing(kit: Kit) -> None:
    async with kit.run(TRIGGERED, sensor__a="a"):
        assert kit.shown("sensor.seen") == "unknown"
        await kit.say("sensor.a", "b")
        await kit.say("sensor.a", "x")
        assert kit.shown("sensor.seen") == "bb"
        assert kit.home.state("sensor.seen").attributes["from"] == "a"
        assert kit.shown("sensor.number") == "1"
        assert kit.shown("binary_sensor.moved") == "on"
    async with kit.run(TRIGGERED, sensor__a="x"):
        assert kit.shown("sensor.seen") == "bb"
        assert kit.home.state("sensor.seen").attributes["from"] == "a"
        assert kit.shown("binary_sensor.moved") == "on"
        await kit.alarms.advance(10)
        assert kit.shown("binary_sensor.moved") == "off"
        await kit.say("sensor.a", "c")
        assert kit.shown("sensor.number") == "2"


async def test_actions_of_a_block_come_first_and_what_they_set_is_shown(kit: Kit) -> None:
    one = block(
        trigger=[{"platform": "state", "entity_id": "sensor.a"}],
        action=[
            {"action": "light.turn_on", "target": {"entity_id": "light.l"}},
            {"variables": {"found": "{{ trigger.to_state.state }}!"}},
        ],
        sensor={"name": "Found", "state": "{{ found }}"},
    )
    async with kit.run(one, sensor__a="a", light__l="off"):
        await kit.say("sensor.a", "b")
        assert kit.called == [("light.turn_on", {})]
        assert kit.shown("sensor.found") == "b!"


async def test_switches_numbers_choices_and_buttons_do_what_is_written(kit: Kit) -> None:
    lamp = {"target": {"entity_id": "light.l"}}
    one = block(
        switch={
            "name": "S", "state": "{{ states('light.l') }}",
            "turn_on": [{"action": "light.turn_on", **lamp}],
            "turn_off": {"action": "light.turn_off", **lamp},
        },
        number={
            "name": "N", "min": 0, "max": 255, "step": 5,
            "set_value": {
                "action": "light.turn_on", **lamp, "data": {"brightness": "{{ value | int }}"}
            },
        },
        select={
            "name": "C", "options": "{{ ['a', 'b'] }}",
            "select_option": {
                "action": "light.turn_on", **lamp, "data": {"effect": "{{ option }}"}
            },
        },
        button={"name": "B", "press": {"action": "light.toggle", **lamp}},
    )  # fmt: skip
    async with kit.run(one, light__l="off"):
        put(kit.home, "light.l", "off", attributes={
            "supported_color_modes": ["brightness"], "effect_list": ["a", "b"],
        })  # fmt: skip
        await settled()
        assert kit.shown("switch.s") == "off"
        await kit.do("switch.s", "switch.toggle")
        await kit.do("switch.s", "switch.turn_off")
        await kit.do("number.n", "number.set_value", value=30)
        await kit.do("select.c", "select.select_option", option="b")
        await kit.do("button.b", "button.press")
        assert kit.called == [
            ("light.turn_on", {}), ("light.turn_off", {}), ("light.turn_on", {"brightness": 30}),
            ("light.turn_on", {"effect": "b"}), ("light.toggle", {}),
        ]  # fmt: skip
        assert {plan.planner for plan in kit.plans} == {
            "template:switch.s", "template:number.n", "template:select.c", "template:button.b",
        }  # fmt: skip
        assert kit.shown("switch.s") == "off"  # its template says so: the light is off
        assert kit.shown("number.n") == "30.0"
        assert kit.shown("select.c") == "b"
        assert kit.home.state("select.c").attributes["options"] == ["a", "b"]
        assert kit.home.state("number.n").attributes["max"] == 255.0
        assert kit.shown("button.b").startswith("2026-01-01T12:00:00")
    async with kit.run(one, light__l="on"):
        assert kit.shown("number.n") == "30.0"
        assert kit.shown("switch.s") == "on"


async def test_lights_and_covers(kit: Kit) -> None:
    note = {"action": "input_number.set_value", "target": {"entity_id": "input_number.n"}}
    one = block(
        light={
            "name": "L", "state": "{{ states('input_number.n') | float > 0 }}",
            "level": "{{ states('input_number.n') }}",
            "turn_on": {**note, "data": {"value": 255}},
            "turn_off": {**note, "data": {"value": 0}},
            "set_level": {**note, "data": {"value": "{{ brightness }}"}},
        },
        cover={
            "name": "C", "position": "{{ states('input_number.n') }}",
            "set_cover_position": {**note, "data": {"value": "{{ position }}"}},
        },
    )  # fmt: skip
    async with kit.run(one, input_number__n="40"):
        light, cover = kit.home.state("light.l"), kit.home.state("cover.c")
        assert (light.state, light.attributes["brightness"]) == ("on", 40)
        assert (cover.state, cover.attributes["current_position"]) == ("open", 40)
        await kit.do("light.l", "light.turn_on", brightness=100)
        await kit.do("light.l", "light.toggle")
        await kit.do("cover.c", "cover.open_cover")
        values = [data["value"] for _, data in kit.called]
        assert values == [100, 0, 100]


async def test_the_old_platform_is_read_too(kit: Kit) -> None:
    old = [
        HelperConfig(
            domain="sensor", object_id="old",
            options={
                "friendly_name": "Old one", "value_template": "{{ states('sensor.a') }}",
                "attribute_templates": {"b": "{{ 1 + 1 }}"}, "entity_id": "sensor.a",
                "unit_of_measurement": "W",
            },
        ),
        HelperConfig(
            domain="switch", object_id="o",
            options={
                "value_template": "{{ false }}", "turn_on": {"delay": 1}, "turn_off": {"delay": 1},
            },
        ),
    ]  # fmt: skip
    async with kit.run(*old, sensor__a="7"):
        state = kit.home.state("sensor.old")
        assert (state.state, state.attributes["friendly_name"]) == ("7", "Old one")
        assert state.attributes["b"] == 2
        assert kit.shown("switch.o") == "off"


async def test_what_is_wrong_is_named_with_its_place_and_stops_no_other(kit: Kit) -> None:
    bad = block("bad", sensor=[{"name": "A", "stat": "1"}], lihgt={})
    async with kit.run() as house:
        problems = await house.configure([bad, block("good", sensor={"name": "B", "state": 1})], [])
        told = {(one.file, one.line, one.key, one.message) for one in problems}
        assert ("template.yaml", 3, "template.bad.sensor.0.stat",
                "unknown key; did you mean 'state'?") in told  # fmt: skip
        assert any(one.key == "template.bad.lihgt" for one in problems)
        assert kit.shown("sensor.b") == "1"
        assert "sensor.a" not in kit.home.entities


async def test_what_is_wrong_with_one_entity_leaves_its_neighbours(kit: Kit) -> None:
    lamp = {"name": "L", "turn_on": {"delay": 1}, "turn_off": {"delay": 1}, "hs": "{{ (1, 2) }}"}
    mixed = block(
        sensor=[{"name": "A"}, {"name": "B", "state": "1", "attributes": {"x": [1]}},
                {"name": "C", "state": "1"}],
        light=lamp,
        weather={"name": "W"},
    )  # fmt: skip
    shared = block("shared", sensor={"name": "D", "state": "1"}, triggers=[{"trigger": "tiem"}])
    old = HelperConfig(domain="vacuum", object_id="v", options={"start": []})
    async with kit.run() as house:
        problems = await house.configure([mixed, shared, old], [])
        assert {one.key.removeprefix("template.") for one in problems} == {
            "template.sensor.0", "template.sensor.1.attributes.x", "template.light.hs",
            "template.weather", "shared.triggers.0.trigger", "vacuum.v",
        }  # fmt: skip
        assert set(kit.home.entities) == {"sensor.c", "light.l"}
        assert await house.configure([mixed, shared, old], []) == problems


async def test_a_reload_replaces_what_changed_and_leaves_the_rest(kit: Kit) -> None:
    same = block("same", sensor={"name": "Same", "state": "{{ states('sensor.a') }}"})
    first = block("one", sensor={"name": "One", "state": "1"})
    async with kit.run(same, first, sensor__a="5") as house:
        seen = heard(kit.home, "sensor.same")
        assert (
            await house.configure([same, block("one", sensor={"name": "Two", "state": 2})], [])
            == []
        )
        assert "sensor.one" not in kit.home.entities
        assert kit.shown("sensor.two") == "2"
        assert seen == []
        assert await house.configure([], []) == []
        assert set(kit.home.entities) == {"sensor.a"}
        await kit.say("sensor.a", "6")


async def test_entities_that_feed_each_other_stop(
    kit: Kit, caplog: pytest.LogCaptureFixture
) -> None:
    one = block("a", sensor={"name": "A", "state": "{{ states('sensor.b') | int(0) + 1 }}"})
    two = block("b", sensor={"name": "B", "state": "{{ states('sensor.a') | int(0) + 1 }}"})
    async with kit.run(one, two):
        for _ in range(10):
            await settled()
        count = int(kit.shown("sensor.a"))
        assert count < 60
        await settled()
        assert int(kit.shown("sensor.a")) == count
    assert any("because of itself" in line for line in caplog.messages)


@pytest.mark.parametrize(
    ("device_class", "said", "state"),
    [
        ("timestamp", "2026-01-01 13:00:00+01:00", "2026-01-01T12:00:00+00:00"),
        ("timestamp", "2026-01-01 13:00:00", "unknown"),
        ("timestamp", "soon", "unknown"),
        ("date", "2026-01-01", "2026-01-01"),
        ("date", "today", "unknown"),
    ],
)
async def test_moments_are_shown_as_moments(
    kit: Kit, device_class: str, said: str, state: str
) -> None:
    one = block(sensor={"name": "T", "state": said, "device_class": device_class})
    async with kit.run(one):
        assert kit.shown("sensor.t") == state


async def test_the_guard_does_not_take_a_template_lock_for_the_hubs_own(kit: Kit) -> None:
    one = block(
        lock={
            "name": "Front", "state": "locked", "lock": {"delay": 1}, "unlock": {"delay": 1},
        }
    )  # fmt: skip
    async with kit.run(one):
        guard = Guard(kit.home, Policies(shipped=SHIPPED), kit.clock)
        step = Step.model_validate({"command": parse_command("lock.unlock", {}),
                                    "targets": ["lock.front"]})  # fmt: skip
        plan = Plan(
            request=Request(source=Source.RULE), body=Steps(steps=(step,)), planner="rule:1"
        )
        assert guard.judge(plan).effect is Effect.DENY


async def test_what_stands_behind_a_change_is_noted(kit: Kit) -> None:
    async with kit.run(SENSOR, TRIGGERED, sensor__a="4"):
        await kit.say("sensor.a", "5")
        for name in ("sensor.double", "sensor.seen"):
            assert ("why" in {cause.id for key, cause in kit.noted
                              if key == kit.home.state(name).context.id})  # fmt: skip


async def test_each_firing_puts_off_the_end_and_may_say_how_long(kit: Kit) -> None:
    one = block(
        triggers={"trigger": "state", "entity_id": "sensor.a"},
        binary_sensor={
            "name": "Moved", "state": "true",
            "auto_off": {"seconds": "{{ trigger.to_state.state | int }}"},
        },
    )  # fmt: skip
    async with kit.run(one, sensor__a="0"):
        await kit.say("sensor.a", "10")
        await kit.alarms.advance(9)
        await kit.say("sensor.a", "20")
        await kit.alarms.advance(19)
        assert kit.shown("binary_sensor.moved") == "on"
        await kit.alarms.advance(1)
        assert kit.shown("binary_sensor.moved") == "off"
