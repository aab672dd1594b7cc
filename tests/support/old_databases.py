"""Old databases, one for each step that the schema ever had; run this to write what is missing.

    python -m tests.support.old_databases

What is written once is never changed: it stands for what lies on people's disks.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlite_utils.migrations import Migrations

from hub.recorder.audit.schema import AUDIT
from hub.recorder.history.schema import HISTORY
from hub.recorder.schema import APPLICATION_ID, SCHEMA
from hub.recorder.tokens import digest_of

FOLDER = Path(__file__).parents[1] / "recorder" / "fixtures" / "steps"
SETS = (SCHEMA, HISTORY, AUDIT)
SECRET = "lares_of_an_old_database"  # noqa: S105 -- of a database that tests make
AT = "2026-01-02T03:04:05.000000+00:00"
_STEPS = Migrations.migrations_table
# What a row says where a filler would not do.
_SAMPLES: dict[str, dict[str, Any]] = {
    "users": {"id": "ann", "name": "Ann", "role": "owner", "created": AT},
    "tokens": {"user_id": "ann", "name": "hers", "digest": digest_of(SECRET), "created": AT},
    "entities": {
        "id": "light.lamp",
        "integration": "mqtt",
        "unique_id": "0x1",
        "document": '{"id": "light.lamp", "name": "Lamp", "integration": "mqtt", '
        '"unique_id": "0x1", "actions": []}',
    },
    "customs": {"kind": "device", "id": "lock", "document": '{"name": "Door"}'},
    "shelf": {"id": "device:lock", "decision": "adopted"},
    "floors": {"document": '{"id": "ground", "name": "Ground floor"}'},
    "areas": {"document": '{"id": "hall", "name": "Hall"}'},
    "labels": {"document": '{"id": "night", "name": "Night"}'},
    "devices": {"document": '{"id": "lock", "name": "Lock"}'},
}
_FILLERS = {"INTEGER": 1, "REAL": 1.5, "TEXT": "x", "BLOB": b"x"}


def file_of(schema: Migrations, step: str) -> Path:
    """Return where the database is kept that ended with a step."""
    return FOLDER / f"{schema.name}-{step}.sql"


def kept(schema: Migrations) -> list[str]:
    """Return the steps of which there is a database, in the order they are applied."""
    return [name for name in names_of(schema) if file_of(schema, name).exists()]


def names_of(schema: Migrations) -> list[str]:
    """Return all steps, in the order they are applied."""
    return [step.name for step in schema._migrations]  # it has no public list


def load(schema: Migrations, step: str, into: Path) -> None:
    """Make the file of an old database."""
    into.unlink(missing_ok=True)
    db = sqlite3.connect(into)
    db.executescript(file_of(schema, step).read_text(encoding="utf-8"))
    db.close()


def databases(schema: Migrations) -> Iterator[tuple[str, sqlite_utils.Database]]:
    """Yield a database after each step, with a row in every table as soon as there is one."""
    db = sqlite_utils.Database(memory=True)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    names = names_of(schema)
    seen: set[str] = set()
    for name, following in zip(names, [*names[1:], None], strict=True):
        schema.apply(db, stop_before=following)
        for table in db.table_names():
            if table not in seen | {_STEPS}:
                _fill(db, table, _SAMPLES.get(table, {}) if schema is SCHEMA else {})
        seen |= set(db.table_names())
        db.conn.execute(f"UPDATE {_STEPS} SET applied_at = ?", [AT])  # noqa: S608
        db.conn.commit()
        yield name, db


def _fill(db: sqlite_utils.Database, table: str, known: dict[str, Any]) -> None:
    """Put a row into a table; one that only takes special values stays empty."""
    columns = list(db.conn.execute(f'PRAGMA table_info("{table}")'))
    known = _parents(db, table) | known
    row = {
        name: known.get(name, _FILLERS[kind])
        for _, name, kind, must, default, key in columns
        if name in known or ((must or key) and default is None)
    }
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
    insert = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 -- our own schema
    with contextlib.suppress(sqlite3.IntegrityError):
        db.conn.execute(insert, list(row.values()))


def _parents(db: sqlite_utils.Database, table: str) -> dict[str, Any]:
    """Return the values of the columns that name rows of other tables."""
    found = {}
    keys = db.conn.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    for _, _, parent, column, to, *_ in keys:
        if parent != table:
            select = f'SELECT "{to or "rowid"}" FROM "{parent}" LIMIT 1'  # noqa: S608
            found[column] = next(iter(db.conn.execute(select)), (None,))[0]
    return found


def write_missing() -> list[Path]:
    """Write the databases that are not kept yet; returns their files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = []
    for schema in SETS:
        for name, db in databases(schema):
            file = file_of(schema, name)
            if not file.exists():
                script = "\n".join(db.conn.iterdump())
                text = f"PRAGMA application_id = {APPLICATION_ID};\n{script}\n"
                file.write_text(text, encoding="utf-8")
                written.append(file)
    return written


if __name__ == "__main__":
    for path in write_missing():
        print(path.name)  # noqa: T201 -- a command
