"""What can still be read of a damaged database, copied row by row into a new one.

Only rows that their tables still hold are taken, never what lies in free pages: a token that was
deleted stays deleted.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlite_utils.migrations import Migrations

from hub.disk import sync
from hub.record import record
from hub.recorder.aside import set_aside
from hub.recorder.schema import APPLICATION_ID, unknown_steps

_READY = ".salvaged"
_PART = ".salvaging"
_STEPS = Migrations.migrations_table


@record(frozen=True, slots=True)
class Salvaged:
    """What was saved: rows by table, which tables were not read whole, and where the rest lies.

    `has_owner` False: no owner was found, and therefore no token was taken over.
    """

    aside: Path
    rows: Mapping[str, int]
    torn: tuple[str, ...]
    has_owner: bool

    def __str__(self) -> str:
        saved = sum(self.rows.values())
        if not saved:
            return f"nothing of it could be read; it lies in {self.aside.name}"
        torn = f", not all of {', '.join(self.torn)}" if self.torn else ""
        return f"{saved} rows of it were saved{torn}; it lies in {self.aside.name}"


def salvage(path: Path, schema: Migrations, *, is_ours: bool = True) -> Salvaged:
    """Put a new database in the place of a damaged one, which is set aside. Blocks.

    Of one that is not ours nothing is taken over.
    Killed at any moment, it is begun again, or ended by `finish_salvage`, at the next start.

    Raises:
        OSError, sqlite3.Error: the new one cannot be written.
    """
    part = path.with_name(path.name + _PART)
    _remove(part)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    rows: dict[str, int] = {}
    torn: list[str] = []
    with contextlib.closing(sqlite_utils.Database(part)) as target:
        target.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        with _source(path) if is_ours else contextlib.nullcontext() as source:
            _begin(target, schema, source)
            if source is not None:
                _copy(source, target, rows, torn)
        has_owner = _drop_strangers(target)
    sync(part)
    part.replace(path.with_name(path.name + _READY))
    aside = set_aside(path)
    path.with_name(path.name + _READY).replace(path)
    sync(path.parent)
    return Salvaged(aside, {k: n for k, n in rows.items() if n}, tuple(torn), has_owner)


def finish_salvage(path: Path) -> Path | None:
    """End a salvage that was interrupted; returns where the damaged database lies."""
    ready = path.with_name(path.name + _READY)
    if not ready.is_file():
        return None
    aside = set_aside(path)
    ready.replace(path)
    sync(path.parent)
    return aside


@contextlib.contextmanager
def _source(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Open the damaged database, None if nothing of it can be read."""
    if not path.is_file():
        yield None
        return
    with contextlib.ExitStack() as stack:
        source: sqlite3.Connection | None = None
        with contextlib.suppress(sqlite3.Error):
            source = stack.enter_context(contextlib.closing(sqlite3.connect(path)))
            # Then SQLite loads the definitions up to the first that is damaged, and minds neither
            # that pages are missing at the end, as its own `.recover` does.
            source.execute("PRAGMA writable_schema = ON")
            # And it takes none of them on trust (https://sqlite.org/security.html).
            source.execute("PRAGMA trusted_schema = OFF")
            source.execute("PRAGMA cell_size_check = ON")
        yield source


def _begin(
    target: sqlite_utils.Database, schema: Migrations, source: sqlite3.Connection | None
) -> None:
    """Make the tables as the damaged database had them, so that its upgrade comes after."""
    pending: list[str] = []
    if source is not None:
        damaged = sqlite_utils.Database(source)
        with contextlib.suppress(sqlite3.Error):
            if schema.applied(damaged) and not unknown_steps(damaged, schema):
                pending = [step.name for step in schema.pending(damaged)]
    schema.apply(target, stop_before=pending[0] if pending else None)


def _copy(
    source: sqlite3.Connection, target: sqlite_utils.Database, rows: dict[str, int],
    torn: list[str],
) -> None:  # fmt: skip
    target.conn.execute("PRAGMA foreign_keys = OFF")
    for table in target.table_names():
        if table == _STEPS:
            continue
        columns = _columns(source, table)
        known = [name for name in columns if name in _columns(target.conn, table)]
        if not known:
            torn.append(table)
            continue
        with target.atomic():
            rows[table], is_whole = _copy_table(source, target.conn, table, known)
        if not is_whole:
            torn.append(table)


def _copy_table(
    source: sqlite3.Connection, target: sqlite3.Connection, table: str, columns: Sequence[str]
) -> tuple[int, bool]:
    """Copy from the first row on until one cannot be read, then from the last one back."""
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" for _ in columns)
    # The names are those of our own schema.
    insert = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 -- names of our own
    saved, is_whole = 0, True
    for order in ("", _backwards(source, table)):
        if order is None:
            break
        select = f'SELECT {names} FROM "{table}" {order}'  # noqa: S608 -- names of our own
        reading = _rows(source, select)
        for row in reading:
            if row is None:
                is_whole = False
                break
            try:
                saved += max(target.execute(insert, row).rowcount, 0)
            except sqlite3.Error:
                is_whole = False  # the row itself is damaged
        else:
            break
    return saved, is_whole


def _rows(source: sqlite3.Connection, select: str) -> Iterator[tuple[Any, ...] | None]:
    """Yield rows, and None in the place of the first that cannot be read, which is the end."""
    try:
        yield from source.execute(select)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        yield None


def _backwards(source: sqlite3.Connection, table: str) -> str | None:
    try:
        source.execute(f'SELECT rowid FROM "{table}" LIMIT 0')  # noqa: S608 -- our own schema
    except sqlite3.Error:
        return None
    return "ORDER BY rowid DESC"


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    try:
        return [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
    except sqlite3.Error:
        return []


def _drop_strangers(target: sqlite_utils.Database) -> bool:
    """Drop what belongs to nobody any more; returns whether there is an owner.

    Without one, no token and no earlier code counts.
    """
    with target.atomic():
        for table, row_id, *_ in target.execute("PRAGMA foreign_key_check").fetchall():
            target.execute(f'DELETE FROM "{table}" WHERE rowid = ?', [row_id])  # noqa: S608 -- names of our own
        if "users" not in target.table_names():
            return True
        [[owners]] = target.execute("SELECT count(*) FROM users WHERE role = 'owner'").fetchall()
        if not owners:
            target.execute("DELETE FROM tokens")
            target.execute("DELETE FROM onboarding_codes")
    return bool(owners)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
