"""A real hub under a watchdog: it pings while it lives, and not while it hangs."""

import os
import signal
from pathlib import Path

import pytest

from tests.support.notified import listening
from tests.support.running_hub import RunningHub

WATCHDOG_S = 1.5


def test_a_hub_that_hangs_stops_its_pings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(tmp_path / "notify") as systemd:
        monkeypatch.setenv("NOTIFY_SOCKET", systemd.address)
        monkeypatch.setenv("WATCHDOG_USEC", str(int(WATCHDOG_S * 1_000_000)))
        with RunningHub(tmp_path / "hub", "--no-model", command="run") as hub:
            assert hub.url in systemd.wait_for("READY")["STATUS"]
            systemd.wait_for("WATCHDOG")
            systemd.wait_for("WATCHDOG")
            hub.process.send_signal(signal.SIGHUP)
            systemd.wait_for("RELOADING")
            systemd.wait_for("READY")
            os.kill(hub.process.pid, signal.SIGSTOP)
            systemd.drain(0.1)  # what was on its way
            systemd.messages.clear()
            systemd.drain(WATCHDOG_S * 1.2)
            assert systemd.messages == []
            os.kill(hub.process.pid, signal.SIGCONT)
            systemd.wait_for("WATCHDOG")
        systemd.wait_for("STOPPING")
