"""The database: transactions, durability, migrations, and what it says of odd files."""

import asyncio
import os
import signal
import sqlite3
import stat
import sys
from pathlib import Path

import pytest
import sqlite_utils

from hub.home.home import Home
from hub.home.people import Role
from hub.recorder.approvals import Approvals
from hub.recorder.database import Database
from hub.recorder.errors import (
    NotALaresDatabase,
    StorageCorrupt,
    StorageFromTheFuture,
    StorageUnavailable,
)
from hub.recorder.registry import Registry
from hub.recorder.tokens import Token, Tokens
from hub.recorder.traces import Traces
from hub.recorder.users import Users

FIXTURES = Path(__file__).parent / "fixtures"
REPOSITORY = Path(__file__).parents[2]


async def test_the_file_is_private_and_durable(db: Database) -> None:
    def pragmas(raw: sqlite_utils.Database) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await db.read(pragmas) == ["wal", 2, 1]
    assert stat.S_IMODE(db.path.stat().st_mode) == 0o600


async def test_a_failing_write_undoes_all_it_did(db: Database) -> None:
    def work(raw: sqlite_utils.Database) -> None:
        raw.execute("INSERT INTO floors (id, document) VALUES ('a', '{}')")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await db.write(work)
    assert await db.read(lambda raw: raw.table("floors").count) == 0


async def test_a_write_whose_caller_left_still_ends(db: Database) -> None:
    insert = "INSERT INTO floors (id, document) VALUES ('a', '{}')"
    started = asyncio.create_task(db.write(lambda raw: raw.execute(insert)))
    await asyncio.sleep(0)
    started.cancel()
    await asyncio.gather(started, return_exceptions=True)
    assert await db.read(lambda raw: raw.table("floors").count) in {0, 1}


async def test_it_opens_again_with_what_was_written(tmp_path: Path) -> None:
    async with Database(tmp_path / "a.db") as db:
        users = Users(db)
        await users.create("Ann", Role.OWNER)
    async with Database(tmp_path / "a.db") as db:
        users = Users(db)
        await users.load()
        assert [user.name for user in users.all()] == ["Ann"]


async def test_a_missing_folder_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match=r"nowhere.*check that its folder exists"):
        async with Database(tmp_path / "nowhere" / "a.db"):
            pass


async def test_garbage_is_reported_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"this is no database at all" * 200)
    with pytest.raises(StorageCorrupt, match="restore a backup"):
        async with Database(path):
            pass
    assert path.read_bytes().startswith(b"this is no")


async def test_a_damaged_page_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    async with Database(path) as db:
        users = Users(db)
        rows = [(str(number), "x" * 400) for number in range(200)]
        insert = "INSERT INTO floors (id, document) VALUES (?, ?)"
        await db.write(lambda raw: raw.conn.executemany(insert, rows))
        await users.load()
    damaged = bytearray(path.read_bytes())
    damaged[4096:-4096] = os.urandom(len(damaged) - 8192)
    path.write_bytes(damaged)
    with pytest.raises(StorageCorrupt):
        async with Database(path):
            pass


async def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    async with Database(path) as db:
        await db.write(
            lambda raw: raw.table("_sqlite_migrations").insert(
                {"migration_set": "lares", "name": "999_future", "applied_at": "2999"}
            )
        )
    with pytest.raises(StorageFromTheFuture, match=r"999_future.*run that version"):
        async with Database(path):
            pass


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotALaresDatabase, match="another program"):
        async with Database(path):
            pass
    assert path.read_bytes() == before


async def test_the_first_schema_migrates_with_all_its_rows(tmp_path: Path) -> None:
    """`first.sql` was dumped when the schema ended at step 003."""
    path = tmp_path / "a.db"
    old = sqlite3.connect(path)
    old.executescript((FIXTURES / "first.sql").read_text())
    old.close()
    async with Database(path) as db:
        users, tokens = Users(db), Tokens(db)
        await users.load()
        await tokens.load()
        assert [(user.name, user.role) for user in users.all()] == [("Ann", Role.OWNER)]
        token = tokens.verify("lares_fixture_secret")
        assert isinstance(token, Token)
        assert token.expires is None
        [trace] = await Traces(db).latest(5)
        assert trace.before is None
        assert trace.result.plan.request.text == "turn on the light"
        assert (await Approvals(db).get("b" * 32)) is not None
        assert await db.read(lambda raw: raw.table("entities").count) == 1
        registry, home = Registry(db), Home()
        await registry.load(home)
        assert registry.known_ids("mqtt") == {("light", "0x1"): "light.lamp"}
        assert [entity.name for entity in home.entities.values()] == ["Lamp"]


_WRITER = """
import asyncio, sys
from hub.recorder.database import Database
from hub.recorder.tokens import Tokens
from hub.home.people import Role
from hub.recorder.users import Users

async def main() -> None:
    async with Database(sys.argv[1]) as db:
        users, tokens = Users(db), Tokens(db)
        user = await users.create("Ann", Role.OWNER)
        for number in range(10_000):
            _, secret = await tokens.create(user.id, f"t{number}")
            print(secret, flush=True)

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITER, str(path), stdout=asyncio.subprocess.PIPE, cwd=REPOSITORY
    )
    assert process.stdout is not None
    async with asyncio.timeout(15):
        acknowledged = [(await process.stdout.readline()).decode().strip() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        rest = (await process.stdout.read()).decode().split("\n")[:-1]
        await process.wait()
    async with Database(path) as db:
        tokens = Tokens(db)
        await tokens.load()
        for secret in [*acknowledged, *rest]:
            assert isinstance(tokens.verify(secret), Token)
