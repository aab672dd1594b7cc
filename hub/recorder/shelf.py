"""What was decided about new devices, kept over restarts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

import sqlite_utils

from hub.recorder.database import Database
from hub.recorder.times import to_text, utc_now

Decision = Literal["adopted", "ignored"]


class ShelfRecords:
    """Keeps decisions; they are on disk when a method returns."""

    def __init__(self, db: Database, *, now: Callable[[], datetime] = utc_now) -> None:
        self._db = db
        self._now = now

    async def all(self) -> dict[str, Decision]:
        """Return all decisions by the id on the shelf."""
        return await self._db.read(_decisions)

    async def put(self, decided: Mapping[str, Decision | None]) -> None:
        """Keep decisions; None: there is none any more."""
        at = to_text(self._now())

        def work(db: sqlite_utils.Database) -> None:
            for shelf_id, decision in decided.items():
                if decision is None:
                    db.execute("DELETE FROM shelf WHERE id = ?", [shelf_id])
                else:
                    db.execute(
                        "INSERT OR REPLACE INTO shelf (id, decision, decided) VALUES (?, ?, ?)",
                        [shelf_id, decision, at],
                    )

        await self._db.write(work)


def _decisions(db: sqlite_utils.Database) -> dict[str, Decision]:
    return {row["id"]: row["decision"] for row in db.query("SELECT id, decision FROM shelf")}
