"""Simulated Wyoming services, on the protocol's own server, with the faults that services have."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event, Eventable
from wyoming.info import (
    AsrModel,
    AsrProgram,
    Attribution,
    Info,
    TtsProgram,
    TtsVoice,
    WakeModel,
    WakeProgram,
)
from wyoming.server import AsyncEventHandler
from wyoming.tts import SynthesizeStopped
from wyoming.wake import Detection, NotDetected

RATE = 16_000
SPOKEN_RATE = 22_050
ATTRIBUTION = Attribution(name="Somebody", url="https://example.org")
# Two bytes a sample; what a fake service takes for its wake word.
WAKE = b"\x01\x02" * 160


def fact(name: str) -> dict[str, Any]:
    """Return what every program and model has."""
    return {
        "name": name,
        "attribution": ATTRIBUTION,
        "installed": True,
        "description": name,
        "version": "1.0",
    }


def asr(name: str = "whisper", **more: Any) -> AsrProgram:
    """Return a program that hears."""
    models = [AsrModel(**fact("tiny"), languages=["en"])]
    return AsrProgram(**{**fact(name), "models": models, **more})


def tts(name: str = "piper", **more: Any) -> TtsProgram:
    """Return a program that speaks."""
    voices = [TtsVoice(**fact(voice), languages=["en"]) for voice in ("joe", "amy")]
    return TtsProgram(**{**fact(name), "voices": voices, **more})


def wake(name: str = "openwakeword", *words: str) -> WakeProgram:
    """Return a program that wakes."""
    models = [
        WakeModel(**fact(word), languages=["en"], phrase=word) for word in words or ("okay_nabu",)
    ]
    return WakeProgram(**fact(name), models=models)


@dataclass
class Service:
    """What a fake service is, what it answers, and what it was told.

    `instead`: what is done with an event of a type in place of answering; `dies_after`: how many
    pieces of sound it takes before it hangs up.
    """

    info: Info = field(default_factory=Info)
    transcript: Transcript = field(default_factory=lambda: Transcript(text="turn on the light"))
    speech: Sequence[AudioChunk] = ()
    dies_after: int | None = None
    instead: Mapping[str, Callable[["Handler"], Awaitable[bool]]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    port: int = 0

    @property
    def uri(self) -> str:
        """Where it is."""
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def sound(self) -> bytes:
        """All sound it was sent."""
        return b"".join(event.payload or b"" for event in self.events)

    def told(self, event_type: str) -> list[Event]:
        """Return the events of a type it was sent."""
        return [event for event in self.events if event.type == event_type]


class Handler(AsyncEventHandler):
    """One connection to a fake service."""

    def __init__(
        self, service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        super().__init__(reader, writer)
        self.service = service
        self._pieces = 0
        self._asked = ""

    async def say(self, *events: Eventable) -> bool:
        """Send events."""
        for event in events:
            await self.write_event(event.event())
        return True

    async def handle_event(self, event: Event) -> bool:
        """Answer as the protocol says."""
        service = self.service
        service.events.append(event)
        instead = service.instead.get(event.type)
        if instead is not None:
            return await instead(self)
        if event.type in {"transcribe", "detect"}:
            self._asked = event.type
        if AudioChunk.is_type(event.type):
            return await self._listen(event.payload or b"")
        if event.type in {"synthesize", "synthesize-chunk"}:
            return await self.speak()
        return await self.say(*self._answers(event.type))

    def _answers(self, event_type: str) -> Sequence[Eventable]:
        service = self.service
        answers: dict[str, Eventable] = {
            "describe": service.info,
            "synthesize-stop": SynthesizeStopped(),
            "audio-stop": service.transcript if self._asked == "transcribe" else NotDetected(),
        }
        return [answers[event_type]] if event_type in answers else []

    async def _listen(self, piece: bytes) -> bool:
        service = self.service
        self._pieces += 1
        if service.dies_after is not None and self._pieces >= service.dies_after:
            return False
        if self._asked == "detect" and WAKE in piece:
            await self.say(Detection(name=service.info.wake[0].models[0].name))
        return True

    async def speak(self) -> bool:
        """Send the speech."""
        start = AudioStart(rate=SPOKEN_RATE, width=2, channels=1)
        return await self.say(start, *self.service.speech, AudioStop())


@asynccontextmanager
async def served(service: Service, *, path: str | None = None) -> AsyncIterator[Service]:
    """Run a service on a free port of this machine, or at a socket's path."""
    running: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await Handler(service, reader, writer).run()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            running.discard(task)

    if path is not None:
        server = await asyncio.start_unix_server(handle, path)
    else:
        server = await asyncio.start_server(handle, "127.0.0.1", service.port)
        service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await server.wait_closed()
