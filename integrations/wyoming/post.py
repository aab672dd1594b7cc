"""What goes to a satellite, in the order in which it was said."""

import asyncio

from wyoming.event import Event, Eventable

from integrations.wyoming.wire import Wire, WireError, WireLost


class Post:
    """Sends events while `run` runs; once one cannot be sent, none is any more."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._waiting: asyncio.Queue[Eventable | Event] = asyncio.Queue()
        self._failure: str | None = None

    def put(self, *events: Eventable | Event) -> None:
        """Send events when it is their turn."""
        if self._failure is None:
            for event in events:
                self._waiting.put_nowait(event)

    async def write(self, *events: Eventable | Event) -> None:
        """Send events, and wait until they are.

        Raises:
            WireLost: they cannot be.
        """
        self.put(*events)
        await self._waiting.join()
        if self._failure is not None:
            raise WireLost(self._failure)

    async def run(self) -> None:
        """Send what is put. When that fails, it hangs up, so that whoever reads learns of it."""
        while True:
            event = await self._waiting.get()
            try:
                if self._failure is None:
                    await self._wire.write(event)
            except WireError as error:
                self._failure = str(error)
                await self._wire.close()
            finally:
                self._waiting.task_done()
