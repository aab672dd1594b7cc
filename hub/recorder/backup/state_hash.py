"""A hash of what a hub keeps, part by part: people, rules, timers, entities, and so on.

It is over contents, whatever the order of rows and the layout of files: what a restore brings back
must have the same.
"""

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from hub.recorder.backup.parcel import Entry

_MODULUS = 1 << 256
_RULES = "rules/"
_HISTORY = "history.db"
_MAIN = "lares.db"


def state_of(folder: Path, files: Iterable[Entry]) -> dict[str, str]:
    """Return the hash of each part of what lies in a folder. Blocks.

    Raises:
        sqlite3.Error: a database cannot be read.
    """
    parts: dict[str, str] = {}
    plain: dict[str, list[str]] = {}
    for entry in files:
        if entry.path == _HISTORY:
            parts["history"] = entry.digest
        elif entry.path.endswith(".db") and "/" not in entry.path:
            prefix = "" if entry.path == _MAIN else f"{entry.path}:"
            for table, digest in tables_of(folder / entry.path).items():
                parts[f"{prefix}{table}"] = digest
        else:
            part = "rule files" if entry.path.startswith(_RULES) else "files"
            plain.setdefault(part, []).append(f"{entry.path} {entry.digest}")
    for part, lines in plain.items():
        parts[part] = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return parts


def tables_of(file: Path) -> dict[str, str]:
    """Return the hash of the rows of each table of a database.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as db:
        names = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {name: _rows(db, name) for (name,) in names if not name.startswith("sqlite_")}


def whole(parts: Mapping[str, str]) -> str:
    """Return one hash for all parts."""
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True).encode()).hexdigest()


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return the parts in which two states differ."""
    return sorted(part for part in {*one, *other} if one.get(part) != other.get(part))


def _rows(db: sqlite3.Connection, table: str) -> str:
    quoted = table.replace('"', '""')
    total = count = 0
    for row in db.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 -- quoted
        text = json.dumps(row, default=bytes.hex).encode()
        total = (total + int.from_bytes(hashlib.sha256(text).digest())) % _MODULUS
        count += 1
    return hashlib.sha256(f"{count} {total:x}".encode()).hexdigest()
