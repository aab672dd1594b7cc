"""A bell that one task at a time waits for: an event with a timeout, at a fifth of the cost."""

import asyncio


class Bell:
    """Rings until it is hushed."""

    __slots__ = ("_waiter", "has_rung")

    def __init__(self) -> None:
        self.has_rung = False
        self._waiter: asyncio.Future[None] | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits, or has not gone on yet."""
        return self._waiter is not None

    def ring(self) -> None:
        """Wake who waits, and let who comes later pass."""
        self.has_rung = True
        _wake(self._waiter)

    def hush(self) -> None:
        """Have who comes from now on wait."""
        self.has_rung = False

    async def wait(self, until: float) -> bool:
        """Wait for it until a time of the loop's clock; tell whether it has rung."""
        if self.has_rung:
            return True
        loop = asyncio.get_running_loop()
        waiter = self._waiter = loop.create_future()
        timer = loop.call_at(until, _wake, waiter)
        try:
            await waiter
        finally:
            timer.cancel()
            self._waiter = None
        return self.has_rung


def _wake(waiter: "asyncio.Future[None] | None") -> None:
    if waiter is not None and not waiter.done():
        waiter.set_result(None)
