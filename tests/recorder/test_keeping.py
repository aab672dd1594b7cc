"""Timers, rule records, runs, taught names and notifications come back as they were kept."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.home.ids import AreaId, EntityId, UserId
from hub.home.keeping import Timer
from hub.home.keeping_stores import RuleRecord, TaughtName
from hub.home.notifications import Notification
from hub.recorder.database import Database
from hub.recorder.keeping import KeepingRecords
from hub.recorder.notifications import Notifications

FIXTURES = Path(__file__).parent / "fixtures"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAMP = EntityId("light.lamp")


@pytest.fixture
def records(db: Database) -> KeepingRecords:
    return KeepingRecords(db)


async def test_timers_come_back_and_go(records: KeepingRecords) -> None:
    running = Timer("a", "pasta", 300, NOW, 300, AreaId("kitchen"), UserId("ann"))
    paused = Timer("b", None, 60, None, 12.5)
    await records.put_timers([running, paused])
    assert await records.timers() == [running, paused]
    await records.remove_timers(["a", "unknown"])
    assert await records.timers() == [paused]


async def test_a_record_comes_back_and_goes(records: KeepingRecords) -> None:
    record = RuleRecord(rule_id="r", kept_at=NOW, user_id=UserId("ann"), is_off=True)
    await records.put_rule_records([record])
    assert await records.rule_records() == {"r": record}
    await records.remove_rule_record("r")
    assert await records.rule_records() == {}


async def test_a_record_of_an_earlier_version_is_read(db: Database) -> None:
    old = '{"rule_id": "r", "kept_at": "2026-03-01T12:00:00Z", "next_run": "2026-03-02T12:00:00Z"}'
    sql = "INSERT INTO rule_records (id, document) VALUES ('r', ?)"
    await db.write(lambda opened: opened.execute(sql, [old]))
    assert await KeepingRecords(db).rule_records() == {"r": RuleRecord(rule_id="r", kept_at=NOW)}


async def test_names_and_phrases_are_learned_and_forgotten(records: KeepingRecords) -> None:
    moon = TaughtName(name="The Moon", entity_ids=(LAMP,))
    await records.put_name(moon)
    await records.put_phrase("Movie mode", ["dim the lights", "close the blinds"])
    assert await records.names() == [moon]
    assert await records.phrases() == {"movie mode": ("dim the lights", "close the blinds")}
    await records.forget("the moon")
    await records.forget("MOVIE  mode")
    assert (await records.names(), await records.phrases()) == ([], {})


async def test_a_notification_is_told_once_and_kept_until_dismissed(db: Database) -> None:
    notifications = Notifications(db)
    heard: list[Notification] = []
    unsubscribe = notifications.listen(heard.append)
    one = Notification(id="n1", text="Done.", at=NOW, user_id=UserId("ann"))
    await notifications.tell(one)
    await notifications.tell(one)
    unsubscribe()
    assert heard == [one]
    assert await Notifications(db).all() == [one]
    assert await notifications.dismiss("n1")
    assert not await notifications.dismiss("n1")
    assert await notifications.get("n1") is None


async def test_the_oldest_notifications_go_first(db: Database) -> None:
    notifications = Notifications(db, kept=3)
    for number in range(5):
        await notifications.tell(Notification(id=str(number), text="x", at=NOW))
    assert [one.id for one in await notifications.all()] == ["2", "3", "4"]


async def test_a_database_from_before_learns_to_keep(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    old = sqlite3.connect(path)
    old.executescript((FIXTURES / "first.sql").read_text())
    old.close()
    async with Database(path) as db:
        records = KeepingRecords(db)
        await records.put_timers([Timer("a", "pasta", 300, NOW, 300)])
        assert await records.rule_records() == {}
    async with Database(path) as db:
        assert [timer.id for timer in await KeepingRecords(db).timers()] == ["a"]
