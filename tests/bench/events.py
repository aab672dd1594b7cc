"""Event -> command on the wire: the hub's road against a bare paho client, in turn."""

import json
import queue
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.bench.figures import Timing, row
from tests.support.mosquitto import Mosquitto

EVENTS = 500
WARM_UP = 50
PAUSE_S = 0.02
ANSWER_S = 5
PREFIX = "homeassistant"


class Device:
    """A sensor and a lamp on the broker; the lamp tells when a command arrives, and reports."""

    def __init__(self, port: int) -> None:
        self.commands: queue.Queue[float] = queue.Queue()
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._on_message
        self._client.connect("127.0.0.1", port)
        sock = self._client.socket()
        assert isinstance(sock, socket.socket)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._client.subscribe("bench/lamp/set")
        self._client.loop_start()

    def announce(self) -> None:
        """Publish discovery and first states."""
        sensor = {"unique_id": "s", "object_id": "bench", "state_topic": "bench/sensor/state"}
        lamp = {
            "unique_id": "l",
            "object_id": "bench",
            "state_topic": "bench/lamp/state",
            "command_topic": "bench/lamp/set",
        }
        for component, config in (("binary_sensor", sensor), ("light", lamp)):
            topic = f"{PREFIX}/{component}/bench/config"
            self._client.publish(topic, json.dumps(config | {"name": "Bench"}), retain=True)
        self.report("sensor", "OFF")
        self.report("lamp", "OFF")

    def report(self, which: str, state: str) -> None:
        """Report a state."""
        self._client.publish(f"bench/{which}/state", state, retain=True)

    def measure(self, events: int) -> list[float]:
        """Fire events one after another; returns seconds from publish to command."""
        samples = []
        for _ in range(events):
            began = time.perf_counter()
            self.report("sensor", "ON")
            samples.append(self.commands.get(timeout=ANSWER_S) - began)
            self.report("lamp", "ON")
            time.sleep(PAUSE_S)
            self.report("sensor", "OFF")
            self.report("lamp", "OFF")
            time.sleep(PAUSE_S)
        return samples

    def _on_message(self, *_: object) -> None:
        self.commands.put(time.perf_counter())


@contextmanager
def answering(module: str, port: int) -> Iterator[None]:
    """Run one of the two who answer."""
    command = [sys.executable, "-m", module, str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        if module.endswith("road"):
            assert process.stdout is not None
            process.stdout.readline()
        time.sleep(1)
        yield
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Measure both and print the ratios."""
    results: dict[str, Timing] = {}
    for name, module in (("bare client", "bare_client"), ("hub", "road")):
        with Mosquitto() as broker:
            device = Device(broker.port)
            device.announce()
            with answering(f"tests.bench.{module}", broker.port):
                device.measure(WARM_UP)
                results[name] = Timing.of(device.measure(EVENTS))
        row(f"event -> command, {name}", results[name])
    hub, bare = results["hub"], results["bare client"]
    row("event -> command, p50 ratio", f"{hub.p50 / bare.p50:.2f}x", "at most 1.5x")
    row("event -> command, p99 ratio", f"{hub.p99 / bare.p99:.2f}x", "at most 2x")


if __name__ == "__main__":
    main()
