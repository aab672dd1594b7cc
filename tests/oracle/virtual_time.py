"""An event loop whose clock stands still until it is moved; what is due then runs, in order."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

# Taken before Home Assistant guards it: threads need real time while `settle` waits for them.
_SLEEP = time.sleep
_BASE = 1_600_000_000.0
_QUIET_ROUNDS = 3
_INEXACT_S = 1e-6


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its `time` and `unix_s` are moved by `advance` alone; threads run as they always do."""

    def __init__(self) -> None:
        super().__init__()
        self.unix_s = _BASE
        self._in_threads = 0

    def time(self) -> float:
        """Return the virtual time, in seconds."""
        return self.unix_s - _BASE

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Count what runs in threads, so that `settle` waits for it."""
        self._in_threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._back)
        return future

    def _back(self, _future: asyncio.Future[Any]) -> None:
        self._in_threads -= 1

    async def settle(self) -> None:
        """Return when nothing is left to do at this moment."""
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            await asyncio.sleep(0)
            if self._in_threads:
                _SLEEP(0.0005)
                quiet = 0
            else:
                quiet = 0 if self._ready else quiet + 1  # type: ignore[attr-defined]

    async def advance(self, seconds: float) -> None:
        """Let so many seconds pass, stopping wherever a timer is due."""
        until = self.unix_s + seconds
        await self.settle()
        while True:
            due = [  # what is due at the very end runs too
                timer.when() + _BASE
                for timer in self._scheduled  # type: ignore[attr-defined]
                if not timer.cancelled()
            ]
            following = min(due, default=None)
            if following is None or following > until:
                break
            # A float of this size is exact to a quarter of a microsecond only.
            self.unix_s = max(self.unix_s, following + _INEXACT_S)
            await self.settle()
        self.unix_s = max(self.unix_s, until)
        await self.settle()
