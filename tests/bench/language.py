"""Sentence -> plan on a real hub: who planned it and how long it took, idle and busy; memory."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.figures import Timing, row
from tests.bench.start import memory_mb
from tests.support.running_hub import RunningHub

CANONICAL = (
    "turn on the desk lamp",
    "turn off the kitchen lights",
    "set the bedside lamp to 40%",
    "close the living room blinds",
    "what is the temperature in the nursery?",
    "lock the front door",
    "play the living room speaker",
    "add milk to the shopping list",
)
OWN_WORDS = (
    "it's too dark in the bedroom",
    "make it a bit warmer in the living room",
    "everything off in the kitchen except the coffee machine",
    "dim the floor lamp to a third and close the blinds",
    "which lights are still burning upstairs?",
    "half the brightness at the desk please",
)
FREE = (
    "let the desk lamp shine brightly for us",
    "could somebody see to it that the blinds in the living room go down",
    "i would love a bit of music from the living room speaker",
    "make the thermostat in the bedroom show twenty degrees",
    "let there be an end to the glare of the floor lamp",
    "have the robot vacuum do its rounds now",
    "my bedside lamp should be burning",
    "no more draught from the bedroom fan if you can manage",
    "the hallway could do with its light",
    "i fancy an espresso so wake up the coffee machine",
)
ROUNDS = 10
MODEL_ROUNDS = 3
LEAST = 5
UNAVAILABLE = "unavailable"
FIRST_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Latency:
    """The times of one planner under one load."""

    load: str
    planner: str
    count: int
    timing: Timing


@dataclass(slots=True)
class Figures:
    """What was measured on one hub; memory in MB, times in seconds."""

    latencies: list[Latency] = field(default_factory=list)
    worker_mb: float = 0.0
    hub_mb: float = 0.0
    first_s: float = 0.0


def measure() -> Figures:
    """Start a hub with the demo home and measure it."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder, RunningHub(Path(folder) / "hub") as hub:
        figures.first_s = first_sentence(hub)
        hub.wait_for("light.desk_lamp", "on", "off")
        time.sleep(2)
        figures.latencies += latencies(hub, "idle")
        with busy_core():
            figures.latencies += latencies(hub, "busy")
        figures.hub_mb = memory_mb(hub.process.pid)
        figures.worker_mb = sum(map(memory_mb, workers_of(hub.process.pid)))
    return figures


def workers_of(pid: int) -> list[int]:
    """Return the process ids of a hub's model workers."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(c) for c in children if "worker" in Path(f"/proc/{c}/cmdline").read_text()]


def first_sentence(hub: RunningHub) -> float:
    """Return the seconds from when REST answers until the model has planned a first sentence."""
    began = time.perf_counter()
    while time.perf_counter() - began < FIRST_WITHIN_S:
        plan = hub.remote.request("POST", "/api/lares/plan", {"text": FREE[0]})["plan"]
        if plan["planner"] == "model" and plan["body"].get("code") != UNAVAILABLE:
            return time.perf_counter() - began
        time.sleep(0.05)
    return FIRST_WITHIN_S


def latencies(hub: RunningHub, load: str) -> list[Latency]:
    """Return the times of every planner that planned some of the sentences."""
    times: dict[str, list[float]] = {}
    for sentences, rounds in ((CANONICAL + OWN_WORDS, ROUNDS), (FREE, MODEL_ROUNDS)):
        for text in sentences * rounds:
            plan = hub.remote.request("POST", "/api/lares/plan", {"text": text})["plan"]
            # A model that was not reached in time still took the time it had.
            times.setdefault(plan["planner"], []).append((plan["took_ms"] or 0) / 1e3)
    return [
        Latency(load, planner, len(taken), Timing.of(taken))
        for planner, taken in sorted(times.items())
        if len(taken) >= LEAST
    ]


@contextmanager
def busy_core() -> Iterator[None]:
    """Keep one core busy with another process."""
    burner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        time.sleep(1)
        yield
    finally:
        burner.kill()
        burner.wait()


def as_markdown(figures: Figures) -> str:
    """Return the figures as tables."""
    lines = [
        "| hub | planner | sentences | p50 ms | p95 ms |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for each in figures.latencies:
        times = f"{each.timing.p50:.1f} | {each.timing.p95:.1f}"
        lines.append(f"| {each.load} | {each.planner} | {each.count} | {times} |")
    lines += [
        "",
        "| what | measured | target |",
        "| --- | ---: | ---: |",
        f"| memory of the model worker | {figures.worker_mb:.0f} MB | under 600 MB |",
        f"| memory of the hub beside it | {figures.hub_mb:.0f} MB | under 90 MB |",
        (
            f"| REST answers to first sentence planned by the model | {figures.first_s:.1f} s "
            "| under 3 s |"
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print."""
    figures = measure()
    for each in figures.latencies:
        target = "p95 under 600 ms" if each.planner == "model" else "p95 under 15 ms"
        row(f"sentence -> plan, {each.planner}, hub {each.load}", each.timing, target)
    row("memory of the model worker", f"{figures.worker_mb:.0f} MB", "under 600 MB")
    row("first sentence after start", f"{figures.first_s:.1f} s", "under 3 s")


if __name__ == "__main__":
    main()
