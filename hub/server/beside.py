"""Work that outlives the request that began it, and ends with the server."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from aiohttp import web

_log = logging.getLogger(__name__)


class Beside:
    """Holds tasks until they are done; what fails is logged, and the others go on."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Begin something."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def end(self) -> None:
        """End all that is still at work."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("%s failed", task.get_name(), exc_info=error)


BESIDE = web.AppKey("beside", Beside)


async def end_beside(app: web.Application) -> None:
    """End what is at work: the server stops."""
    await app[BESIDE].end()
