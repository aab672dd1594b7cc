"""Rule files at work in a whole hub: event -> command, messages a second, and the start.

A real hub as a process of its own, with rules as Home Assistant writes them; its devices are on a
real broker. The same events are answered by a bare paho client in the same run.
"""

import json
import tempfile
import time
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.bench.events import Device, answering
from tests.bench.figures import Timing, row
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub

EVENTS = 300
WARM_UP = 30
ROUNDS = 50
BURST_RULES = 100
TOKEN = "bench-token"  # noqa: S105 -- a token of this run only

_RULE = """\
- id: r{n}
  alias: Rule {n}
  triggers: [{{trigger: state, entity_id: {sensor}, to: "on"}}]
  conditions: [{{condition: template, value_template: "{{{{ trigger.to_state.state == 'on' }}}}"}}]
  actions: [{{action: light.turn_on, target: {{entity_id: {lamp}}}}}]
  mode: queued
"""


def write_rules(folder: Path, count: int, *, apart: bool = False) -> None:
    """Write `count` rules: one for the sensor of `Device`, or each with a sensor of its own."""
    folder.mkdir(parents=True)
    for number in range(count):
        own = apart or number
        sensor = f"binary_sensor.s{number}" if own else "binary_sensor.bench"
        lamp = f"light.l{number}" if own else "light.bench"
        text = _RULE.format(n=number, sensor=sensor, lamp=lamp)
        (folder / f"r{number}.yaml").write_text(text)


def hub_with(folder: Path, broker: Mosquitto) -> RunningHub:
    """Return a hub that is not started yet."""
    where = f"127.0.0.1:{broker.port}"
    return RunningHub(folder, "--mqtt", where, "--no-model", command="run", token=TOKEN)


def wait_for(hub: RunningHub, *entity_ids: str) -> None:
    """Wait until the hub knows what entities say."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        states = {
            one["entity_id"]: one["state"] for one in hub.remote.request("GET", "/api/states")
        }
        if all(states.get(one) not in {None, "unknown", "unavailable"} for one in entity_ids):
            return
        time.sleep(0.1)
    raise TimeoutError(entity_ids)


def latency(rules: int) -> Timing:
    """Measure event -> command with so many rules loaded, one of which is meant."""
    with tempfile.TemporaryDirectory() as folder, Mosquitto() as broker:
        device = Device(broker.port)
        device.announce()
        hub = hub_with(Path(folder) / "hub", broker)
        write_rules(Path(folder) / "hub" / "rules", rules)
        hub.start()
        try:
            wait_for(hub, "binary_sensor.bench", "light.bench")
            device.measure(WARM_UP)
            return Timing.of(device.measure(EVENTS))
        finally:
            hub.stop()


def bare() -> Timing:
    """Measure the bare client."""
    with Mosquitto() as broker:
        device = Device(broker.port)
        device.announce()
        with answering("tests.bench.bare_client", broker.port):
            device.measure(WARM_UP)
            return Timing.of(device.measure(EVENTS))


def burst() -> tuple[float, int]:
    """Return messages a second over 100 rules that all fire, and the commands that came of it."""
    came: list[float] = []
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.on_message = lambda *_: came.append(time.perf_counter())
    client.max_inflight_messages_set(1000)
    with tempfile.TemporaryDirectory() as folder, Mosquitto() as broker:
        client.connect("127.0.0.1", broker.port)
        client.subscribe("bench/+/set")
        client.loop_start()
        for number in range(BURST_RULES):
            for component, letter, more in (
                ("binary_sensor", "s", {}),
                ("light", "l", {"command_topic": f"bench/l{number}/set"}),
            ):
                name = f"{letter}{number}"
                config = {"name": name, "unique_id": name, "object_id": name, **more}
                config["state_topic"] = f"bench/{name}/state"
                topic = f"homeassistant/{component}/{name}/config"
                client.publish(topic, json.dumps(config), qos=1, retain=True)
                client.publish(f"bench/{name}/state", "OFF", qos=1, retain=True).wait_for_publish(9)
        hub = hub_with(Path(folder) / "hub", broker)
        write_rules(Path(folder) / "hub" / "rules", BURST_RULES, apart=True)
        hub.start()
        try:
            wait_for(hub, f"binary_sensor.s{BURST_RULES - 1}", f"light.l{BURST_RULES - 1}")
            wanted = ROUNDS * BURST_RULES
            began = time.perf_counter()
            for _ in range(ROUNDS):
                for state in ("ON", "OFF"):
                    for number in range(BURST_RULES):
                        client.publish(f"bench/s{number}/state", state)
            deadline = time.monotonic() + 60
            while len(came) < wanted and time.monotonic() < deadline:
                time.sleep(0.01)
            return 2 * wanted / (came[-1] - began), len(came)
        finally:
            hub.stop()
            client.loop_stop()


def start(rules: int) -> tuple[float, float]:
    """Return the seconds until REST answers, and until so many rules are entities."""
    with tempfile.TemporaryDirectory() as folder, Mosquitto() as broker:
        hub = hub_with(Path(folder) / "hub", broker)
        write_rules(Path(folder) / "hub" / "rules", rules)
        began = time.perf_counter()
        hub.start()
        try:
            answers_s = time.perf_counter() - began
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                states = hub.remote.request("GET", "/api/states")
                if sum(one["entity_id"].startswith("automation.") for one in states) >= rules:
                    break
                time.sleep(0.05)
            return answers_s, time.perf_counter() - began
        finally:
            hub.stop()


def main() -> None:
    """Measure and print."""
    floor = bare()
    row("rule: event -> command, bare client", floor)
    for rules in (1, 100, 1000):
        timing = latency(rules)
        row(f"rule: event -> command, {rules} rules", timing)
        row("  against the bare client, p50", f"{timing.p50 / floor.p50:.2f}x", "at most 1.5x")
    rate, commands = burst()
    row("100 rules that all fire", f"{rate:,.0f} messages/s", "at least 5,000")
    row("  commands on the wire", f"{commands:,} of {ROUNDS * BURST_RULES:,}", "all")
    answers_s, at_work_s = start(1000)
    row("start with 1,000 rules: REST answers", f"{answers_s:.2f} s", "under 1.0")
    row("start with 1,000 rules: all at work", f"{at_work_s:.2f} s")


if __name__ == "__main__":
    main()
