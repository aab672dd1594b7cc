"""The hub's side of its engines: a process that dies is replaced, and none is left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from wyoming.client import AsyncClient
from wyoming.ping import Ping

from hub.voice.embedded import launch
from hub.voice.embedded.child import EmbeddedEngines, Phase
from hub.voice.embedded.launch import NotInstalled

# Starting takes a second, on a busy machine many.
pytestmark = pytest.mark.timeout(60)


async def test_killed_engines_come_back(tmp_path: Path) -> None:
    async with EmbeddedEngines(tmp_path) as engines:
        await _answering(engines)
        first = engines.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await engines.wait_for(Phase.DOWN, 5)
        assert "SIGKILL" in engines.state.reason
        await _answering(engines)
        assert engines.pid not in (None, first)
    assert engines.state.name is Phase.DOWN
    assert engines.pid is None


async def _answering(engines: EmbeddedEngines) -> None:
    """Return once they answer, which they do while they load."""
    while True:
        try:
            async with AsyncClient.from_uri(engines.uri) as client:
                await client.write_event(Ping().event())
                reply = await client.read_event()
        except OSError:
            await asyncio.sleep(0.05)
        else:
            assert reply is not None
            assert reply.type == "pong"
            return


async def test_what_does_not_start_says_why(tmp_path: Path) -> None:
    program = [sys.executable, "-c", "raise SystemExit('no such voice')"]
    async with EmbeddedEngines(tmp_path, program=program) as engines:
        await engines.wait_for(Phase.DOWN, 10)
        assert engines.state.reason == "they ended (status 1): no such voice"


async def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 100)
    folder.mkdir()
    async with EmbeddedEngines(folder, program=["sleep", "60"]) as engines:
        assert len(engines.uri) < 107
        assert Path(engines.uri.removeprefix("unix://")).parent.is_dir()
    assert not Path(engines.uri.removeprefix("unix://")).parent.is_dir()


def test_engines_die_with_their_hub(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys\n"
        "from pathlib import Path\n"
        "from hub.voice.embedded.launch import command\n"
        f"child = subprocess.Popen(command(Path({str(tmp_path / 's')!r})))\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    hub = subprocess.Popen([sys.executable, "-c", parent], stdin=-1, stdout=-1)
    with hub:
        assert hub.stdout is not None
        pid = int(hub.stdout.readline())
        hub.kill()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "Z (" in _state(pid):
            return
        time.sleep(0.05)
    pytest.fail("the engines live on")


async def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "LIBRARIES", ("wyoming", "nowhere_to_be_found"))
    assert not launch.is_installed()
    with pytest.raises(NotInstalled, match=r"nowhere_to_be_found.*lares\[voice\]"):
        async with EmbeddedEngines(tmp_path):
            pass
    await asyncio.sleep(0)


def test_installed_engines_are_found_without_being_loaded() -> None:
    script = (
        "import sys; from hub.voice.embedded import launch; assert launch.is_installed();"
        "assert not {'faster_whisper', 'hibari', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text("utf-8")
    except FileNotFoundError:
        return "Z ("
