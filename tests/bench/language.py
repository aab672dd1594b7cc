"""Sentence -> plan: the fast matcher and the model, each alone on this machine."""

import tempfile
import time
from pathlib import Path

from tests.bench.figures import Timing, row
from tests.support.running_hub import RunningHub

CANONICAL = (
    "turn on the desk lamp",
    "turn off the kitchen lights",
    "set the bedroom lamp to 40%",
    "close the living room blinds",
    "what is the temperature in the nursery?",
    "lock the front door",
)
FREE = (
    "would you be so kind and give me some light at the desk",
    "could somebody see to it that the blinds in the living room go down",
    "i would love a bit of music from the kitchen speaker",
    "make the thermostat in the bedroom show twenty degrees",
)
ROUNDS = 20
MODEL_ROUNDS = 3


def measure(hub: RunningHub, sentences: tuple[str, ...], rounds: int) -> dict[str, list[float]]:
    """Return the planning times in seconds by planner; nothing is run."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for text in sentences:
            plan = hub.remote.request("POST", "/api/lares/plan", {"text": text})["plan"]
            times.setdefault(plan["planner"], []).append((plan["took_ms"] or 0) / 1e3)
    return times


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, RunningHub(Path(folder) / "hub") as hub:
        hub.wait_for("light.desk_lamp", "on", "off")
        hub.wait_for_model()
        time.sleep(2)
        fast = measure(hub, CANONICAL, ROUNDS)
        for planner, times in fast.items():
            row(f"sentence -> plan, {planner} (canonical)", Timing.of(times), "p95 under 15 ms")
        free = measure(hub, FREE, MODEL_ROUNDS)
        for planner, times in free.items():
            if len(times) > 1:
                row(f"sentence -> plan, {planner} (free)", Timing.of(times), "p95 under 600 ms")


if __name__ == "__main__":
    main()
