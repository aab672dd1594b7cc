"""Errors of the store, one class per remedy.

StorageError (a HubError)
├── StorageUnavailable     the file cannot be opened or written: check path, rights and space
├── StorageCorrupt         the file is damaged: restore a backup
├── StorageFromTheFuture   a newer Lares wrote it: run that version
└── NotALaresDatabase      the file belongs to another program: choose another path
"""

from pathlib import Path

from hub.home.errors import HubError


class StorageError(HubError):
    """Root of the errors of the store."""


class StorageUnavailable(StorageError):
    """The database could not be opened, read or written in time."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        remedy = "check that its folder exists, is writable and has space"
        super().__init__(f"database {str(path)!r}: {reason}; {remedy}")


class StorageCorrupt(StorageError):
    """The file is damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        remedy = "restore a backup, or move the file away to start with an empty one"
        super().__init__(f"database {str(path)!r} is damaged: {reason}; {remedy}")


class StorageFromTheFuture(StorageError):
    """The file has schema steps that this version does not know."""

    def __init__(self, path: Path, steps: list[str]) -> None:
        self.path = path
        self.steps = steps
        remedy = "run that version, or restore a backup made by this one"
        super().__init__(
            f"database {str(path)!r} was written by a newer Lares"
            f" (unknown schema steps: {', '.join(steps)}); {remedy}"
        )


class NotALaresDatabase(StorageError):
    """The file is an SQLite database, but not one of ours."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{str(path)!r} is the database of another program;"
            " choose another path, Lares does not touch it"
        )
