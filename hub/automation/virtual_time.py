"""A clock that goes as fast as it is told to, and alarms that ring by it."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime

from hub.automation.alarms import Ring

# Turns of the loop after which all that could go on has come to rest.
_TURNS_TO_REST = 12


class VirtualTime:
    """Both the clock and the alarms of a replay: time passes only in `advance_to`.

    What has to wait for time waits on an alarm, so after each step the loop runs until nothing
    moves any more: two replays of the same events take the same turns.
    """

    def __init__(self, start: datetime) -> None:
        self.now = start.astimezone(UTC)
        self._alarms: dict[str, tuple[datetime, int, Ring]] = {}
        self._queue: list[tuple[datetime, int, str]] = []
        self._order = itertools.count()

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def set(self, key: str, at: datetime, ring: Ring) -> None:
        """Ring at `at`, instead of whenever `key` was to ring before."""
        number = next(self._order)
        at = max(at.astimezone(UTC), self.now)
        self._alarms[key] = (at, number, ring)
        heapq.heappush(self._queue, (at, number, key))

    def cancel(self, key: str) -> None:
        """Never ring for `key`; an unknown one is no error."""
        self._alarms.pop(key, None)

    async def advance_to(self, moment: datetime) -> None:
        """Let time pass until `moment`, ringing what is due on the way, the earliest first."""
        moment = moment.astimezone(UTC)
        while self._queue and self._queue[0][0] <= moment:
            at, number, key = heapq.heappop(self._queue)
            waiting = self._alarms.get(key)
            if waiting is None or waiting[1] != number:
                continue  # cancelled, or set anew
            del self._alarms[key]
            self.now = max(self.now, at)
            await waiting[2]()
            await self.rest()
        self.now = max(self.now, moment)

    @staticmethod
    async def rest(is_resting: Callable[[], bool] = lambda: False) -> None:
        """Let the loop run until what was set off has come to rest."""
        for _ in range(_TURNS_TO_REST):
            if is_resting():
                return
            await asyncio.sleep(0)
