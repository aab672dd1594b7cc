"""Old databases open and keep what they hold; an upgrade that dies anywhere is completed."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.migrations import Migrations

from hub.home.home import Home
from hub.recorder.database import Database
from hub.recorder.errors import StorageUnavailable
from hub.recorder.history.schema import HISTORY
from hub.recorder.registry import Registry
from hub.recorder.schema import SCHEMA
from hub.recorder.tokens import Token, Tokens
from hub.recorder.users import Users
from tests.support.killing.anywhere import each_death
from tests.support.old_databases import SECRET, SETS, databases, kept, load, names_of

OLD = [pytest.param(schema, step, id=step) for schema in SETS for step in kept(schema)]
Content = dict[str, list[tuple[Any, ...]]]


def upgrade(path: Path, schema: Migrations = SCHEMA) -> None:
    async def opening() -> None:
        async with Database(path, schema=schema):
            pass

    asyncio.run(opening())


def content(db: sqlite3.Connection) -> Content:
    """Return all rows by table, and the schema; but not when each step was applied."""
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    tables = [name for name in tables if not name.startswith(("_sqlite", "sqlite_"))]
    found = {name: _rows(db, f'SELECT * FROM "{name}"') for name in tables}  # noqa: S608
    found["steps"] = _rows(db, "SELECT migration_set, name FROM _sqlite_migrations")
    found["schema"] = _rows(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema")
    return found


def _rows(db: sqlite3.Connection, select: str) -> list[tuple[Any, ...]]:
    return sorted(db.execute(select), key=repr)


def content_of(path: Path) -> Content:
    db = sqlite3.connect(path)
    try:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        return content(db)
    finally:
        db.close()


def reference(schema: Migrations) -> Content:
    """Return what a database holds that went through all steps, a row in every table."""
    *_, (_, db) = databases(schema)
    return content(db.conn)


def copies(path: Path) -> Sequence[str]:
    return sorted(one.name for one in path.parent.glob(f"{path.name}.before-*"))


@pytest.mark.parametrize(("schema", "step"), OLD)
def test_an_old_database_opens_with_all_it_holds(
    tmp_path: Path, schema: Migrations, step: str
) -> None:
    path, whole = tmp_path / "a.db", reference(schema)
    load(schema, step, path)
    had = content_of(path)
    upgrade(path, schema)
    has = content_of(path)
    assert has["steps"] == whole["steps"]
    assert has["schema"] == whole["schema"]
    for table in set(had) & set(whole) - {"steps", "schema"}:
        assert has[table] == whole[table], table
    later = [name for name in names_of(schema) if (schema.name, name) not in had["steps"]]
    assert copies(path) == [f"a.db.before-{name.partition('_')[0]}" for name in later[:1]]
    for name in copies(path):
        assert content_of(tmp_path / name) == had


def test_a_database_of_every_step_up_to_the_last_is_kept() -> None:
    for schema in SETS:
        last = names_of(schema).index(kept(schema)[-1])
        assert kept(schema) == names_of(schema)[: last + 1]


async def test_people_of_the_first_database_still_come_in(tmp_path: Path) -> None:
    load(SCHEMA, kept(SCHEMA)[0], tmp_path / "a.db")
    async with Database(tmp_path / "a.db") as db:
        users, tokens = Users(db), Tokens(db)
        await users.load()
        await tokens.load()
        assert users.owner is not None
        assert isinstance(tokens.verify(SECRET), Token)


async def test_the_home_of_an_old_database_is_known(tmp_path: Path) -> None:
    load(SCHEMA, "003_registry", tmp_path / "a.db")
    async with Database(tmp_path / "a.db") as db:
        home = Home()
        await Registry(db).load(home)
        assert [entity.name for entity in home.entities.values()] == ["Lamp"]
        assert [area.name for area in home.areas.values()] == ["Hall"]


# Every step of an upgrade is one of these; they share the time.
@pytest.mark.timeout(60)
@pytest.mark.parametrize("first", [1, 2, 3, 4])
def test_an_upgrade_killed_anywhere_is_completed(tmp_path: Path, first: int) -> None:
    old, folder = tmp_path / "old.db", tmp_path / "hub"
    path = folder / "a.db"
    load(SCHEMA, "003_registry", old)
    had = content_of(old)
    _fresh(folder, old)
    upgrade(path)
    whole = content_of(path)
    _fresh(folder, old)
    died = 0
    for died in each_death(lambda: upgrade(path), folder, first=first, every=4):
        upgrade(path)
        assert content_of(path) == whole, f"killed at step {died}"
        _kept_one(path, had)
        _fresh(folder, old)
    assert died > 40


def _kept_one(path: Path, had: Content) -> None:
    """A copy of what was, or of what the first steps had made of it, is kept and whole."""
    names = copies(path)
    assert 1 <= len(names) <= 2
    assert any(content_of(path.with_name(name)) == had for name in names) or len(names) == 2


def _fresh(folder: Path, old: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(old, folder / "a.db")


@pytest.mark.timeout(90)
@pytest.mark.parametrize("schema", [SCHEMA, HISTORY], ids=lambda one: one.name)
def test_a_first_start_killed_anywhere_leaves_what_opens(
    tmp_path: Path, schema: Migrations
) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    path = folder / "a.db"
    upgrade(path, schema)
    whole = content_of(path)
    for died in _some(each_death(lambda: upgrade(path, schema), folder, every=3), folder):
        upgrade(path, schema)
        assert content_of(path) == whole, f"killed at step {died}"


def _some(deaths: Iterator[int], folder: Path) -> Iterator[int]:
    """Each death in an empty folder."""
    shutil.rmtree(folder)
    folder.mkdir()
    for died in deaths:
        yield died
        shutil.rmtree(folder)
        folder.mkdir()


def test_only_the_copies_of_the_last_two_upgrades_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for step in kept(SCHEMA)[:4]:
        load(SCHEMA, step, path)
        upgrade(path)
    assert copies(path) == ["a.db.before-004", "a.db.before-005"]


def test_a_new_database_has_no_copy(tmp_path: Path) -> None:
    upgrade(tmp_path / "a.db")
    assert copies(tmp_path / "a.db") == []


def test_without_room_for_the_copy_nothing_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    load(SCHEMA, kept(SCHEMA)[0], path)
    had = content_of(path)
    # In its place is a folder that cannot be replaced: the copy fails as on a full disk.
    number = kept(SCHEMA)[1].partition("_")[0]
    (tmp_path / f"a.db.before-{number}").mkdir()
    (tmp_path / f"a.db.before-{number}" / "x").touch()
    with pytest.raises(StorageUnavailable):
        upgrade(path)
    assert content_of(path) == had
