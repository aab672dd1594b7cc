"""Restores a backup into an empty folder: all of it is verified before any of it is in place.

It is unpacked into a folder within, checked, and its state compared with the one that was backed
up. Then that folder is renamed, which decides; from there on the files are moved up one by one, and
`finish_restore` ends what a kill left, as it does at every start of a hub.
"""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from hub.disk import sync
from hub.recorder.backup.errors import BackupRefused, BadBackup
from hub.recorder.backup.parcel import Entry, Parcel
from hub.recorder.backup.state_hash import differing, state_of
from hub.recorder.backup.taking import Backup, opened

_STAGE = ".restoring-"
_DECIDED = ".restored"
# What may lie in an empty folder: the lock of who restores, and what a killed restore left.
_NOTHING = frozenset({"lares.lock", "lost+found"})
_LEFT_FREE = 16 << 20


def restore(file: Path, target: Path, passphrase: str | None) -> Backup:
    """Restore a backup into a folder, which nobody else may use meanwhile. Blocks.

    Raises:
        BackupError: the folder is not empty, or the backup is not whole; nothing was changed.
    """
    finish_restore(target)
    _check_empty(target)
    with opened(file, passphrase) as parcel:
        total = sum(entry.size for entry in parcel.manifest.files)
        free = shutil.disk_usage(target).free
        if total + _LEFT_FREE > free:
            raise BackupRefused(f"{target} has room for {free:,} bytes, and this needs {total:,}")
        stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=target))
        try:
            _unpack(parcel, stage)
            _compare(file, parcel, stage)
            _own_all(stage, target)
            sync(stage)
            stage.rename(target / _DECIDED)
        except OSError as error:
            raise BackupRefused(f"{target}: nothing was restored: {error}") from None
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        sync(target)
        finish_restore(target)
        return Backup(file, parcel.header, parcel.manifest)


def finish_restore(target: Path) -> bool:
    """End a restore that was killed after all was verified; clear away one killed before.

    Returns whether there was one to end. Call it only while you hold the folder.
    """
    for left in target.glob(f"{_STAGE}*"):
        shutil.rmtree(left, ignore_errors=True)
    decided = target / _DECIDED
    if not decided.is_dir():
        return False
    for one in sorted(decided.iterdir()):
        one.replace(target / one.name)
    sync(target)
    decided.rmdir()
    sync(target)
    return True


def _check_empty(target: Path) -> None:
    found = [one.name for one in target.iterdir() if one.name not in _NOTHING]
    if found:
        listed = ", ".join(sorted(found)[:3])
        raise BackupRefused(f"{target} is not empty ({listed}); a restore needs an empty folder")


def _unpack(parcel: Parcel, stage: Path) -> None:
    for entry in parcel.manifest.files:
        place = stage / entry.path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            for data in parcel.contents(entry):
                out.write(data)
            out.flush()
            os.fsync(out.fileno())
        place.chmod((entry.mode & 0o755) | 0o600)
    parcel.end()


def _compare(file: Path, parcel: Parcel, stage: Path) -> None:
    """Make sure that what was unpacked is what was backed up.

    Raises:
        BadBackup: it is not.
    """
    files = parcel.manifest.files
    try:
        for entry in files:
            _check_database(file, entry, stage)
        state = state_of(stage, files)
    except sqlite3.Error as error:
        raise BadBackup(file, f"a database in it is damaged: {error}") from None
    if different := differing(state, parcel.manifest.state):
        raise BadBackup(file, f"what it restores differs in: {', '.join(different[:10])}")


def _check_database(file: Path, entry: Entry, stage: Path) -> None:
    if "/" in entry.path or not entry.path.endswith(".db"):
        return
    uri = f"{(stage / entry.path).resolve().as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as db:
        [[verdict]] = db.execute("PRAGMA integrity_check(1)").fetchall()
    if verdict != "ok":
        raise BadBackup(file, f"{entry.path} in it is damaged: {verdict}")


def _own_all(stage: Path, target: Path) -> None:
    """Give all to who owns the folder, if we may: root may restore for the hub's own user."""
    owner = target.stat()
    for root, _, names in os.walk(stage):
        for one in (Path(root), *(Path(root) / name for name in names)):
            if os.geteuid() == 0:
                os.chown(one, owner.st_uid, owner.st_gid)
        sync(Path(root))
