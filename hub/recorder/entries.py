"""Adopted devices of the makers' local APIs, kept over restarts."""

import json
from dataclasses import fields
from typing import Any

import sqlite_utils

from hub.home.maker import Entry
from hub.recorder.database import Database
from hub.recorder.rows import readable


class EntryRecords:
    """Keeps entries; what a method was given is on disk when it returns."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> list[Entry]:
        """Return all entries, in the order they were adopted in."""
        rows = await self._db.read(_rows)
        return list(readable(rows, lambda row: Entry(**json.loads(row["document"])), "entries"))

    async def put(self, entry: Entry) -> None:
        """Keep an entry, in place of one of the same id."""
        values = {field.name: getattr(entry, field.name) for field in fields(entry)}
        document = json.dumps(values | {"data": dict(entry.data)})

        def work(db: sqlite_utils.Database) -> None:
            db.execute(
                "INSERT INTO entries (id, document) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                [entry.id, document],
            )

        await self._db.write(work)

    async def remove(self, entry_id: str) -> None:
        """Forget an entry; an unknown id is no error."""
        await self._db.write(lambda db: db.execute("DELETE FROM entries WHERE id = ?", [entry_id]))


def _rows(db: sqlite_utils.Database) -> list[dict[str, Any]]:
    return list(db.query("SELECT document FROM entries ORDER BY number"))
