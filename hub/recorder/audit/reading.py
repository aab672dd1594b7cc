"""Reads the record without touching it, while the hub runs or when it is stopped."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.home.audit import AuditKind
from hub.record import record
from hub.recorder.audit.chain import Head, Row
from hub.recorder.audit.head import DATABASE
from hub.recorder.errors import StorageCorrupt, StorageUnavailable
from hub.recorder.times import to_text

_COLUMNS = "sequence, at, kind, user_id, source, what, hash"


@record(frozen=True, slots=True)
class Wanted:
    """Which entries: of these times, numbers and kinds; the latest `limit` of them."""

    start: datetime | None = None
    end: datetime | None = None
    before: int | None = None
    kinds: tuple[AuditKind, ...] = ()
    user_id: str | None = None
    limit: int | None = None


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the record for reading only. What it yields is one moment of it.

    Raises:
        StorageUnavailable: there is none, or it cannot be read.
        StorageCorrupt: the file is damaged.
    """
    path = folder / DATABASE
    if not path.exists():
        raise StorageUnavailable(path, "there is no audit record")
    try:
        with closing(_connected(path)) as connection:
            connection.execute("PRAGMA busy_timeout = 5000")
            connection.execute("BEGIN")
            yield connection
    except sqlite3.OperationalError as error:
        raise StorageUnavailable(path, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise StorageCorrupt(path, str(error)) from error


def entries(folder: Path, wanted: Wanted) -> Iterator[Row]:
    """Yield entries, the oldest first.

    Raises:
        StorageUnavailable, StorageCorrupt: see `opened`.
    """
    where, values = _conditions(wanted)
    # Only names and question marks of our own are put together here.
    sql = f"SELECT {_COLUMNS} FROM entries{where} ORDER BY sequence"  # noqa: S608 -- names of our own
    if wanted.limit is not None:
        sql = f"SELECT {_COLUMNS} FROM entries{where} ORDER BY sequence DESC LIMIT ?"  # noqa: S608 -- names of our own
        sql = f"SELECT * FROM ({sql}) ORDER BY sequence"  # noqa: S608 -- names of our own
        values.append(max(0, wanted.limit))
    with opened(folder) as connection:
        for row in connection.execute(sql, values):
            yield Row(*row)


def last_of(folder: Path) -> Head | None:
    """Return the number and hash of the last entry; None if there is none.

    Raises:
        StorageUnavailable, StorageCorrupt: see `opened`.
    """
    last = list(entries(folder, Wanted(limit=1)))
    return Head(last[0].sequence, last[0].hash) if last else None


def as_json(row: Row) -> dict[str, Any]:
    """Return an entry as plain data."""
    return row._asdict() | {"what": json.loads(row.what)}


def as_line(row: Row) -> str:
    """Return an entry as a line of JSON; `what` stands there as it is hashed."""
    facts = json.dumps(
        {name: value for name, value in row._asdict().items() if name not in {"what", "hash"}},
        ensure_ascii=False,
    )
    return f'{facts[:-1]}, "hash": "{row.hash}", "what": {row.what}}}'


def _connected(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        connection = sqlite3.connect(uri, uri=True, isolation_level=None)
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # A copy in a folder that may not be written to: nobody else writes to it either.
        connection = sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None)
    return connection


def _conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    found: list[tuple[str, list[Any]]] = []
    if wanted.start is not None:
        found.append(("at >= ?", [to_text(wanted.start)]))
    if wanted.end is not None:
        found.append(("at < ?", [to_text(wanted.end)]))
    if wanted.before is not None:
        found.append(("sequence < ?", [wanted.before]))
    if wanted.user_id is not None:
        found.append(("user_id = ?", [wanted.user_id]))
    if wanted.kinds:
        marks = ", ".join("?" * len(wanted.kinds))
        found.append((f"kind IN ({marks})", [kind.value for kind in wanted.kinds]))
    if not found:
        return "", []
    where = " AND ".join(condition for condition, _ in found)
    return f" WHERE {where}", [value for _, values in found for value in values]
