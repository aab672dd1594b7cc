"""Writes the record. Lives in the database's thread, never on the event loop."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlite_utils

from hub.home.audit import AuditKind, AuditNote
from hub.home.masking import Masking
from hub.recorder.audit.chain import GENESIS, Head, Row, row_after, text_of
from hub.recorder.audit.head import HEAD, HeadWrong, Key, read_head, write_head
from hub.recorder.audit.settings import AuditSettings
from hub.recorder.times import to_text

_INSERT = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)"
_LAST = "SELECT sequence, hash FROM entries ORDER BY sequence DESC LIMIT 1"
_TAIL = "SELECT sequence, hash, mac FROM tail"
# Removed in one transaction: a fraction of a second of the writer's time.
PRUNED_AT_ONCE = 10_000
# Days are whole: a record is not pruned entry by entry as each grows too old.
_SLACK = timedelta(days=1)
# Pruned below the limit, so that the next time is not at once.
_BELOW_LIMIT = 0.9


class Ledger:
    """The chain in one database; knows its last entry, and the head that was written of it."""

    def __init__(self, folder: Path, key: Key, settings: AuditSettings, masking: Masking) -> None:
        self._folder = folder
        self._key = key
        self._settings = settings
        self._masking = masking
        self._last: Head | None = None
        self.written_head = GENESIS

    def break_in(self, db: sqlite_utils.Database) -> str | None:
        """Say why the record cannot be gone on with; None if it ends where it should."""
        try:
            head = read_head(self._folder, self._key)
        except HeadWrong as error:
            return str(error)
        last = _last(db)
        wrong = self._wrong_end(db, last) or _wrong_head(db, last, head)
        if wrong is None:
            self.written_head = head or GENESIS
        return wrong

    def _wrong_end(self, db: sqlite_utils.Database, last: Head | None) -> str | None:
        tail = db.conn.execute(_TAIL).fetchone()
        if last is None and tail is None:
            return None
        if last is None or tail is None or (tail[0], tail[1]) != (last.sequence, last.hash):
            return f"the record ends at {last.sequence if last else 0}, not where it should"
        if not self._key.fits(last, str(tail[2])):
            return "the end of the record was not written with the key that is there"
        return None

    def is_empty(self, db: sqlite_utils.Database) -> bool:
        """Tell whether there is no entry yet."""
        return _last(db) is None

    def begin(self, db: sqlite_utils.Database, after: Head | None, what: dict[str, Any]) -> None:
        """Write the first entry of a new chain, which goes on after an old head if one is known."""
        note = AuditNote(
            AuditKind.BEGAN,
            what | {"after": {"sequence": after.sequence, "hash": after.hash} if after else None},
        )
        with db.atomic():
            last = self._append(db, after or GENESIS, [note])
        self._last = last

    def append(self, db: sqlite_utils.Database, notes: Sequence[AuditNote]) -> None:
        """Write entries, all or none; once this returns they are on disk."""
        before = self._last if self._last is not None else _last(db) or GENESIS
        self._last = None  # whatever happens now: only a commit tells where the chain ends
        with db.atomic():
            last = self._append(db, before, notes)
        self._last = last

    def note_head(self) -> None:
        """Write the head outside the table, once what it names is committed.

        Raises:
            OSError: it cannot be written; the next will tell the same.
        """
        if self._last is not None and self._last != self.written_head:
            write_head(self._folder, self._key, self._last)
            self.written_head = self._last

    def prune(self, db: sqlite_utils.Database, now: datetime) -> bool:
        """Remove some of what is too old or too much; tell whether there is more to remove.

        The last hash of what goes is kept in an entry, in the same transaction: from there the
        rest is verified. What the written head does not cover yet stays.
        """
        through = self._prunable(db, now)
        first = db.conn.execute("SELECT min(sequence) FROM entries").fetchone()[0]
        if through is None or first is None or through < first:
            return False
        through = min(through, first + PRUNED_AT_ONCE - 1)
        before = self._last if self._last is not None else _last(db) or GENESIS
        what = {"through": through, "hash": _hash_at(db, through), "count": through - first + 1}
        self._last = None
        with db.atomic():
            last = self._append(db, before, [AuditNote(AuditKind.PRUNED, what)])
            db.conn.execute("DELETE FROM entries WHERE sequence <= ?", [through])
        self._last = last
        return bool(through == first + PRUNED_AT_ONCE - 1)

    def _prunable(self, db: sqlite_utils.Database, now: datetime) -> int | None:
        """Return the number of the last entry that has to go."""
        keep = timedelta(days=self._settings.keep_days)
        oldest = db.conn.execute("SELECT at FROM entries ORDER BY sequence LIMIT 1").fetchone()
        through = None
        if oldest is not None and oldest[0] < to_text(now - keep - _SLACK):
            found = db.conn.execute(
                "SELECT sequence FROM entries WHERE at >= ? ORDER BY sequence LIMIT 1",
                [to_text(now - keep)],
            ).fetchone()
            through = found[0] - 1 if found else self.written_head.sequence
        used = _used_bytes(db)
        if used > self._settings.max_bytes:
            first, last = db.conn.execute(
                "SELECT min(sequence), max(sequence) FROM entries"
            ).fetchone()
            share = 1 - _BELOW_LIMIT * self._settings.max_bytes / used
            through = max(through or 0, first + int((last - first) * share))
        return None if through is None else min(through, self.written_head.sequence - 1)

    def _append(self, db: sqlite_utils.Database, before: Head, notes: Sequence[AuditNote]) -> Head:
        """Write entries and the tail, within the caller's transaction."""
        rows: list[Row] = []
        last = before
        for note in notes:
            row = row_after(
                last,
                at=to_text(note.at),
                kind=note.kind.value,
                user_id=note.user_id,
                source=note.source,
                what=self._text_of(note),
            )
            rows.append(row)
            last = Head(row.sequence, row.hash)
        db.conn.executemany(_INSERT, rows)
        tail = [last.sequence, last.hash, self._key.mac_of(last)]
        db.conn.execute("INSERT OR REPLACE INTO tail VALUES (1, ?, ?, ?)", tail)
        return last

    def _text_of(self, note: AuditNote) -> str:
        """Return what an entry says; what breaks while it is told must not hold up the others."""
        try:
            what = note.what() if callable(note.what) else note.what
            return text_of(what, self._masking)
        except Exception as error:  # noqa: BLE001 -- a bug in what is recorded, not in the record
            return text_of({"broken": f"{type(error).__name__} while this was written"}, Masking())


def _last(db: sqlite_utils.Database) -> Head | None:
    row = db.conn.execute(_LAST).fetchone()
    return Head(*row) if row else None


def _wrong_head(db: sqlite_utils.Database, last: Head | None, head: Head | None) -> str | None:
    if last is None:
        is_fresh = head in (None, GENESIS)
        return None if is_fresh else f"the record is empty, though {HEAD} says {head}"
    if head is None:
        return f"{HEAD} is missing"
    if head.sequence > last.sequence:
        return f"the record ends at {last.sequence}, though {HEAD} says {head.sequence}"
    if head != GENESIS and _hash_at(db, head.sequence) != head.hash:
        return f"entry {head.sequence} is not the one that {HEAD} names"
    return None


def _hash_at(db: sqlite_utils.Database, sequence: int) -> str | None:
    sql = "SELECT hash FROM entries WHERE sequence = ?"
    row = db.conn.execute(sql, [sequence]).fetchone()
    return str(row[0]) if row else None


def _used_bytes(db: sqlite_utils.Database) -> int:
    pages, free, size = (
        db.conn.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)
