"""A real database file for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.recorder.database import Database


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(tmp_path / "lares.db") as database:
        yield database
