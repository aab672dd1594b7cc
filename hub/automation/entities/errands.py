"""Work that is finished once it has begun, whether or not anybody still waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Self, TypeVar

T = TypeVar("T")

# How long what is under way may take when the hub stops, in seconds.
LAST_S = 5.0


class Errands:
    """Owns the tasks; leaving it waits for them a while, then cancels what is left."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=LAST_S)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def begin(self, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Begin a piece of work."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._over)
        return task

    def _over(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Whoever waited has heard of it; who no longer waits does not want to.
            task.exception()

    async def done(self, work: Coroutine[Any, Any, T], name: str) -> T:
        """Do a piece of work; it goes on if the caller is cancelled."""
        return await asyncio.shield(self.begin(work, name))
