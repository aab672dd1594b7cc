"""Wrong passwords and PINs, counted on disk, so that a restart gives no new tries."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import sqlite_utils

from hub.home.errors import LockedOut
from hub.record import record
from hub.recorder.times import from_optional, to_text

FREE_TRIES = 5
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


@record(frozen=True, slots=True)
class Limit:
    """How many wrong tries in a row are free, and the pauses after, each twice as long."""

    free: int = FREE_TRIES
    first_pause: timedelta = FIRST_PAUSE
    longest_pause: timedelta = LONGEST_PAUSE


STRICT = Limit()
# For what strangers can use up: whoever is meant must not be kept out for long.
LOOSE = Limit(30, timedelta(seconds=10), timedelta(minutes=5))


@record(frozen=True, slots=True)
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

    def counted(self, now: datetime, limit: Limit = STRICT) -> "Tries":
        """Return them with one more."""
        wrong = self.wrong + 1
        if wrong < limit.free:
            return Tries(wrong)
        pause = min(limit.first_pause * 2 ** min(wrong - limit.free, 16), limit.longest_pause)
        return Tries(wrong, now + pause)


def count_tries(
    db: sqlite_utils.Database, limits: Mapping[str, Limit], what: str, now: datetime
) -> None:
    """Count a try under several keys before it is checked, so that tries at once count too.

    In a transaction. Where one of them is closed, none counts.

    Raises:
        LockedOut: no try is allowed now; `what` names what was tried.
    """
    tries = {key: tries_of(db, key) for key in limits}
    if (wait_s := max(each.wait_s(now) for each in tries.values())) > 0:
        raise LockedOut(what, wait_s)
    for key, limit in limits.items():
        counted = tries[key].counted(now, limit)
        closed_until = to_text(counted.closed_until) if counted.closed_until else None
        db.execute(
            "INSERT OR REPLACE INTO wrong_tries (key, wrong, closed_until) VALUES (?, ?, ?)",
            [key, counted.wrong, closed_until],
        )


def forget_tries(db: sqlite_utils.Database, keys: Iterable[str]) -> None:
    """Forget the tries under some keys, after a right one."""
    for key in keys:
        db.execute("DELETE FROM wrong_tries WHERE key = ?", [key])


def tries_of(db: sqlite_utils.Database, key: str) -> Tries:
    """Return the tries under a key."""
    sql = "SELECT wrong, closed_until FROM wrong_tries WHERE key = ?"
    for row in db.query(sql, [key]):
        return Tries(row["wrong"], from_optional(row["closed_until"]))
    return Tries()
