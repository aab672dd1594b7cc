"""A copy of a database is kept before its schema changes, so that there is a way back."""

import contextlib
import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from hub.disk import sync

# Of the latest upgrades.
COPIES_KEPT = 2
_PART = ".part"


def is_upgrade(db: Database, schema: Migrations) -> bool:
    """Tell whether steps are missing from a database that has some."""
    return bool(schema.applied(db)) and bool(schema.pending(db))


def keep_copy(db: Database, path: Path, schema: Migrations) -> Path:
    """Keep what is in `db` as `NAME.before-NNN`, after the first step that is missing. Blocks.

    It is on disk when this returns; a copy that an interrupted upgrade left is made anew, since
    no step is half done in it. Older copies go.

    Raises:
        sqlite3.Error: it cannot be written.
        OSError: the same.
    """
    number = schema.pending(db)[0].name.partition("_")[0]
    copy = path.with_name(f"{path.name}.before-{number}")
    part = copy.with_name(copy.name + _PART)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with contextlib.closing(sqlite3.connect(part)) as target:
        db.conn.backup(target)
    sync(part)
    part.replace(copy)
    sync(path.parent)
    for old in _copies(path)[COPIES_KEPT:]:
        old.unlink(missing_ok=True)
    return copy


def _copies(path: Path) -> list[Path]:
    found = [one for one in path.parent.glob(f"{path.name}.before-*") if one.suffix != _PART]
    return sorted(found, key=lambda one: (one.stat().st_mtime_ns, one.name), reverse=True)
