"""The record as the hub writes it: group commits, a bounded queue, and honesty when it fails."""

import asyncio
import json
import os
import signal
import sqlite3
import stat
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from hub.home.audit import AuditKind, AuditNote, AuditUnavailable
from hub.home.masking import Masking
from hub.recorder.audit.chain import LONGEST_WHAT
from hub.recorder.audit.head import DATABASE, HEAD, KEY
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.reading import Wanted, entries, last_of
from hub.recorder.audit.settings import AuditSettings
from hub.recorder.audit.verifying import verify

REPOSITORY = Path(__file__).parents[3]


def saying(what: str) -> AuditNote:
    return AuditNote(AuditKind.VERDICT, {"said": what})


def said(folder: Path) -> list[str]:
    rows = entries(folder, Wanted(kinds=(AuditKind.VERDICT,)))
    return [json.loads(row.what)["said"] for row in rows]


def kinds(folder: Path) -> list[str]:
    return [row.kind for row in entries(folder, Wanted())]


def fill_disk(log: AuditLog, *, pages: int | None) -> "asyncio.Future[None]":
    """Have SQLite say that the disk is full: it may not use more pages than it has."""
    assert log._record is not None
    sql = f"PRAGMA max_page_count = {pages or 1_000_000}"
    return asyncio.ensure_future(log._record[0].read(lambda db: db.execute(sql).fetchall()))  # type: ignore[arg-type]


async def test_what_is_added_is_on_disk_and_what_is_noted_soon_is(tmp_path: Path) -> None:
    async with AuditLog(tmp_path) as log:
        await log.note(saying("soon"))
        await log.add(saying("now"))
        assert said(tmp_path) == ["soon", "now"]  # in order, in one commit
        await log.note(saying("later"))
        async with asyncio.timeout(2):
            while said(tmp_path)[-1] != "later":  # noqa: ASYNC110 -- a thread writes it
                await asyncio.sleep(0.02)
        await log.note(saying("last"))
    assert said(tmp_path) == ["soon", "now", "later", "last"]
    assert verify(tmp_path).is_whole
    for name in (DATABASE, HEAD, KEY):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


async def test_many_who_wait_share_a_commit(tmp_path: Path) -> None:
    async with AuditLog(tmp_path) as log, asyncio.TaskGroup() as tasks:
        for number in range(500):
            tasks.create_task(log.add(saying(str(number))))
    assert said(tmp_path) == [str(number) for number in range(500)]
    assert verify(tmp_path).is_whole


async def test_it_goes_on_after_a_restart(tmp_path: Path) -> None:
    for number in range(3):
        async with AuditLog(tmp_path) as log:
            await log.add(saying(str(number)))
    assert kinds(tmp_path) == ["record_began", "verdict", "verdict", "verdict"]
    found = verify(tmp_path)
    assert found.is_whole
    assert found.notes == []


async def test_a_full_queue_makes_who_brings_more_wait_and_drops_nothing(tmp_path: Path) -> None:
    count = 2_000
    async with AuditLog(tmp_path, AuditSettings(queue_size=100)) as log:
        for number in range(count):
            await log.note(saying(str(number)))
            assert log.health()["queued"] <= 2_100
    assert said(tmp_path) == [str(number) for number in range(count)]
    assert log.missed == 0


async def test_a_full_disk_refuses_what_must_be_recorded_and_tells_so(tmp_path: Path) -> None:
    async with AuditLog(tmp_path, AuditSettings(queue_size=100)) as log:
        await log.add(saying("before"))
        await fill_disk(log, pages=1)
        with pytest.raises(AuditUnavailable, match=r"cannot be written.*full"):
            await log.add(saying("x" * 12_000))
        assert log.health()["state"] == "failing"
        for number in range(150):  # nobody waits for a disk that is full
            async with asyncio.timeout(1):
                await log.note(saying(f"{number}" + "x" * 5_000))
        assert log.missed > 0
        missed = log.missed
        await fill_disk(log, pages=None)
        await log.add(saying("after"))
        assert log.health()["state"] == "recording"
    assert "x" * 12_000 not in said(tmp_path)  # who was told no did not do it
    assert len(said(tmp_path)) == 2 + 150 - missed
    [told] = entries(tmp_path, Wanted(kinds=(AuditKind.MISSED,)))
    assert json.loads(told.what)["count"] == missed
    assert verify(tmp_path).is_whole


async def test_without_a_folder_it_refuses_and_never_breaks(tmp_path: Path) -> None:
    async with AuditLog(tmp_path / "nowhere") as log:
        with pytest.raises(AuditUnavailable):
            await log.add(saying("a"))
        await log.note(saying("b"))
        (tmp_path / "nowhere").mkdir()
        await log.add(saying("c"))
    assert said(tmp_path / "nowhere") == ["b", "c"]


