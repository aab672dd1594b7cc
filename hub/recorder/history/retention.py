"""What goes, and when: the oldest first, the last state of an entity never."""

import sqlite_utils

from hub.recorder.history.settings import RecorderSettings

DAY_S = 86_400.0
# Rows deleted in one transaction: a fraction of a second of the writer's time.
CHUNK = 5_000
# A flood bounds itself: what is over goes in so many steps a pass, the rest in the next.
_MOST_CHUNKS = 40


def purge(db: sqlite_utils.Database, settings: RecorderSettings, now: float) -> None:
    """Delete what is older than wanted."""
    rows = db.conn.execute("SELECT id, entity_id, last FROM entities").fetchall()
    for number, entity_id, last in rows:
        cutoff = now - settings.days_of(entity_id) * DAY_S
        with db.atomic():
            db.conn.execute(
                "DELETE FROM states WHERE id IN (SELECT id FROM states"
                " WHERE entity = ? AND updated < ? AND id IS NOT ? ORDER BY updated LIMIT ?)",
                [number, cutoff, last, CHUNK],
            )
    cutoff = now - settings.keep_days * DAY_S
    with db.atomic():
        db.conn.execute(
            "DELETE FROM events WHERE id IN"
            " (SELECT id FROM events WHERE at < ? ORDER BY at LIMIT ?)",
            [cutoff, CHUNK],
        )
        db.conn.execute("DELETE FROM statistics_5min WHERE start < ?", [cutoff])
    _drop_hours(db, now - settings.keep_statistics_days * DAY_S)
    _bound(db, settings.max_bytes)


def _drop_hours(db: sqlite_utils.Database, cutoff: float) -> int:
    """Delete hourly statistics that are older; the last of each entity stays: sums go on from it.

    Returns how many went, at most `CHUNK` of each entity.
    """
    removed = 0
    for (entity,) in db.conn.execute("SELECT id FROM entities").fetchall():
        last = _end_of_hours(db, "max", entity)
        if last is None:
            continue
        with db.atomic():
            removed += db.conn.execute(
                "DELETE FROM statistics_hourly WHERE entity = ? AND start IN (SELECT start FROM"
                " statistics_hourly WHERE entity = ? AND start < ? ORDER BY start LIMIT ?)",
                [entity, entity, min(cutoff, last), CHUNK],
            ).rowcount
    return removed


def _end_of_hours(db: sqlite_utils.Database, which: str, entity: int) -> float | None:
    sql = f"SELECT {which}(start) FROM statistics_hourly WHERE entity = ?"  # noqa: S608 -- min, max
    found: float | None = db.conn.execute(sql, [entity]).fetchone()[0]
    return found


def _bound(db: sqlite_utils.Database, max_bytes: int) -> None:
    for _ in range(_MOST_CHUNKS):
        if used_bytes(db) <= max_bytes:
            return
        with db.atomic():
            removed = db.conn.execute(
                "DELETE FROM states WHERE id IN (SELECT id FROM states WHERE id NOT IN"
                " (SELECT last FROM entities WHERE last IS NOT NULL) ORDER BY updated LIMIT ?)",
                [CHUNK],
            ).rowcount
            oldest = db.conn.execute("SELECT min(updated) FROM states").fetchone()[0]
            removed += db.conn.execute("DELETE FROM events WHERE at < ?", [oldest or 0]).rowcount
            _drop_unused_attributes(db)
        if not removed and not _drop_hours(db, _oldest_hours(db)):
            return


def _oldest_hours(db: sqlite_utils.Database) -> float:
    """Return the moment before which the oldest tenth of what hourly statistics cover lies."""
    entities = [entity for (entity,) in db.conn.execute("SELECT id FROM entities").fetchall()]
    firsts = [at for one in entities if (at := _end_of_hours(db, "min", one)) is not None]
    lasts = [at for one in entities if (at := _end_of_hours(db, "max", one)) is not None]
    if not firsts:
        return 0.0
    return min(firsts) + (max(lasts) - min(firsts)) / 10 + 1


def _drop_unused_attributes(db: sqlite_utils.Database) -> None:
    db.conn.execute("DELETE FROM attributes WHERE id NOT IN (SELECT attributes FROM states)")


def tidy(db: sqlite_utils.Database) -> None:
    """Delete attributes that no state has any more; reads all states, so only now and then."""
    with db.atomic():
        _drop_unused_attributes(db)


def used_bytes(db: sqlite_utils.Database) -> int:
    """Return how much of the file is in use, freed pages not counted."""
    one = (db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in
           ("page_count", "freelist_count", "page_size"))  # fmt: skip
    pages, free, size = one
    return int((pages - free) * size)
