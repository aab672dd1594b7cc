"""Wrong passwords and PINs, counted on disk, so that a restart gives no new tries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlite_utils

from hub.home.errors import LockedOut
from hub.recorder.times import from_optional, to_text

FREE_TRIES = 5
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries since the last right one, and when the next is allowed."""

    wrong: int = 0
    closed_until: datetime | None = None

    def wait_s(self, now: datetime) -> float:
        """Return the seconds until the next try is allowed, 0 for now."""
        if self.closed_until is None:
            return 0.0
        wait = self.closed_until - now
        # No pause is this long: the clock was set back, which nobody outside can do.
        if wait > LONGEST_PAUSE:
            return 0.0
        return max(0.0, wait.total_seconds())

    def counted(self, now: datetime, free: int = FREE_TRIES) -> "Tries":
        """Return them with one more: some are free, then each costs a pause twice as long."""
        wrong = self.wrong + 1
        if wrong < free:
            return Tries(wrong)
        pause = min(FIRST_PAUSE * 2 ** min(wrong - free, 16), LONGEST_PAUSE)
        return Tries(wrong, now + pause)


def count_try(db: sqlite_utils.Database, key: str, what: str, now: datetime) -> None:
    """Count a try before it is checked, so that tries at once count too; in a transaction.

    Raises:
        LockedOut: no try is allowed now; `what` names what was tried.
    """
    tries = _tries(db, key)
    if (wait_s := tries.wait_s(now)) > 0:
        raise LockedOut(what, wait_s)
    counted = tries.counted(now)
    closed_until = to_text(counted.closed_until) if counted.closed_until else None
    db.execute(
        "INSERT OR REPLACE INTO wrong_tries (key, wrong, closed_until) VALUES (?, ?, ?)",
        [key, counted.wrong, closed_until],
    )


def forget_tries(db: sqlite_utils.Database, key: str) -> None:
    """Forget the tries under a key, after a right one."""
    db.execute("DELETE FROM wrong_tries WHERE key = ?", [key])


def _tries(db: sqlite_utils.Database, key: str) -> Tries:
    sql = "SELECT wrong, closed_until FROM wrong_tries WHERE key = ?"
    for row in db.query(sql, [key]):
        return Tries(row["wrong"], from_optional(row["closed_until"]))
    return Tries()
