"""`lares audit`: what it prints, and how it ends."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hub.cli import main
from hub.home.audit import AuditKind, AuditNote
from hub.home.ids import UserId
from hub.home.people import Role
from hub.recorder.audit.head import DATABASE
from hub.recorder.audit.log import AuditLog
from hub.recorder.database import Database
from hub.recorder.users import Users

VERDICT = {
    "plan": "p1", "said": "unlock \u202ethe door", "effect": "confirm", "policy": "locks",
    "reason": "this unlocks a door", "steps": [{"action": "lock.unlock", "data": {"code": "1234"}}],
    "words": [{"step": 0, "target": "lock.front", "effect": "confirm"}],
}  # fmt: skip
OUTCOME = {
    "plan": "p1",
    "outcomes": [{"target": "lock.front", "action": "lock.unlock", "status": "done", "sent": 2}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    async def write() -> None:
        async with Database(tmp_path / "lares.db") as database:
            ann = await Users(database).create("Ann", Role.OWNER)
        async with AuditLog(tmp_path) as log:
            await log.add(AuditNote(AuditKind.VERDICT, VERDICT, ann.id, "voice"))
            await log.add(AuditNote(AuditKind.OUTCOME, OUTCOME, UserId("gone"), "voice"))
            change = {"method": "POST", "path": "/api/lares/tokens", "given": {"name": "x"}}
            await log.add(AuditNote(AuditKind.CHANGE, change, ann.id, "api"))

    asyncio.run(write())
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    return main(["audit", *arguments, "--config", str(folder)])


def test_a_whole_record_verifies_with_its_head(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "head") == 0
    head = capsys.readouterr().out.strip()
    assert run(folder, "verify", "--head", head) == 0
    told = capsys.readouterr().out
    assert "the record holds the head you noted, 4" in told
    assert f"the record is whole: 4 entries, 1 to 4; head {head}" in told


def test_an_edit_is_told_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        db.execute("UPDATE entries SET user_id = 'bob' WHERE sequence = 2")
        db.commit()
    assert run(folder, "verify") == 1
    told = capsys.readouterr().out
    assert "broken: entry 2 was changed, or is not where it was written" in told
    assert "the record is broken, first at entry 2: 4 entries, 1 to 4" in told


def test_a_record_begun_anew_is_whole_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / DATABASE).write_bytes(b"no database" * 1000)

    async def begin() -> None:
        async with AuditLog(folder) as log:
            await log.add(AuditNote(AuditKind.STARTED, {}))

    asyncio.run(begin())
    assert run(folder, "verify") == 3
    assert "note: an earlier record was set aside" in capsys.readouterr().out


def test_it_is_shown_to_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "show") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Ann (voice): confirm" in lines[1]
    assert '"unlock \\u202ethe door": this unlocks a door [locks]' in lines[1]
    assert lines[2].strip() == "confirm lock.unlock lock.front {'code': '***'}"
    assert "gone (voice): what became of plan p1" in lines[3]
    assert lines[4].strip() == "done lock.unlock lock.front, sent 2 times"
    assert "change: POST /api/lares/tokens {'name': 'x'}" in lines[5]
    assert run(folder, "show", "--kind", "change", "--limit", "5") == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_export_is_lines_of_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "export", "--from", "2020-01-01", "--to", "2999-01-01") == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [entry["sequence"] for entry in entries] == [1, 2, 3, 4]
    assert entries[1]["what"]["said"] == VERDICT["said"]
    assert run(folder, "export", "--from", "2999-01-01") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("verify", "--head", "5:xyz"), "is no head"),
        (("show", "--from", "yesterday"), "--from wants a time"),
    ],
)
def test_what_is_wrong_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    assert run(folder, *arguments) == 1
    assert told in capsys.readouterr().err


def test_where_there_is_no_record_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "verify") == 1
    assert "there is no audit.db" in capsys.readouterr().err
