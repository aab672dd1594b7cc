"""systemd hears the truth: ready, alive only while alive, ending."""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from hub.home.errors import HubError
from hub.service_manager import ServiceManager, supervised
from tests.support.notified import Notified, listening

SHORT_S = 0.3


async def nothing() -> None:
    """Answer at once."""


async def heard(listener: Notified, key: str) -> dict[str, str]:
    return await asyncio.to_thread(listener.wait_for, key)


@pytest.mark.parametrize("name", ["{folder}/notify", "@lares-test-{pid}"])
async def test_ready_alive_and_stopping_come_in_this_order(tmp_path: Path, name: str) -> None:
    with listening(name.format(folder=tmp_path, pid=os.getpid())) as systemd:
        manager = ServiceManager(systemd.address, SHORT_S)
        watched = supervised(manager, answers=nothing, reload=nothing, status=lambda: "two\nlines")
        async with watched:
            assert (await heard(systemd, "READY"))["STATUS"] == "two lines"
            for _ in range(3):
                assert (await heard(systemd, "WATCHDOG"))["WATCHDOG"] == "1"
        await heard(systemd, "STOPPING")
        await asyncio.sleep(SHORT_S)
        assert systemd.count("WATCHDOG") == 0


async def test_no_ping_comes_while_a_part_is_silent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answered = asyncio.Event()
    with listening(tmp_path / "notify") as systemd:
        manager = ServiceManager(systemd.address, SHORT_S)
        async with supervised(manager, answers=answered.wait, reload=nothing, status=str):
            await asyncio.sleep(SHORT_S * 2)
            assert systemd.count("WATCHDOG") == 0
            assert "did not answer within" in caplog.text
            answered.set()
            await heard(systemd, "WATCHDOG")


async def test_no_ping_comes_while_the_loop_hangs(tmp_path: Path) -> None:
    with listening(tmp_path / "notify") as systemd:
        manager = ServiceManager(systemd.address, SHORT_S)
        async with supervised(manager, answers=nothing, reload=nothing, status=str):
            await heard(systemd, "WATCHDOG")
            time.sleep(SHORT_S * 2)  # noqa: ASYNC251 -- this is what hangs
            systemd.drain()
            assert systemd.count("WATCHDOG") <= 1  # one may have been on its way


async def test_a_part_that_answers_with_an_error_is_alive(tmp_path: Path) -> None:
    async def fail() -> None:
        raise HubError("the database is damaged")

    with listening(tmp_path / "notify") as systemd:
        manager = ServiceManager(systemd.address, SHORT_S)
        async with supervised(manager, answers=fail, reload=nothing, status=str):
            await heard(systemd, "WATCHDOG")


async def test_sighup_reads_again_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    read = []

    async def reload() -> None:
        read.append(1)
        if len(read) == 2:
            raise HubError("a file is gone")

    with listening(tmp_path / "notify") as systemd:
        manager = ServiceManager(systemd.address)
        async with supervised(manager, answers=nothing, reload=reload, status=str):
            await heard(systemd, "READY")
            for _ in range(2):
                os.kill(os.getpid(), signal.SIGHUP)
                assert int((await heard(systemd, "RELOADING"))["MONOTONIC_USEC"]) > 0
                await heard(systemd, "READY")
    assert len(read) == 2
    assert "a file is gone" in caplog.text


def test_the_environment_names_the_manager() -> None:
    named = {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "30000000"}
    assert ServiceManager.of(named) == ServiceManager("/run/x", 30.0)
    assert ServiceManager.of({**named, "WATCHDOG_PID": str(os.getpid())}).ping_every_s == 10.0
    # The watchdog of another process, such as our parent.
    assert ServiceManager.of({**named, "WATCHDOG_PID": "1"}) == ServiceManager("/run/x")
    for usec in ("", "0", "-3", "x"):
        assert ServiceManager.of({**named, "WATCHDOG_USEC": usec}).ping_every_s is None
    for address in ("", "relative", "vsock:2:1"):
        assert ServiceManager.of({"NOTIFY_SOCKET": address}) == ServiceManager()


def test_a_manager_that_is_gone_or_full_costs_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ServiceManager().tell("READY=1")
    assert not caplog.records
    ServiceManager(str(tmp_path / "none")).tell("READY=1")
    assert "was not told READY=1" in caplog.text
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(str(tmp_path / "deaf"))
        began = time.monotonic()
        for _ in range(2000):
            ServiceManager(str(tmp_path / "deaf")).tell("WATCHDOG=1")
        assert time.monotonic() - began < 5
