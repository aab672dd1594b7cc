"""A hundred hours of a house of a hundred devices, sent as fast as the hub takes them.

`make soak-traffic`. Each device reports twice a minute, as chatty ones do, some in JSON; motion
sets off rules, whose lamps answer; once an hour all devices announce themselves again. Memory is
sampled after every hour: a leak of 10 bytes for each message would show as 12 MB.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.bench.burst import WITHIN_S, wait_until_shown
from tests.bench.figures import row
from tests.bench.house import Made, Publisher, rounds
from tests.bench.rules import hub_with
from tests.bench.start import memory_mb
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub

DEVICES = 100
HOURS = 100
ROUNDS_AN_HOUR = 120
# So long caches and buffers may fill before anything counts as growth.
WARM_UP = 0.2

_RULE = """\
- id: motion_{n}
  alias: Light for motion {n}
  triggers: [{{trigger: state, entity_id: {motion}, to: "on", from: "off"}}]
  conditions: [{{condition: template, value_template: "{{{{ states('{dark}') | float > 0 }}}}"}}]
  actions: [{{action: light.turn_on, target: {{entity_id: {lamp}}}}}]
  mode: queued
"""


class Lamps:
    """Lamps that say what they were told, as real ones do; counts their commands."""

    def __init__(self, port: int) -> None:
        self.commands = 0
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._obey
        self._client.connect("127.0.0.1", port)
        self._client.subscribe("bench/+/set")
        self._client.loop_start()

    def stop(self) -> None:
        """Leave."""
        self._client.loop_stop()
        self._client.disconnect()

    def _obey(self, _client: object, _data: object, message: mqtt.MQTTMessage) -> None:
        self.commands += 1
        said = message.payload.decode()
        name = message.topic.split("/")[1]
        payload = json.dumps({"value": said}) if int(name.rpartition("_")[2]) % 5 == 0 else said
        self._client.publish(f"bench/{name}/state", payload)


def write_rules(folder: Path, devices: list[Made]) -> None:
    """Write a rule for each pair of a motion sensor and a lamp."""
    motions = [one for one in devices if one.kind == "binary_sensor"]
    lamps = [one for one in devices if one.kind == "light"]
    dark = next(one for one in devices if one.kind == "sensor").entity_id
    folder.mkdir(parents=True)
    text = "".join(
        _RULE.format(n=n, motion=motion.entity_id, lamp=lamp.entity_id, dark=dark)
        for n, (motion, lamp) in enumerate(zip(motions, lamps, strict=False))
    )
    (folder / "motion.yaml").write_text(text)


def wait_until_written(hub: RunningHub) -> None:
    """Wait until the history of the hour is on disk: what waits for that is no leak."""
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        health = hub.remote.request("GET", "/api/lares/health")
        if not health["history"]["queued"]:
            return
        time.sleep(0.1)
    raise TimeoutError("the history is not written")


def soak(hours: int) -> list[float]:
    """Send it all; returns the memory in MB after each hour."""
    devices = [Made(number, is_json=number % 5 == 0) for number in range(DEVICES)]
    # Lamps are told by rules; what moves often does not report by the clock.
    sensors = [one for one in devices if one.kind == "sensor"]
    others = [one for one in devices if one.kind not in {"sensor", "light"}]
    sampled: list[float] = []
    with tempfile.TemporaryDirectory() as folder, Mosquitto() as broker:
        hub = hub_with(Path(folder) / "hub", broker)
        write_rules(Path(folder) / "hub" / "rules", devices)
        hub.start()
        lamps = Lamps(broker.port)
        try:
            with Publisher(broker.port) as publisher:
                publisher.send(b"".join(one.announced() for one in devices))
                wait_until_shown(hub, devices, 0)
                for hour in range(hours):
                    turn = hour * ROUNDS_AN_HOUR + 1
                    publisher.send(b"".join(one.announced() for one in devices))
                    last = turn + ROUNDS_AN_HOUR - 1
                    packets = rounds(sensors, turn, last) + rounds(others, turn, turn + 12)
                    packets += rounds(sensors, last, last + 1)
                    sending = threading.Thread(target=publisher.send, args=(packets,))
                    sending.start()
                    sending.join()
                    wait_until_shown(hub, sensors, last)
                    wait_until_written(hub)
                    sampled.append(memory_mb(hub.process.pid))
                    if hour % 10 == 9:
                        told = f"{sampled[-1]:.1f} MB, {lamps.commands:,} commands so far"
                        row(f"soak: after {hour + 1} hours", told)
        finally:
            lamps.stop()
            hub.stop()
    return sampled


def main() -> None:
    """Soak and print how memory went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=HOURS)
    hours = parser.parse_args().hours
    began = time.monotonic()
    sampled = soak(hours)
    settled = sampled[int(len(sampled) * WARM_UP) :]
    span = max(1, len(settled) // 4)
    early, late = statistics.median(settled[:span]), statistics.median(settled[-span:])
    row("soak: took", f"{time.monotonic() - began:.0f} s")
    row("soak: memory, first and last quarter", f"{early:.1f}, {late:.1f} MB")
    row("soak: growth", f"{late - early:+.1f} MB in {len(settled)} hours", "none")


if __name__ == "__main__":
    main()
