"""A wire between a client and its broker that can be cut, or made slow."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"

Way = tuple[asyncio.StreamReader, asyncio.StreamWriter, int | None]


class Wire:
    """Passes bytes on, both ways, to a port of this machine.

    `cut_after`: so many bytes from the broker, then the connection ends, amid a packet or not; for
    the next connection alone. `trickle`: so many bytes at a time, every 5 ms.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self.cut_after: int | None = None
        self.trickle: int | None = None
        self.cuts = 0
        self._server: asyncio.Server | None = None
        self._cut = 0
        self._open: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def port(self) -> int:
        """Where clients connect."""
        assert self._server is not None, "not entered"
        return int(self._server.sockets[0].getsockname()[1])

    async def cut(self) -> None:
        """End all connections, as a broken network does: nobody says goodbye."""
        self._cut += 1
        for writer in self._writers:
            writer.transport.abort()
        if self._open:
            await asyncio.wait(self._open)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._pass_on, LOOPBACK, 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        await asyncio.sleep(0)  # what was just accepted begins
        await self.cut()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        begun, (left, self.cut_after) = self._cut, (self.cut_after, None)
        both = {writer}
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._target)
            both.add(far_writer)
            if begun == self._cut:
                self._writers |= both
                await self._both_ways((reader, far_writer, None), (far_reader, writer, left))
        except OSError:
            pass
        finally:
            for end in both:
                end.transport.abort()
            self._writers -= both
            self._open.discard(task)

    async def _both_ways(self, *ways: Way) -> None:
        tasks = [asyncio.create_task(self._one_way(*way)) for way in ways]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _one_way(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: int | None
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(self.trickle or 65_536):
                if left is not None and len(data) > left:
                    writer.write(data[:left])
                    await writer.drain()
                    self.cuts += 1
                    return
                left = None if left is None else left - len(data)
                writer.write(data)
                await writer.drain()
                if self.trickle:
                    await asyncio.sleep(0.005)
