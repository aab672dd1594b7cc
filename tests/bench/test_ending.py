"""A benchmark that is told to end takes all with it that it started."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

WITHIN_S = 60.0
ENDPOINT = "lares-bench-*/hub/endpoint.json"

pytestmark = pytest.mark.timeout(150)


def started_by(pid: int) -> list[int]:
    """Return all that a process has started, and that these have."""
    try:
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in map(int, own) for each in (child, *started_by(child))]


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("moment", ["as the hub starts", "as its engines load"])
def test_on_sigterm_it_leaves_no_hub_running(tmp_path: Path, moment: str) -> None:
    bench = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.voice", "latency", "--timed", "1"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    started: list[int] = []
    try:
        if moment == "as the hub starts":
            wait_until(lambda: any("hub.cli" in command(each) for each in started_by(bench.pid)))
        else:
            wait_until(lambda: any(tmp_path.glob(ENDPOINT)))
        started = started_by(bench.pid)
        bench.send_signal(signal.SIGTERM)
        assert bench.wait(WITHIN_S) == 128 + signal.SIGTERM
        wait_until(lambda: not any(map(is_alive, started)))
        assert list(tmp_path.glob("lares-bench-*")) == []
    finally:
        for pid in (bench.pid, *started):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        bench.wait()


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
