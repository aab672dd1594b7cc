"""The hub against mosquitto: many devices, faults, and restarts in every order."""

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import paho.mqtt.publish
import pytest

from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub, speech

DEMO = Path(__file__).parents[2] / "rules" / "homes" / "demo.yaml"
SCALE = 120
OWNER_TOKEN = "e2e-token"  # noqa: S105 -- a token of this test only


class House:
    """The virtual home as a process of its own, as real devices are."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "integrations.virtual", "--inventory", str(DEMO)]
        command += ["--mqtt", f"127.0.0.1:{self.port}", "--scale", str(SCALE)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def stop(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def fault(self, entity_id: str, kind: str) -> None:
        topic = f"lares/virtual/{entity_id}/fault"
        paho.mqtt.publish.single(topic, kind, qos=1, hostname="127.0.0.1", port=self.port)


@contextmanager
def house_and_hub(tmp_path: Path) -> Iterator[tuple[Mosquitto, House, RunningHub]]:
    with Mosquitto() as broker:
        house = House(broker.port)
        house.start()
        mqtt = f"127.0.0.1:{broker.port}"
        try:
            with RunningHub(
                tmp_path / "hub", "--mqtt", mqtt, "--no-model", command="run", token=OWNER_TOKEN
            ) as hub:
                hub.wait_for("lock.front_door", "locked", timeout_s=30)
                yield broker, house, hub
        finally:
            house.stop()


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Mosquitto, House, RunningHub]]:
    with house_and_hub(tmp_path_factory.mktemp("mosquitto")) as parts:
        yield parts


def test_more_than_a_hundred_entities_are_there_and_live(
    running: tuple[Mosquitto, House, RunningHub],
) -> None:
    _, _, hub = running
    states = hub.remote.request("GET", "/api/states")
    assert len(states) >= SCALE
    sensors = [s for s in states if s["entity_id"].startswith(("light.", "lock.", "switch."))]
    assert all(s["state"] not in {"unknown", "unavailable"} for s in sensors)


def test_the_main_sentences_work_against_mosquitto(
    running: tuple[Mosquitto, House, RunningHub],
) -> None:
    _, _, hub = running
    answer = hub.ask("turn on the desk lamp and lock the back door")
    assert {o["status"] for o in answer["lares"]["outcomes"]} == {"done"}, answer


def test_a_deaf_lamp_is_not_claimed_to_be_on(
    running: tuple[Mosquitto, House, RunningHub],
) -> None:
    _, house, hub = running
    hub.ask("turn off the floor lamp")
    house.fault("light.floor_lamp", "deaf")
    try:
        answer = hub.ask("turn on the floor lamp")
    finally:
        house.fault("light.floor_lamp", "none")
    (outcome,) = answer["lares"]["outcomes"]
    assert outcome["status"] in {"unverified", "failed"}
    assert "done" not in speech(answer).lower()
    assert hub.state("light.floor_lamp")["state"] == "off"


def test_a_lying_lock_is_found_out(running: tuple[Mosquitto, House, RunningHub]) -> None:
    _, house, hub = running
    waiting = hub.ask("unlock the back door")["lares"]["approval_id"]
    hub.remote.request("POST", f"/api/lares/approvals/{waiting}", {"approve": True})
    hub.wait_for("lock.back_door", "unlocked")
    house.fault("lock.back_door", "lying")
    try:
        answer = hub.ask("lock the back door")
    finally:
        house.fault("lock.back_door", "none")
    (outcome,) = answer["lares"]["outcomes"]
    assert outcome["status"] in {"unverified", "failed"}
    assert hub.state("lock.back_door")["state"] == "unlocked"


def test_a_slow_lamp_is_waited_for(running: tuple[Mosquitto, House, RunningHub]) -> None:
    _, house, hub = running
    hub.ask("turn off the floor lamp")
    house.fault("light.floor_lamp", "slow")
    try:
        answer = hub.ask("turn on the floor lamp")
    finally:
        house.fault("light.floor_lamp", "none")
    (outcome,) = answer["lares"]["outcomes"]
    assert outcome["status"] == "done"
    assert outcome["took_ms"] > 500


def test_a_device_that_sends_garbage_harms_nobody(
    running: tuple[Mosquitto, House, RunningHub],
) -> None:
    _, house, hub = running
    house.fault("light.bedside_lamp", "garbage")
    try:
        answer = hub.ask("turn on the desk lamp")
    finally:
        house.fault("light.bedside_lamp", "none")
    assert {o["status"] for o in answer["lares"]["outcomes"]} == {"done"}, answer


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "order", list(itertools.permutations(("broker", "house", "hub"))), ids="-".join
)
def test_restarts_in_every_order_converge(
    running: tuple[Mosquitto, House, RunningHub], order: tuple[str, ...]
) -> None:
    broker, house, hub = running
    restart = {
        "broker": (broker.stop, broker.start),
        "house": (house.stop, house.start),
        "hub": (hub.kill, hub.start),
    }
    for part in order:
        stop, start = restart[part]
        stop()
        start()
    hub.wait_for("light.desk_lamp", "on", "off", timeout_s=45)
    # All three find each other in their own time: until then a command honestly fails.
    deadline = time.monotonic() + 45
    for text in ("turn on the desk lamp", "turn off the desk lamp"):
        statuses: set[str] = set()
        answer = {}
        while statuses != {"done"} and time.monotonic() < deadline:
            answer = hub.ask(text)
            statuses = {o["status"] for o in answer["lares"]["outcomes"]}
        assert statuses == {"done"}, answer


def test_without_a_broker_the_hub_answers_and_tells_the_truth(
    running: tuple[Mosquitto, House, RunningHub],
) -> None:
    broker, _, hub = running
    broker.stop()
    try:
        answer = hub.ask("turn on the desk lamp")
        assert {o["status"] for o in answer["lares"]["outcomes"]} <= {"failed", "unverified"}
        assert hub.remote.request("GET", "/api/")["message"] == "API running."
    finally:
        broker.start()
    hub.wait_for("light.desk_lamp", "on", "off", timeout_s=45)
