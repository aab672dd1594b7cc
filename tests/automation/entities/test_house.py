"""The hub's own entities, with a real database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.automation.entities.group import Group
from hub.automation.entities.house import HouseEntities
from hub.automation.entities.inputs import Counter, InputNumber, InputSelect
from hub.automation.entities.memory import HouseStore
from hub.automation.entities.timer import Timer
from hub.automation.model.rules import HelperConfig
from hub.automation.model.values import Place
from hub.home.actions import parse_command
from hub.home.errors import DeliveryError, UnsupportedCommand
from hub.home.events import Fired, StateReported
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from hub.recorder.database import Database
from hub.recorder.house_entities import HouseEntityRecords
from tests.support.fakes import ManualClock, put
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
    async def run(
        self, *helpers: HelperConfig, wrap: Callable[[HouseStore], HouseStore] = lambda one: one
    ) -> AsyncIterator[HouseEntities]:
        self.home = Home(now=self.clock)
        self.home.listen(lambda e: self.fired.append(e) if isinstance(e, Fired) else None)
        self.alarms = ManualAlarms(self.clock)
        async with Database(self.folder / "lares.db") as db:
            house = HouseEntities(
                self.home,
                now=self.clock,
                alarms=self.alarms,
                store=wrap(HouseEntityRecords(db)),
                zone=AMSTERDAM.time_zone,
            )
            async with house:
                assert await house.configure(helpers or HELPERS, []) == []
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


@dataclass
class FullDisk:
    """A real store that can be told to fail."""

    store: HouseStore
    is_full: bool = False
    writes: int = 0

    async def all(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what is kept."""
        return await self.store.all()

    async def put(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep documents, or fail."""
        await asyncio.sleep(0)
        self.writes += 1
        if self.is_full:
            raise OSError(28, "no space left on device")
        await self.store.put(documents)

    async def remove(self, entity_ids: Sequence[str]) -> None:
        """Forget documents."""
        await self.store.remove(entity_ids)


async def test_what_could_not_be_kept_is_not_reported(kit: Kit) -> None:
    disks: list[FullDisk] = []

    def wrap(store: HouseStore) -> HouseStore:
        disks.append(FullDisk(store))
        return disks[0]

    async with kit.run(wrap=wrap):
        await kit.do("counter.visits", "counter.increment")
        seen: list[StateReported] = []
        kit.home.listen(lambda one: seen.append(one) if isinstance(one, StateReported) else None)
        disks[0].is_full = True
        with pytest.raises(DeliveryError, match="no space"):
            await kit.do("counter.visits", "counter.increment")
        with pytest.raises(DeliveryError, match="no space"):
            await kit.do("timer.egg", "timer.start")
        assert seen == []
        assert kit.fired == []
        disks[0].is_full = False
        assert await kit.do("counter.visits", "counter.increment") == "2"
        assert kit.home.state("timer.egg").state == "idle"
        assert not kit.alarms.waiting


async def test_commands_at_the_same_time_share_a_write_and_all_count(kit: Kit) -> None:
    disks: list[FullDisk] = []

    def wrap(store: HouseStore) -> HouseStore:
        disks.append(FullDisk(store))
        return disks[0]

    helpers = [
        HelperConfig(domain="counter", object_id=f"c{number}", options={}) for number in range(20)
    ]
    async with kit.run(*helpers, wrap=wrap):
        names = [f"counter.c{number}" for number in range(20)]
        await asyncio.gather(*(kit.do(name, "counter.increment") for name in names * 2))
        assert {kit.home.state(name).state for name in names} == {"2"}
        assert disks[0].writes <= 5


async def test_a_caller_that_goes_away_leaves_nothing_half_done(kit: Kit) -> None:
    async with kit.run():
        doing = asyncio.create_task(kit.do("counter.visits", "counter.increment"))
        await asyncio.sleep(0)
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
        assert await kit.do("counter.visits", "counter.increment") == "2"


async def test_a_timer_can_be_changed_while_it_runs(kit: Kit) -> None:
    async with kit.run():
        change = "timer.change"
        with pytest.raises(UnsupportedCommand):
            await kit.do("timer.egg", change, duration=30)
        await kit.do("timer.egg", "timer.start")
        with pytest.raises(UnsupportedCommand, match="whole duration"):
            await kit.do("timer.egg", change, duration=30)
        await kit.alarms.advance(60)
        await kit.do("timer.egg", change, duration={"seconds": 30})
        await kit.do("timer.egg", change, duration="-00:01:00")
        with pytest.raises(UnsupportedCommand, match="less time"):
            await kit.do("timer.egg", change, duration=-400)
        await kit.alarms.advance(209)
        assert kit.home.state("timer.egg").state == "active"
        await kit.alarms.advance(1)
        assert kit.home.state("timer.egg").state == "idle"
        assert [one.event_type for one in kit.fired] == [
            "timer.started", "timer.changed", "timer.changed", "timer.finished",
        ]  # fmt: skip


WEEK = HelperConfig(
    domain="schedule",
    object_id="work",
    options={
        "thursday": [
            {"from": "13:00:00", "to": "17:00:00", "data": {"mode": "busy"}},
            {"from": "09:00", "to": "12:30"},
            {"from": "22:00", "to": "24:00:00"},
        ],
        "friday": [{"from": "00:00", "to": "01:00"}],
    },
)


async def test_a_schedule_is_on_in_its_hours(kit: Kit) -> None:
    # Thursday, the 1st of January 2026, 13:00 in Amsterdam.
    async with kit.run(WEEK):
        state = kit.home.state("schedule.work")
        assert (state.state, state.attributes["mode"]) == ("on", "busy")
        assert state.attributes["next_event"] == "2026-01-01T17:00:00+01:00"
        told = []
        for _ in range(6):
            state = kit.home.state("schedule.work")
            told.append((state.state, state.attributes["next_event"][5:16]))
            await kit.alarms.advance_to(datetime.fromisoformat(state.attributes["next_event"]))
        assert told == [
            ("on", "01-01T17:00"), ("off", "01-01T22:00"), ("on", "01-02T00:00"),
            ("on", "01-02T01:00"), ("off", "01-08T09:00"), ("on", "01-08T12:30"),
        ]  # fmt: skip
        assert "mode" not in kit.home.state("schedule.work").attributes


@pytest.mark.parametrize(
    ("domain", "options", "message"),
    [
        ("schedule", {"monday": [{"from": "9:00", "to": "8:00"}]}, "must end after"),
        ("schedule", {"monday": [{"from": "8:00", "to": "10:00"}, {"from": "9:00", "to": "11:00"}]},
         "before another ends"),
        ("schedule", {"monday": [{"from": "noon", "to": "11:00"}]}, "no time of day"),
        ("schedule", {"mondy": []}, "did you mean 'monday'"),
        ("input_number", {"min": 0, "max": 2, "stepp": 1}, "did you mean 'step'"),
        ("input_boolean", {"inital": True}, "did you mean 'initial'"),
        ("timer", {"durration": 1}, "did you mean 'duration'"),
        ("group", {"entitys": []}, "did you mean 'entities'"),
        ("input_select", {"options": []}, "at least one"),
    ],
)  # fmt: skip
async def test_wrong_options_are_named(
    kit: Kit, domain: str, options: dict[str, Any], message: str
) -> None:
    bad = HelperConfig(
        domain=domain, object_id="bad", options=options, place=Place("helpers.yaml", 7)
    )
    async with kit.run() as house:
        [problem] = await house.configure([bad], [])
        assert (problem.file, problem.line, problem.key) == ("helpers.yaml", 7, f"{domain}.bad")
        assert message in problem.message


@pytest.mark.parametrize(
    ("members", "is_all", "state"),
    [
        ({"light.a": "on", "light.b": "off"}, False, "on"),
        ({"light.a": "on", "light.b": "off"}, True, "off"),
        ({"light.a": "on", "light.b": "unavailable"}, True, "off"),
        ({"light.a": "unavailable"}, False, "off"),
        ({"binary_sensor.a": "unavailable"}, False, "unknown"),
        ({"person.a": "home", "person.b": "work"}, False, "home"),
        ({"person.a": "work"}, False, "not_home"),
        ({"cover.a": "open", "light.a": "off"}, False, "on"),
        ({"cover.a": "closed"}, False, "closed"),
        ({"lock.a": "unlocking"}, False, "unlocking"),
        ({"media_player.a": "playing", "media_player.b": "off"}, False, "playing"),
        ({"media_player.a": "playing", "media_player.b": "idle"}, False, "on"),
        ({"person.a": "not_home", "device_tracker.b": "not_home"}, False, "not_home"),
        ({"cover.a": "closed", "light.a": "off"}, False, "off"),
        ({"lock.a": "jammed"}, False, "locked"),
        ({"climate.a": "heat", "light.a": "on"}, True, "on"),
        ({"sensor.a": "5"}, False, "unknown"),
        ({}, False, "unknown"),
    ],
)
def test_a_group_is_what_its_members_are(
    members: dict[str, str],
    is_all: bool,  # noqa: FBT001 -- a row of the table
    state: str,
) -> None:
    home = Home()
    for name, said in members.items():
        put(home, name, said)
    options = {"entities": list(members), "all": is_all}
    group = Group(EntityId("group.g"), options, home)
    group.recall(None)
    assert group.state == state


SAID = st.tuples(
    st.sampled_from(["light.a", "light.b", "cover.c", "person.d", "sensor.e"]),
    st.sampled_from(["on", "off", "open", "closed", "home", "away", "unavailable", None]),
)


@given(st.lists(SAID, max_size=30), st.booleans())
def test_a_group_that_counts_is_as_one_that_looks(
    said: list[tuple[str, Any]],
    is_all: bool,  # noqa: FBT001 -- drawn
) -> None:
    home = Home()
    options = {"entities": ["light.a", "light.b", "cover.c", "person.d", "sensor.e"], "all": is_all}
    counting = Group(EntityId("group.g"), options, home)
    counting.recall(None)
    for name, state in said:
        entity_id = EntityId(name)
        if state is None:
            home.remove_entity(entity_id)
        else:
            put(home, name, state)
        counting.hear(entity_id, home.states.get(entity_id))
        looking = Group(EntityId("group.g"), options, home)
        looking.recall(None)
        assert counting.state == looking.state


@given(
    st.lists(st.text(min_size=1, max_size=3), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(["next", "previous"]), max_size=12),
)
def test_a_choice_goes_round(options: list[str], moves: list[str]) -> None:
    chosen = InputSelect(EntityId("input_select.s"), {"options": options})
    chosen.recall(None)
    place = 0
    for move in moves:
        chosen.do(parse_command(f"input_select.select_{move}", {}))
        place += 1 if move == "next" else -1
        assert chosen.state == options[place % len(options)]


NUMBERS = st.integers(-1000, 1000)


@given(NUMBERS, NUMBERS, st.integers(1, 50), st.lists(st.booleans(), max_size=30))
def test_numbers_and_counters_stay_within_their_limits(
    low: int, high: int, step: int, ups: list[bool]
) -> None:
    low, high = sorted((low, high))
    options = {"min": low, "max": high + 1, "step": step}
    number = InputNumber(EntityId("input_number.n"), options)
    counter = Counter(
        EntityId("counter.c"), {"minimum": low, "maximum": high, "step": step, "initial": low}
    )
    number.recall(None)
    counter.recall(None)
    for up in ups:
        verb = "increment" if up else "decrement"
        number.do(parse_command(f"input_number.{verb}", {}))
        counter.do(parse_command(f"counter.{verb}", {}))
        assert low <= float(number.state) <= high + 1
        assert low <= int(counter.state) <= high


@given(
    st.lists(
        st.tuples(st.sampled_from(["start", "pause", "cancel", "finish"]), st.integers(0, 400)),
        max_size=12,
    )
)
def test_a_timer_ends_when_it_says_and_is_the_same_after_a_restart(
    moves: list[tuple[str, int]],
) -> None:
    clock = ManualClock()
    options = {"duration": 300}
    egg = Timer(EntityId("timer.egg"), options, clock)
    egg.recall(None)
    for verb, wait_s in moves:
        egg.do(parse_command(f"timer.{verb}", {}))
        again = Timer(EntityId("timer.egg"), options, clock)
        again.recall(egg.memory())
        assert (again.state, again.attributes, again.rings_at) == (
            egg.state, egg.attributes, egg.rings_at,
        )  # fmt: skip
        assert (egg.rings_at is not None) == (egg.state == "active")
        clock.advance(wait_s)
        if egg.rings_at is not None and egg.rings_at <= clock():
            egg.ring(egg.rings_at)
            assert egg.state == "idle"
