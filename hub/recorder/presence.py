"""The last word of every tracker, zones that phones brought along, registered phones, on disk."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar

import sqlite_utils
from pydantic import ValidationError

from hub.home.frozen import Frozen
from hub.home.positions import TrackerRecord, ZoneRecord
from hub.recorder.database import Database

Model = TypeVar("Model", bound=Frozen)
Table = Literal["trackers", "brought_zones", "registered_phones"]


class PresenceRecords:
    """Keeps them as documents, one table a kind; a tracker's last replaces the one before."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def trackers(self) -> Sequence[TrackerRecord]:
        """Return the trackers as they were last kept."""
        rows = await self._documents("trackers")
        return [found for row in rows.values() if (found := _model(TrackerRecord, row)) is not None]

    async def put_trackers(self, records: Sequence[TrackerRecord]) -> None:
        """Add or replace trackers, all or none."""
        await self._put("trackers", {each.tracker_id: each.model_dump_json() for each in records})

    async def remove_tracker(self, tracker_id: str) -> None:
        """Forget a tracker; an unknown one is no error."""
        await self._remove("trackers", tracker_id)

    async def zones(self) -> Sequence[ZoneRecord]:
        """Return the zones that devices brought along, and those that people drew."""
        rows = await self._documents("brought_zones")
        return [found for row in rows.values() if (found := _model(ZoneRecord, row)) is not None]

    async def put_zone(self, record: ZoneRecord) -> None:
        """Add or replace a zone."""
        await self._put("brought_zones", {record.object_id: record.model_dump_json()})

    async def remove_zone(self, object_id: str) -> None:
        """Forget a zone; an unknown one is no error."""
        await self._remove("brought_zones", object_id)

    async def registrations(self) -> Mapping[str, str]:
        """Return the registered phones, as JSON, by webhook id."""
        return await self._documents("registered_phones")

    async def put_registration(self, webhook_id: str, document: str) -> None:
        """Add or replace a registered phone."""
        await self._put("registered_phones", {webhook_id: document})

    async def remove_registration(self, webhook_id: str) -> None:
        """Forget a registered phone; an unknown one is no error."""
        await self._remove("registered_phones", webhook_id)

    async def _documents(self, table: Table) -> dict[str, str]:
        # The names of tables come from the code above, never from outside; so below.
        sql = f"SELECT id, document FROM {table} ORDER BY rowid"  # noqa: S608 -- names of our own
        return await self._db.read(lambda db: {row["id"]: row["document"] for row in db.query(sql)})

    async def _put(self, table: Table, rows: Mapping[str, str]) -> None:
        sql = (
            f"INSERT INTO {table} (id, document) VALUES (?, ?)"  # noqa: S608 -- names of our own
            " ON CONFLICT (id) DO UPDATE SET document = excluded.document"
        )

        def work(db: sqlite_utils.Database) -> None:
            db.conn.executemany(sql, list(rows.items()))

        await self._db.write(work)

    async def _remove(self, table: Table, key: str) -> None:
        sql = f"DELETE FROM {table} WHERE id = ?"  # noqa: S608 -- names of our own

        def work(db: sqlite_utils.Database) -> None:
            db.execute(sql, [key])

        await self._db.write(work)


def _model(model: type[Model], document: str) -> Model | None:
    try:
        return model.model_validate_json(document)
    except ValidationError:
        return None  # of another version; the next fix replaces it
