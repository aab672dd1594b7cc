"""The units run by a real systemd: sandbox, credentials, restarts, watchdog."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.booted import Booted
from tests.support.certificates import Authority

TOKEN = "lares_" + "t" * 43
OUTPUT = "[Service]\nStandardOutput=append:/mnt/{0}.log\nStandardError=append:/mnt/{0}.log\n"
# As in the unit, but for a test's patience.
IMPATIENT = "WatchdogSec=6s\nTimeoutAbortSec=1s\nRestartSec=200ms\n"
GET = """
import json, ssl, sys, urllib.request
hub = urllib.request.Request("https://127.0.0.1:8123" + sys.argv[1])
hub.add_header("Authorization", "Bearer " + sys.argv[2])
tls = ssl._create_unverified_context()
print(urllib.request.urlopen(hub, context=tls, timeout=10).read().decode())
"""
KNOCK = """
import os, socket
os.setgroups([]); os.setgid(65534); os.setuid(65534)
with socket.socket(socket.AF_UNIX) as stranger:
    try:
        stranger.connect("/run/lares-worker.sock"); print("got in")
    except OSError as error:
        print(error.strerror)
"""


@pytest.fixture(scope="module")
def booted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booted]:
    folder = tmp_path_factory.mktemp("systemd")
    for name, more in {"lares": IMPATIENT, "lares-worker": "RestartSec=200ms\n"}.items():
        drop_in = folder / "units" / f"{name}.service.d" / "test.conf"
        drop_in.parent.mkdir(parents=True)
        drop_in.write_text(OUTPUT.format(name) + more)
    (folder / "credstore").mkdir()
    issued = Authority(folder).issue()
    (folder / "credstore" / "lares.owner_token").write_text(TOKEN)
    (folder / "credstore" / "lares.tls.pem").write_bytes(issued.chain.read_bytes())
    (folder / "credstore" / "lares.tls.key").write_bytes(issued.key.read_bytes())
    (folder / "lares.yaml").write_text("http: {ssl_certificate: tls.pem, ssl_key: tls.key}\n")
    with Booted(folder) as booted:
        booted.until("lares.service", "ActiveState", "active")
        booted.until("lares-worker.service", "ActiveState", "active")
        yield booted


def get(booted: Booted, path: str) -> Any:
    script = 'export LD_LIBRARY_PATH=/opt/python/lib; exec /opt/python/bin/python3 -c "$@"'
    answer = booted.run("sh", "-c", script, "sh", GET, path, TOKEN)
    assert answer.returncode == 0, answer.stderr + booted.log()
    return json.loads(answer.stdout)


def wait_for_model(booted: Booted) -> None:
    deadline = time.monotonic() + 60
    while (model := get(booted, "/api/lares/health")["model"])["state"] != "ready":
        assert time.monotonic() < deadline, model
        time.sleep(0.2)


def test_the_hub_works_in_its_sandbox(booted: Booted) -> None:
    wait_for_model(booted)
    health = get(booted, "/api/lares/health")
    assert health["http"]["tls"] is True
    assert health["broker"]["state"] == "connected"
    assert get(booted, "/api/lares/me")["role"] == "owner"
    assert booted.show("lares.service", "StatusText") == "Serving https://127.0.0.1:8123"
    listed = booted.lares("token", "list")
    assert (listed.returncode, "command line" in listed.stdout) == (0, True), listed.stderr


def test_nobody_is_root_and_nobody_else_asks_the_model(booted: Booted) -> None:
    for unit in ("lares.service", "lares-worker.service"):
        pid = booted.show(unit, "MainPID")
        status = booted.run("cat", f"/proc/{pid}/status").stdout
        assert "CapBnd:\t0000000000000000" in status
        assert "NoNewPrivs:\t1" in status
        assert "Seccomp:\t2" in status
        [uids] = [line.split()[1:] for line in status.splitlines() if line.startswith("Uid:")]
        assert all(int(uid) >= 61184 for uid in uids)  # of those that are made for a service
    script = 'export LD_LIBRARY_PATH=/opt/python/lib; exec /opt/python/bin/python3 -c "$@"'
    assert booted.run("sh", "-c", script, "sh", KNOCK).stdout.strip() == "Permission denied"


def test_the_hub_restarts_and_the_model_stays_warm(booted: Booted) -> None:
    worker = booted.show("lares-worker.service", "MainPID")
    assert booted.run("systemctl", "reload", "lares.service").returncode == 0
    assert booted.run("systemctl", "restart", "lares.service").returncode == 0
    wait_for_model(booted)
    assert booted.show("lares-worker.service", "MainPID") == worker


def test_a_worker_that_is_killed_comes_back_and_the_hub_stays(booted: Booted) -> None:
    wait_for_model(booted)
    hub = booted.show("lares.service", "MainPID")
    booted.run("kill", "-KILL", booted.show("lares-worker.service", "MainPID"))
    booted.until("lares-worker.service", "NRestarts", "1")
    booted.until("lares-worker.service", "ActiveState", "active")
    wait_for_model(booted)
    assert booted.show("lares.service", "MainPID") == hub


def test_a_hub_that_hangs_is_restarted(booted: Booted) -> None:
    before = int(booted.show("lares.service", "NRestarts"))
    booted.run("kill", "-STOP", booted.show("lares.service", "MainPID"))
    booted.until("lares.service", "NRestarts", str(before + 1))
    booted.until("lares.service", "ActiveState", "active")
    assert get(booted, "/api/lares/health")["hub"]["state"] == "ok"
