"""Being woken at a moment of the wall clock, over APScheduler.

The jobs live in memory: whoever sets an alarm keeps on disk what it needs to set it again.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Protocol, Self

from apscheduler.jobstores.base import JobLookupError  # type: ignore[import-untyped]
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

Ring = Callable[[], Awaitable[None]]

# The scheduler sleeps by the monotonic clock, which neither a suspended machine nor a corrected
# wall clock moves: so often it looks at the wall clock anew.
LOOK_EVERY_S = 30
# Whoever rings may set its own alarm anew, for a moment that is over: that is a second instance
# of the same job, which the scheduler would else leave out without a trace.
_MOST_AT_ONCE = 1_000


class Alarms(Protocol):
    """Wakes its callers. A moment that is over already rings at once."""

    def set(self, key: str, at: datetime, ring: Ring) -> None:
        """Ring at `at`, instead of whenever `key` was to ring before."""

    def cancel(self, key: str) -> None:
        """Never ring for `key`; an unknown one is no error."""


class WallClockAlarms:
    """Rings by the wall clock from entering until leaving."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        self._scheduler.add_job(_look, "interval", seconds=LOOK_EVERY_S, id="look at the clock")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._scheduler.shutdown(wait=False)

    def set(self, key: str, at: datetime, ring: Ring) -> None:
        """Ring at `at`, instead of whenever `key` was to ring before."""
        self._scheduler.add_job(
            _ring, "date", [ring], run_date=at, id=key, replace_existing=True,
            misfire_grace_time=None, max_instances=_MOST_AT_ONCE,
        )  # fmt: skip

    def cancel(self, key: str) -> None:
        """Never ring for `key`; an unknown one is no error."""
        try:
            self._scheduler.remove_job(key)
        except JobLookupError:
            return


async def _ring(ring: Ring) -> None:
    await ring()


async def _look() -> None:
    """Do nothing: that the scheduler woke up is enough."""
