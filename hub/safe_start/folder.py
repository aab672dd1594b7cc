"""The hub's folder: held by one hub at a time, and by who restores into it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hub.home.errors import HubError
from hub.recorder.backup.restoring import finish_restore

LOCK = "lares.lock"


class FolderInUse(HubError):
    """A hub runs in this folder: end it, or choose another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"another Lares runs in {folder}; end it, or choose another --config")


@contextmanager
def only_hub_in(folder: Path) -> Iterator[None]:
    """Hold the folder for this process alone; the kernel lets go of it when the process ends.

    A restore that was killed is ended first.

    Raises:
        FolderInUse: another hub has it.
    """
    descriptor = _open(folder)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderInUse(folder) from None
        with suppress(OSError):  # a full disk, or a folder that is read-only
            finish_restore(folder)
        yield
    finally:
        os.close(descriptor)


def _open(folder: Path) -> int:
    try:
        return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        # No room for the file, or something else in its place: the folder itself can be held.
        return os.open(folder, os.O_RDONLY)
