"""Setting a damaged file aside: renamed beside itself, never deleted."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

# SQLite's companions of a database (its file format, section 4).
COMPANIONS = ("-wal", "-shm")


def set_aside(path: Path, *, now: datetime | None = None) -> Path:
    """Rename a database, or whatever is in its place, to `NAME.damaged-DATE`; returns that.

    Its companions go first: left behind, they would be taken for those of the next database.

    Raises:
        OSError: the folder cannot be written to.
    """
    aside = _free(path, f"{now or datetime.now(UTC):%Y%m%d-%H%M%S}")
    for ending in COMPANIONS:
        companion = path.with_name(path.name + ending)
        if _exists(companion):
            companion.rename(aside.with_name(aside.name + ending))
    if _exists(path):
        path.rename(aside)
    return aside


def _free(path: Path, date: str) -> Path:
    plain = path.with_name(f"{path.name}.damaged-{date}")
    if not _exists(plain):
        return plain
    names = (plain.with_name(f"{plain.name}-{number}") for number in count(2))
    return next(name for name in names if not _exists(name))


def _exists(path: Path) -> bool:
    """Tell whether something has this name, dangling links included."""
    return path.is_symlink() or path.exists()