@pytest.mark.parametrize("damage", ["garbage", "other program", "cut", "no head", "gone", "key"])
async def test_a_record_that_is_not_whole_is_set_aside(tmp_path: Path, damage: str) -> None:
    async with AuditLog(tmp_path) as log:
        await log.add(saying("old"))
    head, file = last_of(tmp_path), tmp_path / DATABASE
    assert head is not None
    match damage:
        case "garbage":
            file.write_bytes(b"this is no database at all" * 400)
        case "other program":
            file.unlink()
            with closing(sqlite3.connect(file)) as other:
                other.execute("CREATE TABLE songs (title TEXT)")
        case "cut":
            with closing(sqlite3.connect(file)) as db:
                db.execute("DELETE FROM entries WHERE sequence = 2")
                db.commit()
        case "no head":
            (tmp_path / HEAD).unlink()
        case "gone":
            file.unlink()
        case _:
            (tmp_path / KEY).write_text("00" * 32)
    async with AuditLog(tmp_path) as log:
        await log.add(saying("new"))
        assert log.health()["state"] == "recording"
    [first, second] = entries(tmp_path, Wanted())
    began = json.loads(first.what)
    assert (first.kind, second.kind) == ("record_began", "verdict")
    assert began["reason"]
    found = verify(tmp_path)
    assert found.is_whole
    assert found.begun_anew == began["reason"]
    if damage != "gone":
        assert (tmp_path / began["aside"]).exists()
    if damage in {"no head", "key"}:
        assert began["after"] is None
        return
    assert began["after"] == {"sequence": head.sequence, "hash": head.hash}
    assert first.sequence == head.sequence + 1


async def test_secrets_are_masked_and_long_texts_cut(tmp_path: Path) -> None:
    masking = Masking(["hunter2hunter2"])
    async with AuditLog(tmp_path, masking=masking) as log:
        what = {"given": {"password": "x1", "note": "hunter2hunter2"}, "code": 4711}
        await log.add(AuditNote(AuditKind.CHANGE, what))
        await log.add(AuditNote(AuditKind.CHANGE, {"plan": "p1", "said": "y" * 100_000}))
        await log.add(AuditNote(AuditKind.CHANGE, lambda: {"odd": "\ud800", "big": 2**80}))
        await log.add(AuditNote(AuditKind.CHANGE, partial(dict.__getitem__, {}, "broken")))
    masked, cut, odd, broken = (
        json.loads(row.what) for row in entries(tmp_path, Wanted(kinds=(AuditKind.CHANGE,)))
    )
    assert masked == {"given": {"password": "***", "note": "***"}, "code": "***"}
    assert (cut["cut"], cut["plan"], cut["length"] > LONGEST_WHAT) == (True, "p1", True)
    assert odd == {"odd": "\ud800", "big": 2**80}
    assert broken == {"broken": "KeyError while this was written"}
    assert verify(tmp_path).is_whole


_WRITER = """
import asyncio, sys
from pathlib import Path
from hub.home.audit import AuditKind, AuditNote
from hub.recorder.audit.log import AuditLog

async def main() -> None:
    async with AuditLog(Path(sys.argv[1])) as log:
        async def many(name: str) -> None:
            for number in range(100_000):
                await log.note(AuditNote(AuditKind.VERDICT, {"said": "an everyday thing"}))
                await log.add(AuditNote(AuditKind.VERDICT, {"said": f"{name}{number}"}))
                print(f"{name}{number}", flush=True)
        await asyncio.gather(*(many(name) for name in "abcdefgh"))

asyncio.run(main())
"""


async def test_kill_9_leaves_a_whole_chain_with_all_that_was_acknowledged(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for life in range(3):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _WRITER, str(tmp_path),
            stdout=asyncio.subprocess.PIPE, cwd=REPOSITORY, env={**os.environ, "LIFE": str(life)},
        )  # fmt: skip
        assert process.stdout is not None
        async with asyncio.timeout(15):
            lines = [await process.stdout.readline() for _ in range(40 + 13 * life)]
            process.send_signal(signal.SIGKILL)
            rest = (await process.stdout.read()).split(b"\n")[:-1]
            await process.wait()
        acknowledged += [line.decode().strip() for line in (*lines, *rest)]
        found = verify(tmp_path)
        assert found.problems == []
        assert len(found.notes) <= 1  # the head may lag by the last batch
    kept = said(tmp_path)
    assert sorted(set(acknowledged)) == sorted({one for one in kept if one in acknowledged})
    assert sum(one in acknowledged for one in kept) >= len(acknowledged)
