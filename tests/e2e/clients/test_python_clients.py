"""Python programs for Home Assistant, unchanged: homeassistant-api, hass-client, appdaemon."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from hub import remote
from tests.e2e.clients.conftest import PROGRAMS
from tests.e2e.clients.telling import running
from tests.support.running_hub import RunningHub

LAMP, DESK = "light.kitchen_ceiling", "light.desk_lamp"


def test_homeassistant_api(
    hub: RunningHub, python: Path, plain_environment: dict[str, str]
) -> None:
    program = str(PROGRAMS / "rest_and_socket.py")
    with running(str(python), program, hub.url, hub.token, env=plain_environment) as told:
        found = told.rest()
    assert (found["running"], found["check"], found["config"]) == (True, True, "Home")
    assert {"api", "light"} <= set(found["components"])
    assert "INFO" in found["log"]
    assert {LAMP, "lock.front_door"} <= set(found["states"])
    assert {"light", "lock"} <= set(found["entities"]) & set(found["domains"])
    assert (found["off"], found["on"], found["state"]) == ("off", "on", "on")
    assert "forecast" in found["forecast"][1]["weather.home"]
    assert "403" in found["unlock"]
    assert hub.state("lock.front_door")["state"] == "locked"
    assert found["histories"][0][-2:] == ["off", "on"]
    assert found["logbook"][-2:] == ["off", "on"]
    assert (found["template"], found["reported"]) == ("on", "3")
    assert "state_changed" in found["events"]
    assert "doorbell" in found["fired"]
    assert found["missing"].startswith("EndpointNotFoundError")
    assert (found["ws ping"], found["ws config"]) == (True, "Home")
    assert {LAMP, "lock.front_door"} <= set(found["ws states"]) & set(found["ws registry"])
    assert {"light", "lock"} <= set(found["ws entities"]) & set(found["ws domains"])
    assert (found["ws registered"], found["ws template"], found["ws state"]) == (LAMP, "42", "on")
    assert (found["ws entries"], found["ws new"]) == (0, 0)
    assert found["ws called"] is None
    assert found["ws event"] == {"n": 2}
    assert found["ws trigger"] == "off"


def test_hass_client(hub: RunningHub, python: Path, plain_environment: dict[str, str]) -> None:
    before = hub.state(LAMP)["state"]
    after = "off" if before == "on" else "on"
    program = str(PROGRAMS / "socket_only.py")
    with running(str(python), program, hub.url, hub.token, env=plain_environment) as told:
        found = told.rest()
    assert found["config"] == "RUNNING"
    assert tuple(map(int, found["version"].split("."))) > (2024, 1)
    assert {LAMP, "lock.front_door"} <= set(found["states"]) & set(found["entities"])
    assert {"light", "lock", "homeassistant"} <= set(found["services"])
    assert {"Kitchen", "Nursery"} <= set(found["areas"])
    assert found["devices"] > 10
    assert found["entity"] == LAMP
    assert (found["first"], found["event"], found["difference"]) == (before, after, after)
    assert found["wrong"] != "let in"


@pytest.fixture
def follower(
    hub: RunningHub, python: Path, plain_environment: dict[str, str], tmp_path: Path
) -> Iterator[Path]:
    """AppDaemon with one app, as a process; gives its log."""
    (tmp_path / "apps").mkdir()
    copy(PROGRAMS / "follower.py", tmp_path / "apps")
    (tmp_path / "apps" / "apps.yaml").write_text(
        "follower: {module: follower, class: Follower}\n", encoding="utf-8"
    )
    plugin = f"{{type: hass, ha_url: {hub.url}, token: {hub.token}}}"
    (tmp_path / "appdaemon.yaml").write_text(
        "appdaemon: {latitude: 52.4, longitude: 4.9, elevation: 0, time_zone: Europe/Amsterdam,"
        f" plugins: {{HASS: {plugin}}}}}\n",
        encoding="utf-8",
    )
    log = tmp_path / "log"
    command = [str(python), "-m", "appdaemon", "-c", str(tmp_path)]
    with (
        log.open("wb") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=plain_environment) as process,
    ):
        yield log
        process.kill()


def test_appdaemon(hub: RunningHub, follower: Path) -> None:
    _until_it_answers(hub, follower)
    for _ in range(2):
        before = hub.state(LAMP)["state"]
        after = "off" if before == "on" else "on"
        hub.remote.request("POST", f"/api/services/light/turn_{before}", {"entity_id": DESK})
        hub.wait_for(DESK, before)
        hub.remote.request("POST", f"/api/services/light/turn_{after}", {"entity_id": LAMP})
        hub.wait_for(DESK, after)
        told = hub.wait_for("sensor.follower", f"followed {after}")
        assert told["attributes"]["template"] == after
        assert told["attributes"]["history"] > 0
    assert "Traceback" not in follower.read_text()


def _until_it_answers(hub: RunningHub, log: Path) -> dict[str, Any]:
    """Ask until the app answers by a state, which it has to have of its own."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        hub.remote.request("POST", "/api/events/are_you_there", {"n": 1})
        time.sleep(0.2)
        try:
            found = hub.state("sensor.follower")
        except remote.Rejected:
            continue
        if found["attributes"]["leader"] in {"on", "off"}:
            return found
    raise AssertionError(log.read_text())
