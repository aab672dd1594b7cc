"""What people are still to be told, on disk until they dismiss it."""

from collections.abc import Callable, Sequence

import sqlite_utils

from hub.home.notifications import Notification
from hub.recorder.database import Database
from hub.recorder.rows import readable

Listener = Callable[[Notification], None]

# The oldest go first.
NOTIFICATIONS_KEPT = 200


class Notifications:
    """Keeps notifications and tells listeners about each new one."""

    def __init__(self, db: Database, *, kept: int = NOTIFICATIONS_KEPT) -> None:
        self._db = db
        self._kept = kept
        self._listeners: list[Listener] = []

    async def tell(self, notification: Notification) -> None:
        """Keep a notification and tell the listeners; the same id twice tells it once."""
        row = (notification.id, notification.model_dump_json())
        if not await self._db.write(lambda db: _store(db, row, self._kept)):
            return
        for listener in tuple(self._listeners):
            listener(notification)

    async def all(self) -> Sequence[Notification]:
        """Return those nobody dismissed, the oldest first."""
        sql = "SELECT document FROM notifications ORDER BY number"
        rows = await self._db.read(lambda db: [row["document"] for row in db.query(sql)])
        return readable(rows, Notification.model_validate_json, "notifications")

    async def get(self, notification_id: str) -> Notification | None:
        """Return a notification, None if there is none (any more)."""
        return next((one for one in await self.all() if one.id == notification_id), None)

    async def dismiss(self, notification_id: str) -> bool:
        """Forget a notification; False if it was not there."""
        sql = "DELETE FROM notifications WHERE id = ?"
        return await self._db.write(lambda db: db.execute(sql, [notification_id]).rowcount == 1)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every new notification; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


def _store(db: sqlite_utils.Database, row: tuple[str, str], kept: int) -> bool:
    sql = "INSERT INTO notifications (id, document) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"
    is_new = db.execute(sql, list(row)).rowcount == 1
    db.execute(
        "DELETE FROM notifications WHERE number <= (SELECT max(number) FROM notifications) - ?",
        [kept],
    )
    return bool(is_new)
