"""Runs and waits come back as they were kept, and what belongs together is kept together."""

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.home.ids import UserId
from hub.home.kept_runs import SavedRun, Wait
from hub.home.model import Context, Source
from hub.recorder.database import Database
from hub.recorder.runs import RunRecords

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RUN = SavedRun(
    run_id="r1",
    domain="automation",
    item_id="a1",
    raw={"alias": "A", "actions": []},
    variables={"x": [1, {"y": None}]},
    checkpoint={"at": 2},
    due_at=NOW,
    started_at=NOW - timedelta(minutes=1),
    context=Context("c" * 32, Source.RULE, UserId("ann"), "p" * 32),
    trigger="time",
)


@pytest.fixture
def records(db: Database) -> RunRecords:
    return RunRecords(db)


async def test_a_run_comes_back_as_it_was_and_goes(records: RunRecords) -> None:
    later = replace(RUN, run_id="r0", due_at=NOW + timedelta(hours=1), trigger=None)
    await records.begin(later)
    await records.begin(RUN)
    assert await records.runs() == [RUN, later]
    await records.end("r1")
    await records.end("unknown")
    assert await records.runs() == [later]


async def test_a_run_says_how_far_it_has_come(records: RunRecords) -> None:
    await records.begin(RUN)
    due_at = NOW + timedelta(minutes=1)
    await records.advance("r1", checkpoint={"at": 3}, variables={"x": 2}, due_at=due_at)
    await records.advance("unknown", checkpoint={}, variables={}, due_at=due_at)
    assert await records.runs() == [
        replace(RUN, checkpoint={"at": 3}, variables={"x": 2}, due_at=due_at)
    ]


async def test_waits_are_replaced_and_forgotten_by_prefix(records: RunRecords) -> None:
    first, second = Wait("a/0", NOW, {"n": 1}), Wait("a_/0", NOW)
    await records.put_waits([first, second])
    moved = Wait("a/0", NOW + timedelta(days=1))
    await records.put_waits([moved], over=["a_/0", "unknown"])
    assert await records.waits() == [moved]
    await records.put_waits([second])
    await records.forget_waits("a_")
    assert await records.waits() == [moved]


async def test_a_run_and_its_wait_are_kept_both_or_none(records: RunRecords) -> None:
    await records.put_waits([Wait("w", NOW)])
    following = Wait("next", NOW + timedelta(days=1))
    await records.begin(RUN, over="w", following=following)
    assert await records.waits() == [following]
    with pytest.raises(sqlite3.IntegrityError):
        await records.begin(RUN, over="next", following=Wait("third", NOW))
    assert await records.waits() == [following]


async def test_a_row_that_cannot_be_read_keeps_nobody_from_going_on(
    db: Database, records: RunRecords
) -> None:
    await records.begin(RUN)
    await records.begin(replace(RUN, run_id="r2"))
    await db.write(lambda d: d.execute("UPDATE automation_runs SET document = '{' WHERE id = 'r1'"))
    assert [run.run_id for run in await records.runs()] == ["r2"]


_WRITER = """
import asyncio, sys
from dataclasses import replace
from datetime import timedelta
from hub.home.kept_runs import Wait
from hub.recorder.database import Database
from hub.recorder.runs import RunRecords
from tests.recorder.test_runs import NOW, RUN

async def main():
    async with Database(sys.argv[1]) as db:
        records = RunRecords(db)
        await records.put_waits([Wait("w0", NOW)])
        for n in range(100000):
            run = replace(RUN, run_id=f"r{n}")
            await records.begin(run, over=f"w{n}", following=Wait(f"w{n + 1}", NOW))
            print(n, flush=True)

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "lares.db"
    with subprocess.Popen(  # noqa: ASYNC220 -- it is killed below, at a moment of its own
        [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        acknowledged = -1
        for _ in range(20):
            acknowledged = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
    async with Database(path) as db:
        records = RunRecords(db)
        kept = len(await records.runs())
        assert kept > acknowledged
        assert [wait.key for wait in await records.waits()] == [f"w{kept}"]
