"""The engines as a service of their own, for hubs on other machines."""

import asyncio
import signal
import socket
import subprocess
import sys

import pytest
from wyoming.client import AsyncClient
from wyoming.event import Event
from wyoming.info import Describe, Info

PROGRAM = [sys.executable, "-m", "hub.voice.embedded"]

# Starting takes a second, on a busy machine many.
pytestmark = pytest.mark.timeout(60)


async def test_it_serves_over_tcp_and_ends_when_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        uri = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    service = await asyncio.create_subprocess_exec(*PROGRAM, "--uri", uri)
    try:
        told = Info.from_event(await _described(uri))
    finally:
        service.send_signal(signal.SIGTERM)
    assert await service.wait() == 0
    assert told.asr
    assert told.tts
    assert told.wake


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--uri", "ftp://somewhere"], "is not like unix:///path or tcp://127.0.0.1:10300"),
        (["--uri", "unix:///nowhere/at/all"], "cannot listen at unix:///nowhere/at/all"),
        ([], "give a path or --uri"),
    ],
)
def test_what_cannot_be_served_is_told(arguments: list[str], complaint: str) -> None:
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert complaint in done.stderr
    assert done.stdout == ""


async def _described(uri: str) -> Event:
    while True:
        try:
            async with AsyncClient.from_uri(uri) as client:
                await client.write_event(Describe().event())
                event: Event | None = await client.read_event()
        except OSError:
            await asyncio.sleep(0.05)
        else:
            assert event is not None
            return event
