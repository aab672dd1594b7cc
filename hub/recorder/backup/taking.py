"""Takes a backup and looks at one: written beside its place, verified, then put there."""

import contextlib
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from hub import __version__
from hub.disk import sync
from hub.record import record
from hub.recorder.backup.errors import BackupRefused
from hub.recorder.backup.parcel import Manifest, Parcel, entry_of, write_parcel
from hub.recorder.backup.sealing import Cost, Header, Seal, check_passphrase, read_header
from hub.recorder.backup.snapshot import take_snapshot
from hub.recorder.backup.state_hash import state_of, whole

ENDING = ".lares-backup"
_LOCK = "backup.lock"
_STAGE = ".backup-"
_PART = ".part"


@record(frozen=True, slots=True)
class Backup:
    """What a file holds. `state` is the hash of all that the hub kept."""

    file: Path
    header: Header
    manifest: Manifest

    @property
    def state(self) -> str:
        """The hash of all parts together."""
        return whole(self.manifest.state)

    @property
    def made(self) -> str:
        """When it was made."""
        return str(self.header.facts.get("made", "at an unknown time"))


def take(
    folder: Path,
    file: Path,
    passphrase: str | None,
    *,
    with_history: bool = True,
    cost: Cost | None = None,
) -> Backup:
    """Back a hub's folder up into a file, which is there whole, or not at all. Blocks.

    Raises:
        BackupRefused: it is no hub's folder, or it cannot be read or written as it must be.
    """
    if passphrase is not None:
        check_passphrase(passphrase)
    part = file.with_name(file.name + _PART)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(folder), _stage(folder) as stage, contextlib.ExitStack() as undo:
            undo.callback(part.unlink, missing_ok=True)
            snapshot = take_snapshot(folder, stage, with_history=with_history)
            entries = tuple(entry_of(stage / path, path) for path in snapshot.paths)
            manifest = Manifest(entries, state_of(stage, entries), tuple(snapshot.left_out))
            seal = Seal(passphrase, _facts(), cost or Cost())
            _write(part, stage, manifest, seal)
            taken = look_at(part, passphrase)
            part.replace(file)
            sync(file.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupRefused(f"{file}: no backup was made: {error}") from None
    return Backup(file, taken.header, taken.manifest)


def look_at(file: Path, passphrase: str | None) -> Backup:
    """Read a whole backup and check every byte of it. Blocks.

    Raises:
        BackupError: it is damaged, or this passphrase does not open it.
    """
    with opened(file, passphrase) as parcel:
        for entry in parcel.manifest.files:
            for _ in parcel.contents(entry):
                pass
        parcel.end()
        return Backup(file, parcel.header, parcel.manifest)


@contextlib.contextmanager
def opened(file: Path, passphrase: str | None) -> Iterator[Parcel]:
    """Open a backup to read it.

    Raises:
        BackupError: it cannot be read, is none, or this passphrase does not open it.
    """
    try:
        source = file.open("rb")
    except OSError as error:
        raise BackupRefused(f"{file} cannot be read: {error.strerror}") from None
    with source:
        yield Parcel(file, source, passphrase)


def is_encrypted(file: Path) -> bool:
    """Tell whether a backup needs a passphrase.

    Raises:
        BackupError: it cannot be read, or is none.
    """
    try:
        with file.open("rb") as source:
            return read_header(file, source).is_encrypted
    except OSError as error:
        raise BackupRefused(f"{file} cannot be read: {error.strerror}") from None


def _facts() -> dict[str, str]:
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return {"made": made, "by": f"Lares {__version__}"}


def _write(part: Path, stage: Path, manifest: Manifest, seal: Seal) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        write_parcel(out, stage, manifest, seal)
        out.flush()
        os.fsync(out.fileno())


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup of a folder at a time."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupRefused(f"another backup of {folder} is being made; wait for it") from None
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """Make a folder for the copies, on the same disk, that nobody else may read.

    What a backup left that was killed goes first.
    """
    for left in folder.glob(f"{_STAGE}*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
