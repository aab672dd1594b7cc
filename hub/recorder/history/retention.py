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
    _bound(db, settings.max_bytes)


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
        if not removed:
            return


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
