"""The hub's own entities, with a real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hub.automation.entities.house import HouseEntities
from hub.automation.model.rules import HelperConfig
from hub.home.actions import parse_command
from hub.home.errors import UnsupportedCommand
from hub.home.events import Fired
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from hub.recorder.database import Database
from hub.recorder.house_entities import HouseEntityRecords
from tests.support.fakes import ManualClock
from tests.support.keeping import AMSTERDAM, ManualAlarms

HELPERS = [
    HelperConfig(domain="input_boolean", object_id="guests", options={"name": "Guests"}),
    HelperConfig(domain="input_number", object_id="level", options={"min": 0, "max": 10}),
    HelperConfig(domain="input_select", object_id="mode", options={"options": ["a", "b"]}),
    HelperConfig(domain="input_text", object_id="note", options={"max": 5}),
    HelperConfig(domain="counter", object_id="visits", options={"maximum": 2}),
    HelperConfig(domain="timer", object_id="egg", options={"duration": "00:05:00"}),
]


@dataclass
class Kit:
    """A hub that can be left and entered again."""

    folder: Path
    clock: ManualClock = field(default_factory=ManualClock)
    fired: list[Fired] = field(default_factory=list)

    @asynccontextmanager
    async def run(self) -> AsyncIterator[HouseEntities]:
        self.home = Home(now=self.clock)
        self.home.listen(lambda e: self.fired.append(e) if isinstance(e, Fired) else None)
        self.alarms = ManualAlarms(self.clock)
        async with Database(self.folder / "lares.db") as db:
            house = HouseEntities(
                self.home,
                now=self.clock,
                alarms=self.alarms,
                store=HouseEntityRecords(db),
                zone=AMSTERDAM.time_zone,
            )
            async with house:
                assert await house.configure(HELPERS, []) == []
                self.house = house
                yield house

    async def do(self, entity_id: str, action: str, **data: Any) -> str:
        await self.house.send(EntityId(entity_id), parse_command(action, data), Context(id="why"))
        return self.home.state(entity_id).state


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


async def test_what_was_set_is_there_after_a_restart(kit: Kit) -> None:
    async with kit.run():
        assert await kit.do("input_boolean.guests", "input_boolean.turn_on") == "on"
        assert await kit.do("input_number.level", "input_number.set_value", value=4) == "4.0"
        assert await kit.do("input_select.mode", "input_select.select_last") == "b"
        assert await kit.do("input_text.note", "input_text.set_value", value="hi") == "hi"
        assert await kit.do("counter.visits", "counter.increment") == "1"
        assert kit.home.state("counter.visits").context.parent_id == "why"
    async with kit.run():
        kept = {one.entity_id: one.state for one in kit.home.states.values()}
        assert kept == {
            "input_boolean.guests": "on", "input_number.level": "4.0", "input_select.mode": "b",
            "input_text.note": "hi", "counter.visits": "1", "timer.egg": "idle",
        }  # fmt: skip


async def test_limits_are_kept(kit: Kit) -> None:
    async with kit.run():
        with pytest.raises(UnsupportedCommand):
            await kit.do("input_number.level", "input_number.set_value", value=11)
        with pytest.raises(UnsupportedCommand):
            await kit.do("input_text.note", "input_text.set_value", value="too long")
        for _ in range(3):
            await kit.do("counter.visits", "counter.increment")
        assert kit.home.state("counter.visits").state == "2"


async def test_a_timer_that_ended_while_the_hub_was_off_finishes_late_and_once(kit: Kit) -> None:
    async with kit.run():
        assert await kit.do("timer.egg", "timer.start") == "active"
    kit.clock.advance(3600)
    async with kit.run():
        await kit.alarms.advance(0)
        assert kit.home.state("timer.egg").state == "idle"
    async with kit.run():
        await kit.alarms.advance(0)
    assert [one.event_type for one in kit.fired] == ["timer.started", "timer.finished"]


async def test_a_paused_timer_goes_on_with_what_was_left(kit: Kit) -> None:
    async with kit.run():
        await kit.do("timer.egg", "timer.start")
        await kit.alarms.advance(60)
        assert await kit.do("timer.egg", "timer.pause") == "paused"
        assert kit.home.state("timer.egg").attributes["remaining"] == "0:04:00"
        await kit.alarms.advance(600)
        await kit.do("timer.egg", "timer.start")
        await kit.alarms.advance(239)
        assert kit.home.state("timer.egg").state == "active"
        await kit.alarms.advance(1)
        assert kit.home.state("timer.egg").state == "idle"


async def test_one_bad_helper_stops_no_other_and_removed_ones_leave(kit: Kit) -> None:
    async with kit.run() as house:
        bad = HelperConfig(domain="input_number", object_id="bad", options={"min": 5, "max": 1})
        [problem] = await house.configure([bad, HELPERS[0]], [])
        assert "max" in problem.message
        assert set(kit.home.entities) == {"input_boolean.guests"}


async def test_a_group_follows_its_members_and_names_those_of_groups_within(kit: Kit) -> None:
    async with kit.run() as house:
        inner = HelperConfig(
            domain="group", object_id="inner", options={"entities": ["input_boolean.guests"]}
        )
        outer = HelperConfig(
            domain="group", object_id="outer", options={"entities": ["group.inner", "group.outer"]}
        )
        assert await house.configure([*HELPERS, inner, outer], []) == []
        assert kit.home.state("group.outer").state == "off"
        await kit.do("input_boolean.guests", "input_boolean.turn_on")
        assert kit.home.state("group.inner").state == "on"
        assert house.members("group.outer") == ("input_boolean.guests",)


async def test_a_moment_is_set_in_the_time_of_the_house(kit: Kit) -> None:
    both = HelperConfig(
        domain="input_datetime", object_id="wake", options={"has_date": True, "has_time": True}
    )
    async with kit.run() as house:
        await house.configure([both], [])
        set_it = "input_datetime.set_datetime"
        state = await kit.do("input_datetime.wake", set_it, datetime="2026-07-01T06:30:00+00:00")
        assert state == "2026-07-01 08:30:00"
        assert await kit.do("input_datetime.wake", set_it, time="07:15") == "2026-07-01 07:15:00"
    async with kit.run() as house:
        await house.configure([both], [])
        assert kit.home.state("input_datetime.wake").state == "2026-07-01 07:15:00"
