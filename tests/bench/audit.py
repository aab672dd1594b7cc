"""The audit record: what an entry costs the loop, and all of it, against bare SQLite.

`python -m tests.bench.audit [entries]`
"""

import asyncio
import sqlite3
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from hub.home.audit import AuditKind, AuditNote
from hub.recorder.audit.chain import NOTHING
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.verifying import verify
from tests.bench.figures import Timing, row

COUNT = 20_000
BATCH = 2_000
WAITED_FOR = 200
AT_ONCE = 50


def what(number: int) -> dict[str, Any]:
    """Return what a rule's verdict says."""
    return {
        "plan": f"{number:032x}", "planner": "rule", "effect": "allow", "policy": "everyday things",
        "reason": "this is an everyday thing",
        "steps": [{"action": "light.turn_on", "data": {"brightness_pct": number % 100}}],
        "words": [{"step": 0, "target": f"light.lamp_{number % 300}", "effect": "allow"}],
    }  # fmt: skip


def bare(file: Path, count: int) -> float:
    """Return the seconds that bare sqlite3 takes for as many rows, in batches on disk."""
    db = sqlite3.connect(file)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    columns = "at TEXT, kind TEXT, user_id TEXT, source TEXT, what TEXT, hash TEXT"
    db.execute(f"CREATE TABLE entries (sequence INTEGER PRIMARY KEY, {columns})")
    text = str(what(0))
    began = time.perf_counter()
    for start in range(0, count, BATCH):
        rows = (
            (one, "2026-01-01T00:00:00", "verdict", None, "rule", text, NOTHING)
            for one in range(start, min(start + BATCH, count))
        )
        with db:
            db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    took = time.perf_counter() - began
    db.close()
    return took


async def measure(folder: Path, count: int) -> tuple[float, float]:
    """Return the seconds that the loop spent on as many entries, and until all were on disk."""
    async with AuditLog(folder) as log:
        await log.add(AuditNote(AuditKind.STARTED, {}))
        spent, began = 0.0, time.perf_counter()
        for number in range(count):
            note = AuditNote(AuditKind.VERDICT, partial(what, number), None, "rule")
            started = time.perf_counter()
            await log.note(note)
            spent += time.perf_counter() - started
            if number % 100 == 0:
                await asyncio.sleep(0)
        await log.add(AuditNote(AuditKind.STOPPED, {}))
        return spent, time.perf_counter() - began


async def waited_for(folder: Path) -> tuple[list[float], float]:
    """Return how long entries took that are waited for: one by one, and many at once each."""
    async with AuditLog(folder) as log:
        singly = []
        for number in range(WAITED_FOR):
            began = time.perf_counter()
            await log.add(AuditNote(AuditKind.VERDICT, what(number)))
            singly.append(time.perf_counter() - began)
        began = time.perf_counter()
        for _ in range(WAITED_FOR // AT_ONCE):
            notes = [log.add(AuditNote(AuditKind.VERDICT, what(n))) for n in range(AT_ONCE)]
            await asyncio.gather(*notes)
        return singly, (time.perf_counter() - began) / WAITED_FOR


def main(count: int = COUNT) -> None:
    """Print what the record costs, as a ratio to bare SQLite in the same run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floor = bare(folder / "floor.db", count)
        spent, took = asyncio.run(measure(folder, count))
        singly, at_once = asyncio.run(waited_for(folder))
        began = time.perf_counter()
        whole = verify(folder).is_whole
        checked = time.perf_counter() - began
    row("audit, floor: bare sqlite3 in batches", f"{floor / count * 1e6:.1f} us a row")
    row("audit, an entry: on the loop", f"{spent / count * 1e6:.1f} us")
    row("audit, an entry: until on disk, of many", f"{took / count * 1e6:.1f} us")
    row("audit, ratio to bare sqlite3", f"{took / floor:.1f}x")
    row("audit, waited for, one by one", Timing.of(singly))
    row(f"audit, waited for, {AT_ONCE} at once", f"{at_once * 1e3:.2f} ms each")
    row("audit, verify", f"{count / checked:,.0f} entries/s, {'whole' if whole else 'BROKEN'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
