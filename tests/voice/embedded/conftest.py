"""The engines as a process, shared by the tests of this folder: loading them takes seconds."""

import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncClient
from wyoming.event import Event, Eventable

from hub.home.speech import Sound
from hub.voice.embedded import launch
from hub.voice.embedded.settings import EngineSettings

Ask = Callable[..., Awaitable[list[Event]]]

LAST = ("transcript", "error", "audio-stop", "info", "not-detected", "pong", "lares-ready")


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    socket = tmp_path_factory.mktemp("e", numbered=True) / "s"
    with subprocess.Popen(launch.command(socket, EngineSettings(threads=1))) as process:
        while not socket.exists():
            time.sleep(0.02)
        yield f"unix://{socket}"
        process.kill()


@pytest.fixture
def ask(engines: str) -> Ask:
    """Send events over a connection of its own; returns what comes up to the end of an answer."""

    async def asked(*events: Eventable, until: tuple[str, ...] = LAST) -> list[Event]:
        async with AsyncClient.from_uri(engines) as client:
            for event in events:
                await client.write_event(event.event())
            answers: list[Event] = []
            while not answers or answers[-1].type not in until:
                event = await client.read_event()
                if event is None:
                    break
                answers.append(event)
            return answers

    return asked


def sound_events(sound: Sound, *, piece_s: float = 0.1) -> list[Eventable]:
    size = int(sound.rate * piece_s) * 2
    pieces = [sound.pcm[at : at + size] for at in range(0, len(sound.pcm), size)]
    return [
        AudioStart(sound.rate, 2, 1),
        *(AudioChunk(sound.rate, 2, 1, piece) for piece in pieces),
        AudioStop(),
    ]


def spoken(answers: list[Event]) -> Sound:
    """Return the speech in the answer to `synthesize`."""
    return Sound(b"".join(event.payload or b"" for event in answers), answers[0].data["rate"])
