"""What pages keep for a user: small JSON values by key."""

from typing import Any

import orjson
import sqlite_utils

from hub.home.errors import HubError
from hub.home.ids import UserId
from hub.recorder.database import Database

MOST_KEYS = 100
LARGEST_BYTES = 64 * 1024


class TooMuchData(HubError):
    """A page keeps more for a user than there is room for."""


class UserData:
    """Keeps values; they are on disk when `put` returns, and go when the user does."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, user_id: UserId, key: str) -> Any:
        """Return a value, None if there is none."""
        sql = "SELECT document FROM user_data WHERE user_id = ? AND key = ?"
        given = [user_id, key]
        row = await self._db.read(lambda db: db.conn.execute(sql, given).fetchone())
        return None if row is None else orjson.loads(row[0])

    async def put(self, user_id: UserId, key: str, value: Any) -> None:
        """Keep a value; None takes it away.

        Raises:
            TooMuchData: it is too large, or there are too many.
        """
        document = orjson.dumps(value).decode()
        if len(document) > LARGEST_BYTES:
            raise TooMuchData(f"{key!r} holds more than {LARGEST_BYTES} bytes; keep less in it")

        def work(db: sqlite_utils.Database) -> bool:
            db.execute("DELETE FROM user_data WHERE user_id = ? AND key = ?", [user_id, key])
            if value is None:
                return True
            sql = "SELECT count(*) FROM user_data WHERE user_id = ?"
            if db.execute(sql, [user_id]).fetchone()[0] >= MOST_KEYS:
                return False
            db.execute("INSERT INTO user_data VALUES (?, ?, ?)", [user_id, key, document])
            return True

        if not await self._db.write(work):
            raise TooMuchData(f"pages keep {MOST_KEYS} values for you; take one away first")
