"""What pages keep for a user."""

from pathlib import Path

import pytest

from hub.home.people import Role
from hub.recorder.database import Database
from hub.recorder.user_data import MOST_KEYS, TooMuchData, UserData
from hub.recorder.users import Users


async def test_values_are_kept_for_each_user_until_they_go(tmp_path: Path) -> None:
    async with Database(tmp_path / "lares.db") as db:
        users, data = Users(db), UserData(db)
        ann = await users.create("Ann", Role.OWNER)
        ben = await users.create("Ben", Role.ADULT)
        await data.put(ben.id, "core", {"sidebar": ["map"]})
        await data.put(ben.id, "core", {"sidebar": []})
        assert await data.get(ben.id, "core") == {"sidebar": []}
        assert await data.get(ann.id, "core") is None
        await data.put(ben.id, "core", None)
        assert await data.get(ben.id, "core") is None
        await data.put(ben.id, "core", 1)
        await users.delete(ben.id)
        assert await data.get(ben.id, "core") is None


async def test_there_is_room_for_so_much(tmp_path: Path) -> None:
    async with Database(tmp_path / "lares.db") as db:
        ann, data = await Users(db).create("Ann", Role.OWNER), UserData(db)
        with pytest.raises(TooMuchData, match="keep less"):
            await data.put(ann.id, "core", "x" * 70_000)
        for number in range(MOST_KEYS):
            await data.put(ann.id, str(number), number)
        with pytest.raises(TooMuchData, match="take one away"):
            await data.put(ann.id, "more", 1)
        await data.put(ann.id, "0", "again")
        assert await data.get(ann.id, "0") == "again"
