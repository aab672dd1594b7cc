"""An event loop that sleeps in no time: when nothing is left to do, its clock leaps ahead."""

import asyncio
import selectors
from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class _NeverWaiting(selectors.SelectSelector):
    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is not None and timeout > 0:
            self.passed_s += timeout
        return super().select(0)


class LeapingLoop(asyncio.SelectorEventLoop):
    """For what has no sockets and no threads to wait for."""

    def __init__(self) -> None:
        self._never_waiting = _NeverWaiting()
        super().__init__(self._never_waiting)

    def time(self) -> float:
        """Return the seconds that passed here."""
        return self._never_waiting.passed_s

    def now(self) -> datetime:
        """Return the time of day that goes with it."""
        return _EPOCH + timedelta(seconds=self.time())
