"""Copies the record while the hub writes it, so that the copy verifies as the record does."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from hub.recorder.audit.head import DATABASE, HEAD, KEY
from hub.recorder.errors import StorageCorrupt, StorageUnavailable


def copy_record(folder: Path, target: Path) -> None:
    """Copy the record with its head and its key into another folder.

    The head goes first: an older head fits a newer table, as after a kill; a newer one would say
    that the table was cut.

    Raises:
        StorageUnavailable: it cannot be read, or not be written there.
        StorageCorrupt: it is damaged.
    """
    path = folder / DATABASE
    try:
        for name in (HEAD, KEY):
            with suppress(FileNotFoundError):
                shutil.copy(folder / name, target / name)  # with its mode: nobody else reads it
        (target / DATABASE).touch(mode=0o600)
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(uri, uri=True)) as record,
            closing(sqlite3.connect(target / DATABASE)) as copy,
        ):
            record.backup(copy)
    except sqlite3.OperationalError as error:
        raise StorageUnavailable(path, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise StorageCorrupt(path, str(error)) from error
    except OSError as error:
        raise StorageUnavailable(path, error.strerror or str(error)) from error
