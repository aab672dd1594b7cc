"""Whatever is done to the record by hand is found, and the place is named."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.home.audit import AuditKind, AuditNote
from hub.recorder.audit.chain import NOTHING, Head, Row, hash_of
from hub.recorder.audit.head import DATABASE, HEAD, KEY, HeadWrong, parse_head
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.reading import Wanted, as_line, entries, last_of
from hub.recorder.audit.settings import AuditSettings
from hub.recorder.audit.verifying import Findings, verify

COUNT = 12
COLUMNS = ("sequence", "at", "kind", "user_id", "source", "what", "hash")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of a dozen entries, closed."""
    folder = tmp_path_factory.mktemp("record")

    async def write() -> None:
        async with AuditLog(folder) as log:
            for number in range(COUNT - 1):
                what = {"plan": f"p{number}", "said": "Türe auf\n, \U0001f511"}
                user = f"u{number % 3}" if number % 2 else None
                await log.add(AuditNote(AuditKind.VERDICT, what, user, "voice"))  # type: ignore[arg-type]

    asyncio.run(write())
    assert verify(folder) == Findings(count=COUNT, first=1, last=last_of(folder))
    return folder


@contextmanager
def edited(whole: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """Yield a copy of the record, and a connection to do wrong with."""
    folder = whole.with_name("copy")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(whole, folder)
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        yield folder, connection
        connection.commit()


def places(folder: Path) -> list[int | None]:
    return [problem.sequence for problem in verify(folder).problems]


SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@SLOW
@given(sequence=st.integers(1, COUNT), column=st.sampled_from(COLUMNS[1:]), data=st.data())
def test_any_flipped_bit_is_found(
    whole: Path, sequence: int, column: str, data: st.DataObject
) -> None:
    with edited(whole) as (folder, db):
        sql = f"SELECT CAST({column} AS BLOB) FROM entries WHERE sequence = ?"  # noqa: S608 -- our own names
        [old] = db.execute(sql, [sequence]).fetchone()
        if old is None:
            new = b"somebody"
        else:
            bit = data.draw(st.integers(0, len(old) * 8 - 1))
            flipped = bytearray(old)
            flipped[bit // 8] ^= 1 << bit % 8
            new = bytes(flipped)
        sql = f"UPDATE entries SET {column} = CAST(? AS TEXT) WHERE sequence = ?"  # noqa: S608 -- our own names
        db.execute(sql, [new, sequence])
        db.commit()
        assert sequence in places(folder)


@SLOW
@given(sequence=st.integers(1, COUNT), bit=st.integers(0, 40))
def test_any_flipped_bit_of_a_number_is_found(whole: Path, sequence: int, bit: int) -> None:
    with edited(whole) as (folder, db):
        new = sequence ^ (1 << bit)
        db.execute("UPDATE OR REPLACE entries SET sequence = ? WHERE sequence = ?", [new, sequence])
        db.commit()
        assert set(places(folder)) & {sequence, sequence + 1, new, new + 1}


@SLOW
@given(start=st.integers(1, COUNT), count=st.integers(1, COUNT))
def test_any_gap_is_found(whole: Path, start: int, count: int) -> None:
    with edited(whole) as (folder, db):
        last = start + count - 1
        db.execute("DELETE FROM entries WHERE sequence BETWEEN ? AND ?", [start, last])
        db.commit()
        found = verify(folder)
        assert not found.is_whole
        assert any(
            "missing" in problem.text or "cut off" in problem.text for problem in found.problems
        )
        after = min(start + count, COUNT)
        assert {start, after} & set(places(folder))


@SLOW
@given(pair=st.lists(st.integers(1, COUNT), min_size=2, max_size=2, unique=True))
def test_any_swap_is_found(whole: Path, pair: list[int]) -> None:
    one, other = pair
    with edited(whole) as (folder, db):
        db.execute("UPDATE entries SET sequence = -1 WHERE sequence = ?", [one])
        db.execute("UPDATE entries SET sequence = ? WHERE sequence = ?", [one, other])
        db.execute("UPDATE entries SET sequence = ? WHERE sequence = -1", [other])
        db.commit()
        assert {one, other} <= set(places(folder))


@SLOW
@given(after=st.integers(0, COUNT), is_rehashed=st.booleans())
def test_any_insertion_is_found_even_with_all_hashes_made_anew(
    whole: Path, after: int, *, is_rehashed: bool
) -> None:
    """Who has no key can make hashes, but not the marks of the end."""
    with edited(whole) as (folder, db):
        db.execute("UPDATE entries SET sequence = -sequence - 1 WHERE sequence > ?", [after])
        db.execute("UPDATE entries SET sequence = -sequence WHERE sequence < 0")
        row = Row(after + 1, "2026-01-01T00:00:00.000000+00:00", "verdict", None, "api", "{}", "")
        db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", row._replace(hash=NOTHING))
        if is_rehashed:
            rehash(db)
        db.commit()
        found = verify(folder)
        assert not found.is_whole
        if not is_rehashed:
            assert after + 1 in places(folder)


@SLOW
@given(left=st.integers(0, COUNT - 1), is_tail_kept=st.booleans())
def test_any_truncation_is_found(whole: Path, left: int, *, is_tail_kept: bool) -> None:
    with edited(whole) as (folder, db):
        db.execute("DELETE FROM entries WHERE sequence > ?", [left])
        if not is_tail_kept:
            db.execute("DELETE FROM tail")
        db.commit()
        found = verify(folder)
        assert f"the record ends at {left}" in " ".join(p.text for p in found.problems)
        assert left + 1 in places(folder)


def rehash(db: sqlite3.Connection) -> None:
    previous = NOTHING
    sql = f"SELECT {', '.join(COLUMNS)} FROM entries ORDER BY 1"  # noqa: S608 -- our own names
    for raw in db.execute(sql).fetchall():
        previous = hash_of(Row(*raw), previous)
        db.execute("UPDATE entries SET hash = ? WHERE sequence = ?", [previous, raw[0]])


def test_an_entry_edited_with_all_hashes_made_anew_is_found(whole: Path) -> None:
    with edited(whole) as (folder, db):
        db.execute("UPDATE entries SET user_id = 'somebody else' WHERE sequence = 5")
        rehash(db)
        last = db.execute("SELECT sequence, hash FROM entries ORDER BY 1 DESC").fetchone()
        db.execute("UPDATE tail SET hash = ?", [last[1]])
        db.commit()
        texts = [problem.text for problem in verify(folder).problems]
        assert f"the mark of the last entry was not written with {KEY}" in texts
        assert f"entry {COUNT} is not the one that {HEAD} names" in texts


async def test_an_older_copy_of_the_whole_record_is_found(tmp_path: Path) -> None:
    """It is in itself whole: only the head tells. With an older head too, only a noted one does."""
    async with AuditLog(tmp_path) as log:
        await log.add(AuditNote(AuditKind.STARTED, {}))
    older, old_head = (tmp_path / DATABASE).read_bytes(), (tmp_path / HEAD).read_bytes()
    async with AuditLog(tmp_path) as log:
        await log.add(AuditNote(AuditKind.STOPPED, {}))
    noted = last_of(tmp_path)
    (tmp_path / DATABASE).write_bytes(older)
    [problem] = verify(tmp_path).problems
    assert problem.text == "the record ends at 2, but audit.head says 3: the rest was cut off"
    (tmp_path / HEAD).write_bytes(old_head)
    assert verify(tmp_path).is_whole
    [problem] = verify(tmp_path, noted).problems
    assert problem.text == "entry 3, which you noted, is not there"


def test_a_head_that_was_noted_is_looked_for(whole: Path) -> None:
    middle = list(entries(whole, Wanted()))[4]
    found = verify(whole, Head(middle.sequence, middle.hash))
    assert found.is_whole
    assert found.notes == ["the record holds the head you noted, 5"]
    [problem] = verify(whole, Head(5, NOTHING)).problems
    assert problem.text == "entry 5 is not the one you noted"


@pytest.mark.parametrize("text", ["", "5", "x:" + NOTHING, "5:abc", "5:" + "G" * 64, "-1:x"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(HeadWrong, match="is no head"):
        parse_head(text)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (HEAD, None, "audit.head is missing"),
        (HEAD, b"{}", "audit.head cannot be read"),
        (HEAD, b'{"sequence": 12, "hash": "0", "mac": "0"}', "was not written with the key"),
        (KEY, None, "there is no audit.key"),
        (KEY, b"00" * 32, "was not written with the key"),
    ],
)
def test_what_was_done_to_head_and_key_is_told(
    whole: Path, name: str, content: bytes | None, told: str
) -> None:
    with edited(whole) as (folder, _):
        (folder / name).unlink() if content is None else (folder / name).write_bytes(content)
        assert told in " ".join(problem.text for problem in verify(folder).problems)


def test_a_damaged_file_is_told_with_the_last_entry_that_could_be_read(whole: Path) -> None:
    with edited(whole) as (folder, _):
        pass
    file = folder / DATABASE
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    assert "damaged" in verify(folder).problems[0].text


def test_a_line_of_the_export_can_be_verified_by_anybody(whole: Path) -> None:
    previous = NOTHING
    for line in map(as_line, entries(whole, Wanted())):
        entry = json.loads(line)
        what = line[line.index('"what": ') + 8 : -1]
        row = Row(**entry | {"what": what})
        previous = hash_of(row, previous)
        assert previous == entry["hash"]


async def test_it_is_verified_after_the_oldest_were_pruned(tmp_path: Path) -> None:
    began = datetime.now(UTC)
    today = began + timedelta(days=10)
    async with AuditLog(tmp_path, AuditSettings(keep_days=3), now=lambda: today) as log:
        for day in range(10):
            at = began + timedelta(days=day)
            await log.add(AuditNote(AuditKind.VERDICT, {"day": day}, at=at))
        noted = last_of(tmp_path)
        log._next_prune = 0.0
        await log.add(AuditNote(AuditKind.STOPPED, {}))
    found = verify(tmp_path, noted)
    assert found.is_whole
    assert found.first == 9
    [pruned] = entries(tmp_path, Wanted(kinds=(AuditKind.PRUNED,)))
    assert json.loads(pruned.what)["through"] == 8
    [problem] = verify(tmp_path, Head(5, NOTHING)).problems
    assert problem.text == "entry 5, which you noted, was pruned since"
    with closing(sqlite3.connect(tmp_path / DATABASE)) as db:
        db.execute("DELETE FROM entries WHERE sequence = 9")
        db.commit()
    assert verify(tmp_path).problems[0].text == "entry 9 is missing"


async def test_a_record_that_grew_too_large_is_pruned(tmp_path: Path) -> None:
    async with AuditLog(tmp_path, AuditSettings(max_bytes=1_000_000)) as log:
        for number in range(150):
            await log.note(AuditNote(AuditKind.VERDICT, {"said": "x" * 10_000, "n": number}))
        await log.add(AuditNote(AuditKind.STARTED, {}))
        log._next_prune = 0.0
        await log.add(AuditNote(AuditKind.STOPPED, {}))
    found = verify(tmp_path)
    assert found.is_whole
    assert found.first is not None
    assert 40 < found.first < 100
