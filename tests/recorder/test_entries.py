"""Adopted devices are kept over restarts."""

from pathlib import Path

from hub.home.ids import AreaId
from hub.home.maker import Entry
from hub.recorder.database import Database
from hub.recorder.entries import EntryRecords

PLUG = Entry(
    id="e1",
    integration="shelly",
    unique_id="AABBCC",
    title="Plug",
    data={"host": "192.168.1.7", "port": 80},
    area_id=AreaId("hall"),
)


async def test_entries_survive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "lares.db"
    second = Entry(id="e2", integration="hue", unique_id="b", title="Bridge", data={})
    async with Database(file) as database:
        records = EntryRecords(database)
        await records.put(PLUG)
        await records.put(second)
        moved = Entry(id="e1", integration="shelly", unique_id="AABBCC", title="Plug 2", data={})
        await records.put(moved)
    async with Database(file) as database:
        records = EntryRecords(database)
        assert await records.all() == [moved, second]
        await records.remove("e1")
        await records.remove("e1")
        assert await records.all() == [second]


async def test_everything_of_an_entry_is_kept(tmp_path: Path) -> None:
    async with Database(tmp_path / "lares.db") as database:
        await EntryRecords(database).put(PLUG)
        assert await EntryRecords(database).all() == [PLUG]
