"""Long-term statistics, as Home Assistant's sensor recorder compiles them."""

import math
from collections.abc import Sequence

import sqlite_utils

from hub.record import record

PERIOD_S = 300.0
HOUR_S = 3600.0
# After a long rest: periods made up for in one pass, and how far back at all.
_MOST_PERIODS = 24
_FURTHEST_BACK_S = 86_400.0
# A meter that falls by less than a tenth was read badly, it was not reset.
_RESET_BELOW = 0.9


@record(frozen=True, slots=True)
class Reading:
    """A number that held from `at` on, in seconds since 1970."""

    value: float
    at: float
    last_reset: str | None = None


@record(frozen=True, slots=True)
class Total:
    """How a meter stood at the end of a period, and what ran through it since the first."""

    state: float
    sum: float
    last_reset: str | None = None


def weighted_mean(readings: Sequence[Reading], start: float, end: float) -> float:
    """Return the mean over [start, end), each reading weighted by how long it held."""
    begun = max(readings[0].at, start)
    if end <= begun:
        return readings[-1].value
    total = 0.0
    for number, reading in enumerate(readings):
        until = readings[number + 1].at if number + 1 < len(readings) else end
        total += reading.value * max(0.0, until - max(reading.at, start))
    return total / (end - begun)


def run_on(before: Total | None, readings: Sequence[Reading], *, is_increasing: bool) -> Total:
    """Return the total after further readings; a reset begins a new cycle at 0."""
    old = new = before.state if before else None
    running, last_reset = (before.sum, before.last_reset) if before else (0.0, None)
    for reading in readings:
        if _is_reset(reading, old, new, last_reset, is_increasing=is_increasing):
            if old is not None and new is not None:
                running += new - old
            old = reading.value if old is None else 0.0
            last_reset = reading.last_reset
        new = reading.value
    if old is None or new is None:
        raise ValueError("a total needs a reading")
    return Total(new, running + new - old, last_reset)


def _is_reset(
    reading: Reading,
    old: float | None,
    new: float | None,
    last_reset: str | None,
    *,
    is_increasing: bool,
) -> bool:
    if old is None:
        return True
    if is_increasing:
        return new is not None and 0 <= reading.value < _RESET_BELOW * new
    return reading.last_reset is not None and reading.last_reset != last_reset


def compile_due(db: sqlite_utils.Database, now: float) -> bool:
    """Compile the periods that ended since the last time; True if more are due."""
    done = db.conn.execute("SELECT value FROM marks WHERE name = 'compiled'").fetchone()
    last_end = math.floor(now / PERIOD_S) * PERIOD_S
    start = max(done[0] if done else last_end - PERIOD_S, last_end - _FURTHEST_BACK_S)
    for _ in range(_MOST_PERIODS):
        if start + PERIOD_S > last_end:
            return False
        with db.atomic():
            compile_period(db, start, start + PERIOD_S)
            start += PERIOD_S
            db.conn.execute("INSERT OR REPLACE INTO marks VALUES ('compiled', ?)", [start])
    return start + PERIOD_S <= last_end


def compile_period(db: sqlite_utils.Database, start: float, end: float) -> None:
    """Write the statistics of [start, end), and those of the hour if it ends here."""
    rows = db.conn.execute(
        "SELECT e.id, json_extract(a.document, '$.state_class') FROM entities e"
        " JOIN states s ON s.id = e.last JOIN attributes a ON a.id = s.attributes"
        " WHERE json_extract(a.document, '$.state_class') IS NOT NULL"
    ).fetchall()
    for entity, state_class in rows:
        if readings := _readings(db, entity, start, end):
            _compile(db, entity, state_class, readings, start)
    if end % HOUR_S == 0:
        _roll_up(db, end - HOUR_S, end)


def _compile(
    db: sqlite_utils.Database, entity: int, state_class: str, readings: list[Reading], start: float
) -> None:
    values = [reading.value for reading in readings]
    row: tuple[object, ...]
    if state_class == "measurement":
        mean = weighted_mean(readings, start, start + PERIOD_S)
        row = (mean, min(values), max(values), None, None, None)
    elif state_class in {"total", "total_increasing"}:
        before = _total_before(db, entity, start)
        total = run_on(before, readings, is_increasing=state_class == "total_increasing")
        row = (None, None, None, total.state, total.sum, total.last_reset)
    else:
        return
    sql = "INSERT OR REPLACE INTO statistics_5min VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    db.conn.execute(sql, [entity, start, *row])


def _readings(db: sqlite_utils.Database, entity: int, start: float, end: float) -> list[Reading]:
    columns = (
        "SELECT s.state, s.updated, json_extract(a.document, '$.last_reset') FROM states s"
        " JOIN attributes a ON a.id = s.attributes WHERE s.entity = ? AND"
    )
    before = db.conn.execute(
        f"{columns} s.updated < ? ORDER BY s.updated DESC, s.id DESC LIMIT 1", [entity, start]
    ).fetchall()
    within = db.conn.execute(
        f"{columns} s.updated >= ? AND s.updated < ? ORDER BY s.updated, s.id",
        [entity, start, end],
    ).fetchall()
    return [
        Reading(value, at, None if reset is None else str(reset))
        for state, at, reset in before + within
        if (value := _number(state)) is not None
    ]


def _number(state: str | None) -> float | None:
    try:
        value = float(state or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _total_before(db: sqlite_utils.Database, entity: int, start: float) -> Total | None:
    for table in ("statistics_5min", "statistics_hourly"):
        found = db.conn.execute(
            f"SELECT state, sum, last_reset FROM {table} WHERE entity = ? AND start < ?"  # noqa: S608 -- names of our own
            " AND sum IS NOT NULL ORDER BY start DESC LIMIT 1",
            [entity, start],
        ).fetchone()
        if found:
            return Total(*found)
    return None


def _roll_up(db: sqlite_utils.Database, start: float, end: float) -> None:
    db.conn.execute(
        "INSERT OR REPLACE INTO statistics_hourly"
        " SELECT n.entity, ?, n.mean, n.low, n.high, l.state, l.sum, l.last_reset FROM"
        " (SELECT entity, avg(mean) mean, min(min) low, max(max) high, max(start) last"
        " FROM statistics_5min WHERE start >= ? AND start < ? GROUP BY entity) n"
        " JOIN statistics_5min l ON l.entity = n.entity AND l.start = n.last",
        [start, start, end],
    )
