"""The recorder of history: what a state change costs the loop, and what the writer keeps up with.

`python -m tests.bench.recorder [seconds for each rate]`
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.recorder.history.recorder import HistoryRecorder
from tests.bench.figures import Timing, row

RATES = (300, 1_000, 5_000)
TICK_S = 0.01
IDS = [EntityId(f"sensor.s{number}") for number in range(300)]


def floor_rate(file: Path, count: int = 20_000) -> float:
    """Return how many rows a second bare sqlite3 writes in one transaction."""
    db = sqlite3.connect(file)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, entity TEXT, state TEXT, at REAL)")
    began = time.perf_counter()
    with db:
        rows = ((one % 300, str(one), float(one)) for one in range(count))
        db.executemany("INSERT INTO t VALUES (NULL, ?, ?, ?)", rows)
    took = time.perf_counter() - began
    db.close()
    return count / took


async def measure(folder: Path, rate: int, seconds: float) -> None:
    """Report states at a rate, and print what became of them."""
    home = Home()
    for one in IDS:
        home.put_entity(Entity(one, one, "bench", one))
    late: list[float] = []
    queued = spent = 0.0
    async with HistoryRecorder(folder / f"{rate}.db", home) as recorder:
        number, began = 0, time.perf_counter()
        while (elapsed := time.perf_counter() - began) < seconds:
            started = time.perf_counter()
            while number < elapsed * rate:
                home.report(IDS[number % 300], str(number), {"unit_of_measurement": "W"})
                number += 1
            spent += time.perf_counter() - started
            queued = max(queued, len(recorder._queue))
            asleep = time.perf_counter()
            await asyncio.sleep(TICK_S)
            late.append(time.perf_counter() - asleep - TICK_S)
    row(f"history, {rate}/s: written, shed", f"{recorder.written} of {number}, {recorder.shed}")
    row(f"history, {rate}/s: report and hear", f"{spent / number * 1e6:.1f} us each")
    row(f"history, {rate}/s: loop late by", Timing.of(late))
    row(f"history, {rate}/s: queue, RSS", f"{queued:.0f}, {_rss_mb():.0f} MB")


def _rss_mb() -> float:
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * 4096 / 1e6


def main(seconds: float = 5) -> None:
    """Print the floor, then each rate."""
    with tempfile.TemporaryDirectory() as name:
        floor = floor_rate(Path(name) / "floor.db")
        row("history, floor: bare sqlite3", f"{floor:.0f} rows/s")
        for rate in RATES:
            asyncio.run(measure(Path(name), rate, seconds))
            row(f"history, {rate}/s: share of the floor", f"{rate / floor:.4f}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5)
