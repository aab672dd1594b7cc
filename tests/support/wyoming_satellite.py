"""A simulated Wyoming satellite: the hub connects to it, as to wyoming-satellite."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from wyoming.audio import AudioChunk, AudioStop
from wyoming.event import Event, Eventable, async_read_event, async_write_event
from wyoming.info import Describe, Info, Satellite
from wyoming.ping import Ping, Pong
from wyoming.pipeline import PipelineStage, RunPipeline
from wyoming.snd import Played

from tests.support.wyoming import fact

RATE = 16_000


def satellite_info(name: str = "Kitchen", **more: Any) -> Info:
    """Return what a satellite says of itself."""
    return Info(satellite=Satellite(**{**fact(name), "area": None, **more}))


@dataclass
class Dish:
    """A satellite, and what the hub told it. `plays`: it tells when it has played something."""

    info: Info = field(default_factory=satellite_info)
    plays: bool = True
    pongs: bool = True
    told: list[Event] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    writer: asyncio.StreamWriter | None = None
    # Only the first bytes of garbage, in place of an answer to `describe`.
    garbage: bytes | None = None

    @property
    def data(self) -> dict[str, Any]:
        """What an entry of it is made of."""
        return {"host": "127.0.0.1", "port": self.port}

    @property
    def types(self) -> list[str]:
        """The types of what it was told, without sound and pings."""
        hidden = {"audio-chunk", "ping", "pong", "describe"}
        return [event.type for event in self.told if event.type not in hidden]

    @property
    def sound(self) -> bytes:
        """All that it was given to play."""
        return b"".join(event.payload or b"" for event in self.told if event.type == "audio-chunk")

    def all(self, event_type: str) -> list[Event]:
        """Return what it was told of a type."""
        return [event for event in self.told if event.type == event_type]

    async def say(self, *events: Eventable) -> None:
        """Send events to the hub."""
        assert self.writer is not None
        for event in events:
            await async_write_event(event.event(), self.writer)

    async def raw(self, sent: bytes) -> None:
        """Send bytes as they are."""
        assert self.writer is not None
        self.writer.write(sent)
        await self.writer.drain()

    async def run(self, start: str = "asr", end: str = "tts", **more: Any) -> None:
        """Ask for a run."""
        asked = RunPipeline(PipelineStage(start), PipelineStage(end)).event()
        head = {"type": asked.type, "data": asked.data | more}
        await self.raw(json.dumps(head).encode() + b"\n")

    async def hear(self, *pieces: bytes) -> None:
        """Send sound."""
        await self.say(*(AudioChunk(RATE, 2, 1, piece) for piece in pieces))

    async def stop(self) -> None:
        """Send that its microphone is closed."""
        await self.say(AudioStop())

    def kill(self) -> None:
        """Go away without a word."""
        assert self.writer is not None
        self.writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take what the hub says."""
        self.connections += 1
        while (event := await async_read_event(reader)) is not None:
            self.told.append(event)
            if Describe.is_type(event.type):
                if self.garbage is not None:
                    writer.write(self.garbage)
                    return
                await async_write_event(self.info.event(), writer)
                self.writer = writer
            elif Ping.is_type(event.type) and self.pongs:
                await async_write_event(Pong().event(), writer)
            elif AudioStop.is_type(event.type) and self.plays:
                await async_write_event(Played().event(), writer)


@asynccontextmanager
async def dished(dish: Dish) -> AsyncIterator[Dish]:
    """Run a satellite on a free port of this machine."""
    running: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await dish.serve(reader, writer)
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            running.discard(task)
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", dish.port)
    dish.port = server.sockets[0].getsockname()[1]
    try:
        yield dish
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await server.wait_closed()
