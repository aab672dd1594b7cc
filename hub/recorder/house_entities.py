"""What the hub's own devices were last set to, on disk."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlite_utils

from hub.recorder.database import Database
from hub.recorder.rows import readable


class HouseEntityRecords:
    """Keeps one document an entity."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what is kept, by entity id."""
        sql = "SELECT id, document FROM house_entities"
        rows = await self._db.read(lambda db: list(db.query(sql)))
        return dict(readable(rows, _document, "the house's own entities"))

    async def put(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Add or replace documents, all or none."""
        rows = [(key, json.dumps(document)) for key, document in documents.items()]
        sql = (
            "INSERT INTO house_entities (id, document) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET document = excluded.document"
        )

        def work(db: sqlite_utils.Database) -> None:
            for row in rows:
                db.execute(sql, row)

        await self._db.write(work)

    async def remove(self, entity_ids: Sequence[str]) -> None:
        """Forget entities; unknown ids are no error."""

        def work(db: sqlite_utils.Database) -> None:
            for entity_id in entity_ids:
                db.execute("DELETE FROM house_entities WHERE id = ?", [entity_id])

        await self._db.write(work)


def _document(row: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    document = json.loads(row["document"])
    if not isinstance(document, dict):
        raise TypeError("no mapping")
    return row["id"], document
