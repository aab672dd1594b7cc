"""The last whole copy of a file that people write, kept for the day it is broken."""

import logging
from pathlib import Path

from hub.disk import write_whole

_ENDING = ".last-good"

_log = logging.getLogger(__name__)


def last_good_of(folder: Path, name: str) -> Path:
    """Return where the last whole copy of a file lies, in the hub's folder."""
    return folder / f"{name}{_ENDING}"


def keep_last_good(file: Path, copy: Path) -> None:
    """Copy a file that is whole; a full disk costs the copy, not the start. Blocks."""
    try:
        text = file.read_text(encoding="utf-8")
        if not copy.is_file() or copy.read_text(encoding="utf-8") != text:
            write_whole(copy, text)
    except (OSError, UnicodeDecodeError) as error:
        _log.warning("%s: no copy could be kept: %s", file, error)
