"""Start until REST answers, and memory, with few and with a thousand known entities."""

import json
import tempfile
import time
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from hub.remote import Remote
from tests.bench.figures import row
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub

ENTITIES = 1000
SETTLE_S = 5
OWNER_TOKEN = "bench-token"  # noqa: S105 -- a token of this run only


def announce(port: int, count: int) -> None:
    """Publish `count` retained sensors with their states."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", port)
    client.loop_start()
    for number in range(count):
        config = {
            "name": f"Sensor {number}",
            "unique_id": f"s{number}",
            "object_id": f"sensor_{number}",
            "state_topic": f"bench/{number}/state",
            "device": {"identifiers": [f"d{number}"], "name": f"Device {number}"},
        }
        topic = f"homeassistant/sensor/s{number}/config"
        client.publish(topic, json.dumps(config), qos=1, retain=True)
        client.publish(f"bench/{number}/state", "20", qos=1, retain=True).wait_for_publish(10)
    client.loop_stop()
    client.disconnect()


def memory_mb(pid: int) -> float:
    """Return the resident memory of one process, its children left out."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def wait_for_entities(hub: Remote, count: int) -> float:
    """Return the seconds until REST shows `count` live entities."""
    began = time.perf_counter()
    while time.perf_counter() - began < 60:
        states = hub.request("GET", "/api/states")
        if sum(state["state"] == "20" for state in states) >= count:
            break
        time.sleep(0.05)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, Mosquitto() as broker:
        address = f"127.0.0.1:{broker.port}"
        hub = RunningHub(
            Path(folder) / "hub",
            "--mqtt",
            address,
            "--no-model",
            command="run",
            token=OWNER_TOKEN,
        )
        hub.start()
        time.sleep(SETTLE_S)
        row("memory, idle", f"{memory_mb(hub.process.pid):.0f} MB", "under 60")
        announce(broker.port, ENTITIES)
        wait_for_entities(hub.remote, ENTITIES)
        time.sleep(SETTLE_S)
        row("memory, 1,000 entities", f"{memory_mb(hub.process.pid):.0f} MB", "under 90")
        hub.stop()
        began = time.perf_counter()
        hub.start()
        ready = time.perf_counter() - began
        row("start until REST answers, 1,000 known", f"{ready:.2f} s", "under 1.0 s")
        live = wait_for_entities(hub.remote, ENTITIES)
        row("... until all 1,000 are live again", f"{ready + live:.2f} s")
        hub.stop()


if __name__ == "__main__":
    main()
