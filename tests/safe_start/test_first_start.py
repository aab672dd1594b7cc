"""A first start that is killed anywhere leaves a folder in which the next start is whole."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.support.killing.anywhere import each_death
from tests.support.used_folder import LIGHT, running, write_inventory

# Of some hundred steps, each fortieth dies in a test of its own: together every twentieth.
STRIDE = 40


@pytest.mark.timeout(60)
@pytest.mark.parametrize("first", range(1, STRIDE, 20))
def test_killed_anywhere_the_next_start_is_whole(tmp_path: Path, first: int) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    write_inventory(folder)
    (folder / "lares.yaml").write_text("name: New house\n")
    (folder / "policy.yaml").write_text("policies: []\n")
    deaths = 0
    for _ in each_death(lambda: asyncio.run(start(folder)), folder, first=first, every=STRIDE):
        deaths += 1
        asyncio.run(start(folder))
        for left in (one for one in folder.iterdir() if one.suffix != ".yaml"):
            left.unlink() if left.is_file() else shutil.rmtree(left)
    assert deaths > 2


async def start(folder: Path) -> None:
    async with running(folder) as hub:
        assert list(hub.troubles) == []
        await hub.wait_for(LIGHT, "off")
