"""What triggers wait for, in memory, and on disk a moment later.

Changes are written in batches by a task of its own; what a run's own transaction wrote already is
only taken note of.
"""

import asyncio
import contextlib
import logging
from typing import Self

from hub.automation.durable import Firing, RunStore, Wait

log = logging.getLogger(__name__)
# A disk that is full or locked is tried again so much later.
RETRY_S = 5.0


class Waits:
    """All waits of a hub: `load` before rules are attached, then use it as a context manager."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._waits: dict[str, Wait] = {}
        self._dirty: dict[str, Wait | None] = {}
        self._gone: list[str] = []
        self._news = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Read what is on disk."""
        self._waits = {wait.key: wait for wait in await self._store.waits()}

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._write_on(), name="waits")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self.flush()

    def get(self, key: str) -> Wait | None:
        """Return a wait."""
        return self._waits.get(key)

    def of(self, prefix: str) -> list[Wait]:
        """Return the waits whose keys begin so."""
        return [wait for key, wait in self._waits.items() if key.startswith(prefix)]

    def put(self, wait: Wait) -> None:
        """Add or replace a wait."""
        if self._waits.get(wait.key) != wait:
            self._waits[wait.key] = wait
            self._later(wait.key, wait)

    def over(self, key: str) -> None:
        """Forget a wait; an unknown one is no error."""
        if self._waits.pop(key, None) is not None:
            self._later(key, None)

    def forget(self, prefix: str) -> None:
        """Forget all waits whose keys begin so: their rule is gone, or was switched off."""
        for wait in self.of(prefix):
            del self._waits[wait.key]
        for key in [key for key in self._dirty if key.startswith(prefix)]:
            del self._dirty[key]
        self._gone.append(prefix)
        self._news.set()

    def taken(self, firing: Firing) -> None:
        """Take note of what a firing does to waits; the run's transaction writes it."""
        if firing.over is not None:
            self._waits.pop(firing.over, None)
            self._dirty.pop(firing.over, None)
        if firing.next is not None:
            self._waits[firing.next.key] = firing.next
            self._dirty.pop(firing.next.key, None)

    def settle(self, firing: Firing) -> None:
        """Write what a firing does to waits, for one that began no run."""
        if firing.over is not None:
            self._later(firing.over, self._waits.get(firing.over))
        if firing.next is not None:
            self._later(firing.next.key, self._waits.get(firing.next.key))

    async def flush(self) -> None:
        """Write what is not on disk yet."""
        async with self._writing:
            gone, self._gone = self._gone, []
            dirty, self._dirty = self._dirty, {}
            try:
                for prefix in gone:
                    await self._store.forget_waits(prefix)
                if dirty:
                    kept = [wait for wait in dirty.values() if wait is not None]
                    over = [key for key, wait in dirty.items() if wait is None]
                    await self._store.put_waits(kept, over=over)
            except BaseException:
                self._gone = gone + self._gone
                self._dirty = dirty | self._dirty
                raise

    def _later(self, key: str, wait: Wait | None) -> None:
        self._dirty[key] = wait
        self._news.set()

    async def _write_on(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.flush()
            except Exception:
                log.exception("waits of triggers are not on disk; trying again in %s s", RETRY_S)
                await asyncio.sleep(RETRY_S)
                self._news.set()
