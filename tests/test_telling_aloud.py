"""What belongs in a room is said there: timers where they were set, and what was asked for."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import time
from pathlib import Path

import pytest

from hub.automation.timers import Timers
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies, load_policies, parse_policies
from hub.home.chores import StartTimer
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, UserId
from hub.home.model import Area, Source
from hub.home.notifications import Notification
from hub.home.plan import Request
from hub.language.timer_telling import TimersInWords
from hub.recorder.database import Database
from hub.recorder.keeping import KeepingRecords
from hub.recorder.notifications import Notifications
from hub.telling_aloud import TellingAloud
from tests.support.fakes import ManualClock, MemoryApprovals, MemoryTraces
from tests.support.keeping import ManualAlarms, until
from tests.support.satellites import Satellites

SHIPPED = load_policies(Path(__file__).parents[1] / "rules" / "policy.yaml")
KITCHEN = AreaId("kitchen")
QUICK = ExecutorSettings(verify_s={"assist_satellite": 0.3}, late_s=0)
IN_THE_KITCHEN = Request(text="pizza timer", source=Source.VOICE, area_id=KITCHEN)


@dataclass
class House:
    """A home with a satellite in the kitchen and one in the hall; it can be opened again."""

    folder: Path

    def __post_init__(self) -> None:
        self.clock = ManualClock()
        self.home = Home(now=self.clock)
        for name in ("kitchen", "hall"):
            self.home.put_area(Area(AreaId(name), name.capitalize()))
        self.satellites = Satellites(self.home)
        self.kitchen = self.satellites.add("kitchen", "kitchen")
        self.satellites.add("hall", "hall")
        self.owner = parse_policies("policies: []", "policy.yaml")

    async def open(self, stack: AsyncExitStack) -> None:
        guard = Guard(self.home, Policies(shipped=SHIPPED, owner=self.owner), self.clock)
        database = await stack.enter_async_context(Database(self.folder / "lares.db"))
        self.notifications = Notifications(database)
        self.traces = MemoryTraces()
        executor = await stack.enter_async_context(
            Executor(
                self.home, guard, {"satellites": self.satellites}, MemoryApprovals(),
                self.traces, settings=QUICK, clock=self.clock,
            )
        )  # fmt: skip
        await stack.enter_async_context(
            TellingAloud(self.home, self.notifications.listen, executor.run)
        )
        self.alarms = ManualAlarms(self.clock)
        self.timers = Timers(
            KeepingRecords(database), self.notifications, self.alarms, self.clock, TimersInWords()
        )
        await self.timers.load()

    async def tell(self, text: str, area_id: AreaId | None, user: str | None = None) -> None:
        user_id = None if user is None else UserId(user)
        await self.notifications.tell(
            Notification(id=text, text=text, at=self.clock(), user_id=user_id, area_id=area_id)
        )

    async def heard(self, *said: tuple[str, str]) -> None:
        """Expect that so much and no more is said."""
        await until(lambda: len(self.satellites.said) >= len(said))
        assert self.satellites.said == list(said)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    house = House(tmp_path)
    async with AsyncExitStack() as stack:
        await house.open(stack)
        yield house


async def test_a_timer_rings_in_the_room_where_it_was_set(house: House) -> None:
    await house.timers.start(StartTimer(duration_s=600, name="pizza"), IN_THE_KITCHEN)
    await house.alarms.advance(599)
    assert house.satellites.said == []
    await house.alarms.advance(1)
    await house.heard((house.kitchen, "Your pizza timer is done."))
    # Pages and phones show it as well.
    assert [one.text for one in await house.notifications.all()] == ["Your pizza timer is done."]


async def test_what_has_no_room_is_said_nowhere(house: House) -> None:
    await house.tell("The PIN of anna was wrong", None, "anna")
    await house.tell("A rule broke", None)
    await house.tell("Heard", KITCHEN)
    await house.heard((house.kitchen, "Heard"))


async def test_the_guard_has_its_word(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.clock.now = house.clock.now.replace(hour=2)
    house.owner = parse_policies(
        """
policies:
  - name: quiet at night
    match: {action: assist_satellite.announce, after: "22:00", before: "07:00"}
    effect: deny
    reason: people sleep
""",
        "policy.yaml",
    )
    async with AsyncExitStack() as stack:
        await house.open(stack)
        await house.tell("The laundry is done", KITCHEN)
        await until(lambda: house.traces.added)
        assert house.satellites.said == []
        assert house.clock().time() == time(2)


async def test_a_satellite_that_is_away_stays_silent(house: House) -> None:
    house.satellites.lose(house.kitchen)
    await house.tell("The laundry is done", KITCHEN)
    await house.tell("The bell rang", AreaId("hall"))
    await house.heard((EntityId("assist_satellite.hall"), "The bell rang"))


async def test_it_is_not_said_again_after_a_restart(tmp_path: Path) -> None:
    house = House(tmp_path)
    async with AsyncExitStack() as stack:
        await house.open(stack)
        await house.timers.start(StartTimer(duration_s=60, name="tea"), IN_THE_KITCHEN)
        await house.alarms.advance(60)
        await house.heard((house.kitchen, "Your tea timer is done."))
    async with AsyncExitStack() as stack:
        await house.open(stack)
        await house.tell("Your tea timer is done.", AreaId("nowhere"))
        await house.tell("New", KITCHEN)
        await house.heard((house.kitchen, "Your tea timer is done."), (house.kitchen, "New"))


async def test_a_hub_that_stops_says_no_more(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.satellites.kinds[house.kitchen] = "forgets"
    async with AsyncExitStack() as stack:
        await house.open(stack)
        await house.tell("The laundry is done", KITCHEN)
    # It did not wait for a satellite that never tells.
    assert len(house.satellites.said) <= 1
