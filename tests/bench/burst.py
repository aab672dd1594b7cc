"""Bursts of state messages in houses of 100, 1,000 and 10,000 entities, beside a bare client.

`python -m tests.bench.burst [entities ...]`. Ratios are to the bare client of the same run; CPU is
that of the hub's whole process until it rests, its history written, and hardly depends on what else
the machine does. REST is asked all the while.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from tests.bench.figures import row
from tests.bench.house import Made, Publisher, rounds
from tests.bench.rules import hub_with
from tests.bench.start import memory_mb
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub

MESSAGES = 20_000
HOUSES = (100, 1_000, 10_000)
WITHIN_S = 120
SETTLE_S = 3
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Burst:
    """What a burst came to. `rest_ms` are the times of answers meanwhile, the longest last."""

    rate: float
    cpu_us: float
    rest_ms: tuple[float, ...] = ()


def cpu_s(pid: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def cpu_at_rest_s(pid: int) -> float:
    """Return the same once it uses less than a twentieth of a core."""
    used = cpu_s(pid)
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        time.sleep(1)
        before, used = used, cpu_s(pid)
        if used - before < 1 / 20:
            break
    return used


def floor(devices: list[Made], turns: int) -> Burst:
    """Send the burst to the bare client."""
    last = _last_of(devices)
    done = threading.Event()
    ready = threading.Event()
    with Mosquitto() as broker:
        listener = mqtt.Client(CallbackAPIVersion.VERSION2)
        listener.on_message = lambda _c, _d, message: (
            done.set() if message.topic == "bench/done" else ready.set()
        )
        listener.connect("127.0.0.1", broker.port)
        listener.subscribe([("bench/done", 0), ("bench/ready", 0)])
        listener.loop_start()
        goal = (last.topic, last.payload(turns))
        command = [sys.executable, "-m", "tests.bench.bare_states", str(broker.port), *goal]
        bare = subprocess.Popen(command)
        try:
            assert ready.wait(WITHIN_S), "the bare client did not come"
            with Publisher(broker.port) as publisher:
                packets = rounds(devices, 1, turns + 1)
                used, began = cpu_s(bare.pid), time.perf_counter()
                publisher.send(packets)
                assert done.wait(WITHIN_S), "the bare client did not end"
                took = time.perf_counter() - began
            used = cpu_at_rest_s(bare.pid) - used
        finally:
            bare.kill()
            bare.wait()
            listener.loop_stop()
    count = len(devices) * turns
    return Burst(count / took, used / count * 1e6)


def wait_until_shown(hub: RunningHub, devices: list[Made], turn: int) -> float:
    """Return the seconds until REST shows what all devices sent in a round."""
    began = time.perf_counter()
    while time.perf_counter() - began < WITHIN_S:
        states = _states(hub)
        if all(states.get(one.entity_id) == one.shows(turn) for one in devices):
            return time.perf_counter() - began
        time.sleep(0.05)
    shown = _states(hub)
    wrong = [
        f"{one.entity_id} {shown.get(one.entity_id)}, not {one.shows(turn)}"
        for one in devices
        if shown.get(one.entity_id) != one.shows(turn)
    ]
    raise TimeoutError(f"after {WITHIN_S} s {len(wrong)} are wrong, such as {wrong[:5]}")


def burst(hub: RunningHub, publisher: Publisher, devices: list[Made], turns: int) -> Burst:
    """Send the burst to a hub that knows the house, and ask it meanwhile."""
    last = _last_of(devices)
    packets = rounds(devices, 1, turns + 1)
    used, began = cpu_s(hub.process.pid), time.perf_counter()
    sending = threading.Thread(target=publisher.send, args=(packets,))
    sending.start()
    answered: list[float] = []
    while time.perf_counter() - began < WITHIN_S:
        asked = time.perf_counter()
        state = hub.remote.request("GET", f"/api/states/{last.entity_id}")["state"]
        answered.append((time.perf_counter() - asked) * 1e3)
        if state == last.shows(turns):
            break
        time.sleep(0.01)
    took = time.perf_counter() - began
    sending.join()
    wait_until_shown(hub, devices, turns)
    count = len(devices) * turns
    used = cpu_at_rest_s(hub.process.pid) - used
    return Burst(count / took, used / count * 1e6, tuple(sorted(answered)))


def measure(entities: int) -> None:
    """Announce a house, send it the burst, and start its hub again."""
    devices = [Made(number) for number in range(entities)]
    turns = max(1, MESSAGES // entities) | 1
    bare = floor(devices, turns)
    called = f"{entities:,} entities"
    with tempfile.TemporaryDirectory() as folder, Mosquitto() as broker:
        hub = hub_with(Path(folder) / "hub", broker).start()
        try:
            time.sleep(SETTLE_S)
            idle = memory_mb(hub.process.pid)
            with Publisher(broker.port) as publisher:
                used, began = cpu_s(hub.process.pid), time.perf_counter()
                publisher.send(b"".join(one.announced() for one in devices))
                wait_until_shown(hub, devices, 0)
                live_s = time.perf_counter() - began
                used = cpu_at_rest_s(hub.process.pid) - used
                row(f"{called}: announced to live", f"{live_s:.2f} s, {used:.2f} s of CPU")
                known = memory_mb(hub.process.pid)
                row(f"{called}: memory, idle and with them", f"{idle:.0f}, {known:.0f} MB")
                found = burst(hub, publisher, devices, turns)
            ratio = found.rate / bare.rate
            row(f"{called}: burst", f"{found.rate:,.0f} msg/s, {ratio:.2f} of a bare client", "0.5")
            cost = f"{found.cpu_us:.0f} us, the bare client {bare.cpu_us:.0f} us"
            row(f"{called}: CPU of a message", cost, "at most 100 us")
            middle = found.rest_ms[len(found.rest_ms) // 2]
            times = f"p50 {middle:.0f} ms, longest {found.rest_ms[-1]:.0f} ms"
            row(f"{called}: REST meanwhile", times, "within 50 ms")
            row(f"{called}: memory after the burst", f"{memory_mb(hub.process.pid):.0f} MB")
            hub.stop()
            began = time.perf_counter()
            hub.start()
            _wait_until_known(hub, devices)
            row(f"{called}: restart until all are live", f"{time.perf_counter() - began:.2f} s")
        finally:
            hub.stop()


def _wait_until_known(hub: RunningHub, devices: list[Made]) -> None:
    """Wait until every entity has a state again; the broker kept their first."""
    deadline = time.monotonic() + WITHIN_S
    wanted = {one.entity_id for one in devices}
    while time.monotonic() < deadline:
        states = _states(hub)
        if wanted <= {one for one in states if states[one] not in {"unknown", "unavailable"}}:
            return
        time.sleep(0.02)
    raise TimeoutError(f"{len(devices)} devices after the restart")


def _states(hub: RunningHub) -> dict[str, str]:
    return {one["entity_id"]: one["state"] for one in hub.remote.request("GET", "/api/states")}


def _last_of(devices: list[Made]) -> Made:
    """Return the last device whose state is another in each round."""
    return next(one for one in reversed(devices) if one.kind == "sensor")


def main(houses: tuple[int, ...] = HOUSES) -> None:
    """Measure and print."""
    for entities in houses:
        measure(entities)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or HOUSES)
