"""The language model as a service of its own: hubs come and go, it stays."""

import asyncio
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hub.language.completion import ModelUnavailable
from hub.language.model_settings import ModelSettings
from hub.language.worker_client import ModelWorker, Phase
from hub.worker_service import Desk
from tests.support.model import model_path
from tests.support.notified import listening

pytestmark = pytest.mark.timeout(120)

GRAMMAR = 'root ::= " yes\\n"\n'
HONEST_WITHIN_S = 2.5
LARES = [sys.executable, "-m", "hub.cli", "worker"]


@contextmanager
def running(*command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def serving(path: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run the worker with the real model, until it is ready."""
    with running(*LARES, "--socket", str(path), **environment) as process:
        assert process.stdout is not None
        assert "ready" in process.stdout.readline()
        yield process


def settings_for(path: Path, **more: Any) -> ModelSettings:
    return ModelSettings(socket=path, timeout_s=20, **more)


async def test_a_hub_that_comes_back_finds_the_model_warm(tmp_path: Path) -> None:
    path = tmp_path / "model.sock"
    with serving(path) as process:
        for _ in range(3):
            async with ModelWorker(settings_for(path)) as hub:
                await hub.wait_ready(60)
                assert hub.pid is None
                assert (await hub.complete("Well?", GRAMMAR, max_tokens=4)).text == " yes\n"
        assert process.poll() is None  # it loads once in its life
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_hub_killed_in_the_middle_leaves_the_worker_whole(tmp_path: Path) -> None:
    path = tmp_path / "model.sock"
    with serving(path) as process:
        for _ in range(3):
            with socket.socket(socket.AF_UNIX) as killed:
                killed.connect(str(path))
                killed.sendall(b'{"id": 1, "prompt": "Well?", "grammar": "root ::= [a-z]+", ')
        async with ModelWorker(settings_for(path)) as hub:
            await hub.wait_ready(60)
            assert (await hub.complete("Well?", GRAMMAR, max_tokens=4)).complete
        assert process.poll() is None


async def test_a_worker_that_crashes_never_touches_the_hub(tmp_path: Path) -> None:
    path = tmp_path / "model.sock"
    async with ModelWorker(settings_for(path)) as hub:
        await hub.wait_for(Phase.DOWN, 20)
        assert str(path) in hub.state.reason  # nobody is there yet
        with serving(path) as first:
            await hub.wait_ready(60)
            os.kill(first.pid, signal.SIGKILL)
            await hub.wait_for(Phase.DOWN, 20)
            with pytest.raises(ModelUnavailable):
                await hub.complete("Well?", GRAMMAR, max_tokens=4)
        with serving(path):  # systemd starts it again
            await hub.wait_ready(60)
            assert (await hub.complete("Well?", GRAMMAR, max_tokens=4)).complete


async def test_a_worker_that_hangs_costs_an_honest_reply(tmp_path: Path) -> None:
    path = tmp_path / "model.sock"
    with serving(path) as process:
        async with ModelWorker(settings_for(path)) as hub:
            await hub.wait_ready(60)
            os.kill(process.pid, signal.SIGSTOP)
            began = time.monotonic()
            with pytest.raises(ModelUnavailable, match="in time"):
                await hub.complete("Well?", GRAMMAR, max_tokens=4, timeout_s=1.0)
            assert time.monotonic() - began < HONEST_WITHIN_S
            os.kill(process.pid, signal.SIGCONT)
            await hub.wait_ready(60)
            assert (await hub.complete("Well?", GRAMMAR, max_tokens=4)).complete


async def test_another_adapter_than_the_hub_thinks_is_told(tmp_path: Path) -> None:
    path = tmp_path / "model.sock"
    with serving(path):
        untrained = settings_for(path, model_path=Path("other.gguf"))
        async with ModelWorker(untrained) as hub:
            await hub.wait_for(Phase.DOWN, 20)
            assert "started with an adapter" in hub.state.reason


def test_systemd_hands_over_the_socket_and_hears_of_the_worker(tmp_path: Path) -> None:
    """With the tool of systemd's that does what a socket unit does."""
    activate = shutil.which("systemd-socket-activate")
    assert activate is not None, "systemd is not installed: apt-get install systemd"
    path = tmp_path / "model.sock"
    with listening(tmp_path / "notify") as systemd:
        environment = {"NOTIFY_SOCKET": systemd.address, "WATCHDOG_USEC": "1500000"}
        passed = [f"--setenv={name}={value}" for name, value in environment.items()]
        with running(activate, f"--listen={path}", *passed, *LARES):
            deadline = time.monotonic() + 10
            while not path.exists() and time.monotonic() < deadline:
                time.sleep(0.02)
            assert asyncio.run(ask(path)) == " yes\n"  # the first connection starts it
            assert "is loaded" in systemd.wait_for("READY", 30)["STATUS"]
            for _ in range(2):
                systemd.wait_for("WATCHDOG")


async def ask(path: Path) -> str:
    async with ModelWorker(settings_for(path)) as hub:
        await hub.wait_ready(60)
        return (await hub.complete("Well?", GRAMMAR, max_tokens=4)).text


class Stuck:
    """A decoder that never ends."""

    def __init__(self) -> None:
        self.began = asyncio.Event()

    def complete(self, *_: Any, **__: Any) -> Any:
        """Hang."""
        time.sleep(1.5)
        raise ValueError("it was let go")


def test_a_decoder_that_hangs_is_known_for_it() -> None:
    desk = Desk(Stuck(), {"ready": True}, hung_after_s=0.05)
    ours, theirs = socket.socketpair()
    with ours:
        desk.take(theirs)
        assert b"ready" in ours.recv(100)
        assert not desk.hangs()
        request = b'{"id": 1, "prompt": "", "grammar": "", "max_tokens": 1, "budget_s": 1}\n'
        ours.sendall(request)
        time.sleep(0.3)
        assert desk.hangs()
        assert b"let go" in ours.recv(200)
        assert not desk.hangs()


def test_nonsense_on_the_socket_costs_one_answer() -> None:
    desk = Desk(Stuck(), {"ready": True})
    ours, theirs = socket.socketpair()
    with ours:
        desk.take(theirs)
        ours.recv(100)
        for line in (b"\n", b"[1]\n", b"\xff\xfe\n", b"{}\n", b'{"id": "x"}\n'):
            ours.sendall(line)
            assert b'"error": "not a request' in ours.recv(200)


def test_more_hubs_than_there_can_be_are_turned_away() -> None:
    desk = Desk(Stuck(), {"ready": True})
    pairs = [socket.socketpair() for _ in range(6)]
    for _, theirs in pairs:
        desk.take(theirs)
    assert [bool(ours.recv(100)) for ours, _ in pairs] == [True] * 4 + [False] * 2
    for ours, _ in pairs:
        ours.close()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--socket PATH is missing"),
        (["--socket", "{folder}/none/x.sock"], "No such file or directory"),
        (["--socket", "{folder}/file"], "something else is there"),
        (["--socket", "{folder}/used.sock"], "another worker listens there"),
        (["--socket", "{folder}/x.sock", "--model", "{folder}/none.gguf"], "none.gguf"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "file").write_text("mine")
    with socket.socket(socket.AF_UNIX) as used:
        used.bind(str(tmp_path / "used.sock"))
        used.listen()
        ended = subprocess.run(
            [*LARES, *(text.format(folder=tmp_path) for text in arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
    assert ended.returncode == 1
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_socket_of_a_worker_that_ended_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "model.sock"
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(path))
    with serving(path):
        assert path.is_socket()
    assert model_path().is_file()
