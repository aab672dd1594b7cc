"""Statistics as Home Assistant compiles them, checked against the plain sum and mean."""

from pathlib import Path

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from hub.recorder.history.retention import DAY_S, purge, used_bytes
from hub.recorder.history.schema import HISTORY
from hub.recorder.history.settings import RecorderSettings
from hub.recorder.history.statistics import Reading, compile_period, run_on, weighted_mean


@given(st.lists(st.floats(-1e6, 1e6), min_size=300, max_size=300))
def test_the_mean_is_that_of_every_second(values: list[float]) -> None:
    readings = [Reading(value, float(second)) for second, value in enumerate(values)]
    assert weighted_mean(readings, 0, 300) == pytest.approx(sum(values) / 300, abs=1e-3)


@given(st.lists(st.integers(1, 1000), min_size=1))
def test_a_total_that_only_rises_sums_up_what_ran_through(steps: list[int]) -> None:
    readings, stand = [Reading(50, 0)], 50
    for step in steps:
        stand += step
        readings.append(Reading(stand, 0))
    assert run_on(None, readings, is_increasing=True).sum == sum(steps)


def test_a_meter_that_was_reset_goes_on_from_nought() -> None:
    readings = [Reading(value, 0) for value in (100.0, 110.0, 2.0, 5.0)]
    assert run_on(None, readings, is_increasing=True).sum == 10 + 5


def make(tmp_path: Path, *states: tuple[str, float]) -> sqlite_utils.Database:
    db = sqlite_utils.Database(tmp_path / "history.db")
    HISTORY.apply(db)
    with db.atomic():
        db.execute("INSERT INTO entities VALUES (1, 'sensor.a', ?)", [len(states)])
        db.execute('INSERT INTO attributes VALUES (1, 0, \'{"state_class": "measurement"}\')')
        for state, at in states:
            sql = "INSERT INTO states VALUES (NULL, 1, ?, 1, ?, ?, 'c', NULL, 'device', NULL)"
            db.execute(sql, [state, at, at])
    return db


def test_a_period_and_its_hour_are_compiled(tmp_path: Path) -> None:
    db = make(tmp_path, ("10", 3000), ("unknown", 3350), ("20", 3450))
    compile_period(db, 3300, 3600)
    for table in ("statistics_5min", "statistics_hourly"):
        [row] = db.query(f"SELECT mean, min, max FROM {table}")  # noqa: S608
        assert row == {"mean": 15, "min": 10, "max": 20}
    db.close()


def test_the_old_go_and_the_last_state_stays(tmp_path: Path) -> None:
    db = make(tmp_path, ("1", 0), ("2", 10), ("3", 3 * DAY_S), ("4", 5))
    purge(db, RecorderSettings(keep_days=1), 3.5 * DAY_S)
    assert [row["state"] for row in db.query("SELECT state FROM states")] == ["3", "4"]
    db.close()


def _hours(db: sqlite_utils.Database, entity: int, *starts: float) -> None:
    for start in starts:
        sql = "INSERT INTO statistics_hourly VALUES (?, ?, 1, 1, 1, 1, 1, NULL)"
        db.execute(sql, [entity, start])


def test_old_hours_go_but_the_last_of_each_entity_from_which_sums_go_on(tmp_path: Path) -> None:
    db = make(tmp_path)
    with db.atomic():
        db.execute("INSERT INTO entities VALUES (2, 'sensor.b', NULL)")
        _hours(db, 1, 0, DAY_S, 40 * DAY_S)
        _hours(db, 2, 0, DAY_S)
    purge(db, RecorderSettings(keep_statistics_days=30), 50 * DAY_S)
    left = [tuple(row.values()) for row in db.query("SELECT entity, start FROM statistics_hourly")]
    assert left == [(1, 40 * DAY_S), (2, DAY_S)]
    db.close()


def test_hours_go_when_the_file_is_full_and_nothing_else_is_left(tmp_path: Path) -> None:
    db = make(tmp_path, ("1", 0), ("2", 1))
    with db.atomic():
        for entity in range(1, 13):
            name = f"sensor.e{entity}"
            db.execute("INSERT OR IGNORE INTO entities VALUES (?, ?, NULL)", [entity, name])
            _hours(db, entity, *(hour * 3600 for hour in range(8000)))
    before = used_bytes(db)
    settings = RecorderSettings(max_bytes=1_000_000)
    assert before > settings.max_bytes
    for _ in range(3):
        purge(db, settings, DAY_S)
    assert used_bytes(db) <= settings.max_bytes
    assert [row["state"] for row in db.query("SELECT state FROM states")] == ["2"]
    [[oldest, newest]] = db.execute("SELECT min(start), max(start) FROM statistics_hourly")
    assert oldest > 0
    assert newest == 7999 * 3600
    db.close()
