"""Writing so that a power cut leaves the old or the new, never half of it."""

import os
from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Replace a file; it is on disk when this returns. Its rights stay as they were.

    Raises:
        OSError: the disk is full, or the folder cannot be written to.
    """
    file = file.resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
    temporary = file.with_suffix(f"{file.suffix}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(descriptor)
    temporary.replace(file)
    sync(file.parent)


def sync(path: Path) -> None:
    """Make sure that what a file holds, or a folder lists, is on disk.

    Raises:
        OSError: it is not.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
