"""What can be read of a damaged database is saved; what was deleted stays deleted."""

import asyncio
import shutil
import sqlite3
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from hub.home.people import Role
from hub.home.troubles import Troubles
from hub.recorder.database import Database
from hub.recorder.errors import StorageCorrupt
from hub.recorder.salvage import finish_salvage, salvage
from hub.recorder.schema import SCHEMA
from hub.recorder.tokens import Token, Tokens
from hub.recorder.users import Users
from hub.safe_start.databases import open_database
from tests.support.damage import pages_of, spoil
from tests.support.killing.anywhere import each_death


async def used(path: Path, *, traces: int = 400) -> tuple[str, str]:
    """Make a database with people, and much that matters less; returns two tokens."""
    async with Database(path) as db:
        users, tokens = Users(db), Tokens(db)
        owner = await users.create("Ann", Role.OWNER)
        adult = await users.create("Bob", Role.ADULT)
        _, first = await tokens.create(owner.id, "hers")
        _, second = await tokens.create(adult.id, "his")
        rows = [(str(number), "x" * 700) for number in range(traces)]
        insert = "INSERT INTO traces (plan_id, document) VALUES (?, ?)"
        await db.write(lambda raw: raw.conn.executemany(insert, rows))
    return first, second


def contents(folder: Path, pattern: str) -> list[bytes]:
    return [one.read_bytes() for one in folder.glob(pattern)]


async def known(path: Path) -> tuple[list[str], Tokens]:
    async with Database(path) as db:
        users, tokens = Users(db), Tokens(db)
        await users.load()
        await tokens.load()
        return [user.name for user in users.all()], tokens


async def test_people_and_tokens_outlive_damage_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "lares.db"
    first, second = await used(path)
    middle = pages_of(path, "traces")
    spoil(path, middle[len(middle) // 2])
    with pytest.raises(StorageCorrupt):
        await known(path)
    damaged = path.read_bytes()
    saved = salvage(path, SCHEMA)
    assert saved.has_owner
    assert saved.torn == ("traces",)
    assert 350 < saved.rows["traces"] < 400
    assert saved.aside.stat().st_size == len(damaged)
    names, tokens = await known(path)
    assert names == ["Ann", "Bob"]
    assert isinstance(tokens.verify(first), Token)
    assert isinstance(tokens.verify(second), Token)


async def test_without_an_owner_no_old_token_opens_anything(tmp_path: Path) -> None:
    path = tmp_path / "lares.db"
    first, second = await used(path)
    spoil(path, *pages_of(path, "users"))
    saved = salvage(path, SCHEMA)
    assert not saved.has_owner
    names, tokens = await known(path)
    assert names == []
    assert tokens.all() == []
    assert not isinstance(tokens.verify(first), Token)
    assert not isinstance(tokens.verify(second), Token)


async def test_what_was_deleted_stays_deleted(tmp_path: Path) -> None:
    path = tmp_path / "lares.db"
    _, second = await used(path)
    async with Database(path) as db:
        users = Users(db)
        await users.load()
        await users.delete(next(user.id for user in users.all() if user.name == "Bob"))
    spoil(path, *pages_of(path, "traces")[1:3])
    salvage(path, SCHEMA)
    names, tokens = await known(path)
    assert names == ["Ann"]
    assert not isinstance(tokens.verify(second), Token)


async def test_half_a_database_yields_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "lares.db"
    first, _ = await used(path, traces=4_000)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    saved = salvage(path, SCHEMA)
    assert saved.has_owner
    assert "traces" in saved.torn
    assert isinstance((await known(path))[1].verify(first), Token)


async def test_an_older_database_is_saved_as_what_it_was_and_then_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "lares.db"
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parent / "fixtures" / "first.sql").read_text())
    old.execute("CREATE TABLE padding (x)")
    old.executemany("INSERT INTO padding VALUES (?)", [("x" * 900,)] * 50)
    old.commit()
    old.close()
    spoil(path, pages_of(path, "padding")[3])
    salvage(path, SCHEMA)
    names, tokens = await known(path)
    assert names == ["Ann"]
    assert isinstance(tokens.verify("lares_fixture_secret"), Token)


@pytest.mark.parametrize("is_moved", [False, True])
async def test_a_salvage_that_was_interrupted_is_ended(tmp_path: Path, *, is_moved: bool) -> None:
    path = tmp_path / "lares.db"
    await used(path)
    whole = tmp_path / "whole.db"
    shutil.copy(path, whole)
    spoil(path, *pages_of(path, "traces"))
    salvage(path, SCHEMA)
    # As it is between the two renamings, with the damaged file still in place, or moved.
    path.rename(tmp_path / "lares.db.salvaged")
    if not is_moved:
        path.write_bytes(b"damaged")
    finish_salvage(path)
    assert (await known(path))[0] == ["Ann", "Bob"]
    assert not (tmp_path / "lares.db.salvaged").exists()
    if not is_moved:
        assert b"damaged" in contents(tmp_path, "lares.db.damaged-*")


async def test_nobody_comes_in_with_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "lares.db"
    first, _ = await used(path)
    db = sqlite3.connect(path)
    db.execute("PRAGMA application_id = 7")
    db.close()
    async with AsyncExitStack() as parts:
        troubles = Troubles()
        users = Users(await open_database(parts, tmp_path, troubles))
        await users.load()
        assert users.all() == []
        assert "another program" in troubles.in_a_line()
    assert not isinstance((await known(path))[1].verify(first), Token)


@pytest.mark.timeout(60)
def test_a_salvage_killed_anywhere_loses_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    path, damaged = folder / "lares.db", tmp_path / "damaged.db"
    first, _ = asyncio.run(used(damaged, traces=40))
    pages = pages_of(damaged, "traces")
    spoil(damaged, pages[len(pages) // 2])
    shutil.copy(damaged, path)
    deaths = 0
    for _ in each_death(lambda: salvaging(folder), folder, every=37):
        deaths += 1
        names, tokens = asyncio.run(start(folder))
        assert names == ["Ann", "Bob"]
        assert isinstance(tokens.verify(first), Token)
        assert damaged.read_bytes() in contents(folder, "lares.db.damaged-*")
        shutil.rmtree(folder)
        folder.mkdir()
        shutil.copy(damaged, path)
    assert deaths > 3


def salvaging(folder: Path) -> None:
    asyncio.run(start(folder))


async def start(folder: Path) -> tuple[list[str], Tokens]:
    async with AsyncExitStack() as parts:
        db = await open_database(parts, folder, Troubles())
        users, tokens = Users(db), Tokens(db)
        await users.load()
        await tokens.load()
        return [user.name for user in users.all()], tokens


async def test_nothing_is_ended_where_nothing_was_begun(tmp_path: Path) -> None:
    assert finish_salvage(tmp_path / "lares.db") is None
