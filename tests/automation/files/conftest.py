"""A made-up house whose configuration uses every way of splitting files."""

import shutil
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent / "house"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house, to change at will."""
    return Path(shutil.copytree(HOUSE, tmp_path / "house"))
