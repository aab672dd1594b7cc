"""How a while went: for a replay, in the order in which it happened."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, Entity, Source
from hub.recorder.history.queries import PastEvent, PastState
from hub.recorder.history.recorder import HistoryRecorder
from tests.support.fakes import ManualClock

START = datetime(2026, 3, 1, tzinfo=UTC)
LAMP, DOOR = EntityId("light.lamp"), EntityId("binary_sensor.door")


def made_home(clock: ManualClock) -> Home:
    home = Home(now=clock)
    for entity_id in (LAMP, DOOR):
        home.put_entity(Entity(entity_id, entity_id, "test", entity_id))
    return home


def told(item: PastState | PastEvent) -> tuple[str, str | None]:
    if isinstance(item, PastEvent):
        return item.event_type, item.context_id
    return item.entity_id, item.state


async def test_a_course_begins_with_what_was_so_and_goes_on_in_order(tmp_path: Path) -> None:
    clock = ManualClock(START - timedelta(hours=1))
    home = made_home(clock)
    async with HistoryRecorder(tmp_path / "history.db", home) as history:
        home.report(LAMP, "off", {"brightness": None})
        home.report(DOOR, "on", {})
        clock.now = START - timedelta(minutes=30)
        home.report(DOOR, "off", {})
        clock.now = START + timedelta(minutes=1)
        home.report(LAMP, "on", {"brightness": 3}, Context("c1", Source.RULE, None, "p1"))
        clock.now = START + timedelta(minutes=2)
        home.fire("bell", {"door": "front"}, Context("c2"))
        clock.now = START + timedelta(minutes=3)
        home.remove_entity(LAMP)
        clock.now = START + timedelta(hours=2)
        home.report(DOOR, "on", {})
        course = await history.queries.course(START, START + timedelta(hours=1))
        assert sorted(map(told, course.before)) == [(DOOR, "off"), (LAMP, "off")]
        [door] = [state for state in course.before if state.entity_id == DOOR]
        assert door.last_changed == START - timedelta(minutes=30)
        assert [told(item) for item in course.items[:2]] == [(LAMP, "on"), ("bell", "c2")]
        lamp = course.items[0]
        assert isinstance(lamp, PastState)
        assert (lamp.context_id, lamp.parent_id, lamp.source) == ("c1", "p1", "rule")
        assert lamp.attributes == {"brightness": 3}
        assert not course.is_cut


async def test_a_course_ends_early_where_there_is_too_much(tmp_path: Path) -> None:
    clock = ManualClock(START)
    home = made_home(clock)
    async with HistoryRecorder(tmp_path / "history.db", home) as history:
        for number in range(10):
            clock.now = START + timedelta(seconds=number)
            home.report(LAMP, "on" if number % 2 else "off", {})
            home.fire("tick", {}, Context())
        end = START + timedelta(minutes=1)
        course = await history.queries.course(START, end, limit=7)
        assert course.is_cut
        assert [told(item)[0] for item in course.items] == ["tick", LAMP] * 3 + ["tick"]
        assert not (await history.queries.course(START, end, limit=20)).is_cut
