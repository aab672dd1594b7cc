"""Plans that wait for a person, on disk until somebody decides or they expire."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from hub.home.ids import UserId
from hub.home.plan import Approval
from hub.home.stores import Decision
from hub.recorder.database import Database
from hub.recorder.times import to_text


class Approvals:
    """Keeps approvals; of all who decide one, exactly one succeeds."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put(self, approval: Approval) -> None:
        """Store a new approval."""
        row = [
            approval.id,
            approval.status,
            to_text(approval.created_at),
            to_text(approval.expires_at),
            approval.model_dump_json(),
        ]
        sql = (
            "INSERT INTO approvals (id, status, created_at, expires_at, document)"
            " VALUES (?, ?, ?, ?, ?)"
        )
        await self._db.write(lambda db: db.execute(sql, row))

    async def get(self, approval_id: str) -> Approval | None:
        """Return an approval as it stands."""
        sql = "SELECT * FROM approvals WHERE id = ?"
        rows = await self._db.read(lambda db: list(db.query(sql, [approval_id])))
        return _from_row(rows[0]) if rows else None

    async def pending(self, now: datetime) -> list[Approval]:
        """Return what can still be decided, the oldest first."""
        sql = (
            "SELECT * FROM approvals WHERE status = 'pending' AND expires_at > ?"
            " ORDER BY created_at"
        )
        rows = await self._db.read(lambda db: list(db.query(sql, [to_text(now)])))
        return [approval for row in rows if (approval := _from_row(row)) is not None]

    async def decide(
        self, approval_id: str, status: Decision, decided_by: UserId | None, at: datetime
    ) -> bool:
        """Decide a pending approval, atomically; False if it is decided, expired or unknown."""
        sql = (
            "UPDATE approvals SET status = ?, decided_by = ?, decided_at = ?"
            " WHERE id = ? AND status = 'pending' AND (? = 'expired' OR expires_at > ?)"
        )
        time = to_text(at)
        row = [status, decided_by, time, approval_id, status, time]
        return await self._db.write(lambda db: db.execute(sql, row).rowcount == 1)


def _from_row(row: dict[str, Any]) -> Approval | None:
    try:
        stored = Approval.model_validate_json(row["document"])
    except ValidationError:
        return None  # of an older version whose commands are gone: nothing could run it
    return stored.model_copy(update={"status": row["status"], "decided_by": row["decided_by"]})
