"""A consistent copy of a hub's folder, taken while the hub runs.

Files are copied first. Then a write lock on `lares.db` lets the hub's own writes wait for a moment
(they may for five seconds), while the files that changed meanwhile are copied once more, and with
them the database: rules and what the database knows of them are those of one moment, as a `kill -9`
then would have left them. If a file changes even then, that is done again. The other databases, the
history and the audit record, may be large; they are copied after that, each as it is at one moment
(SQLite's online backup), without making anything wait.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hub.record import record
from hub.recorder.backup.errors import BackupRefused

DATABASE = "lares.db"
HISTORY = "history.db"
# Rules, adapters and pictures are smaller; models are larger, and can be had again.
LARGEST_FILE = 64 << 20
TRIES = 5
BUSY_S = 30.0
# Replaced after each entry of `audit.db`. It may be older than that, never newer: it goes first.
_RESTLESS = frozenset({"audit.head"})
_MAGIC = b"SQLite format 3\0"
# What only the running hub needs, what backups and upgrades leave, and what is set aside.
_NAMES = frozenset({
    "lares.lock", "backup.lock", "endpoint.json", "cli-conversation", "__pycache__", "lost+found",
})  # fmt: skip
_ENDINGS = (
    "-wal", "-shm", "-journal", ".part", ".new", ".salvaging", ".salvaged", ".lares-backup", ".pyc",
)  # fmt: skip
_PARTS = (".damaged", ".before-")
_STARTS = (".backup-", ".restoring", ".restored")

Print = tuple[int, int, int]


@record(frozen=True, slots=True)
class Snapshot:
    """The paths of what was copied, and of what was too large to be."""

    paths: Sequence[str]
    left_out: Sequence[str]


def take_snapshot(folder: Path, into: Path, *, with_history: bool = True) -> Snapshot:
    """Copy a hub's folder into another, which is empty. Blocks.

    Raises:
        BackupRefused: it is no hub's folder, a database is damaged, or files never hold still.
        OSError, sqlite3.Error: something cannot be read or written.
    """
    if not (folder / DATABASE).is_file():
        raise BackupRefused(f"{folder} is no folder of a hub: there is no {DATABASE} in it")
    copied: dict[str, Print] = {}
    _copy_changed(folder, into, copied)
    for _ in range(TRIES):
        if _copy_together(folder, into, copied):
            break
    else:
        raise BackupRefused(f"the files in {folder} keep changing; try again")
    databases = [one.name for one in sorted(folder.glob("*.db")) if one.is_file()]
    for name in databases:
        if name != DATABASE and (with_history or name != HISTORY):
            _copy_database(folder / name, into / name)
    left_out = [path for path, (_, _, size) in copied.items() if size > LARGEST_FILE]
    kept = {*copied, *databases} - {*left_out, *(() if with_history else (HISTORY,))}
    return Snapshot(sorted(kept), sorted(left_out))


def _copy_together(folder: Path, into: Path, copied: dict[str, Print]) -> bool:
    """Copy the database, and what changed of the files; False if they change meanwhile."""
    (into / DATABASE).unlink(missing_ok=True)
    with _paused(folder / DATABASE):
        _copy_changed(folder, into, copied)
        _copy_database(folder / DATABASE, into / DATABASE)
        return _steady(_prints(folder)) == _steady(copied.items())


def _copy_changed(folder: Path, into: Path, copied: dict[str, Print]) -> None:
    """Bring the copies of all plain files up to date; `copied` is what they are copies of."""
    found = dict(_prints(folder))
    for gone in copied.keys() - found.keys():
        (into / gone).unlink(missing_ok=True)
        del copied[gone]
    for path, one in found.items():
        if copied.get(path) == one:
            continue
        if one[2] <= LARGEST_FILE:
            (into / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # gone again: not what was found
                shutil.copy2(folder / path, into / path)
        copied[path] = one


def _steady(files: Iterable[tuple[str, Print]]) -> dict[str, Print]:
    return {path: one for path, one in files if path not in _RESTLESS}


@contextlib.contextmanager
def _paused(path: Path) -> Iterator[None]:
    """Let nobody write to a database meanwhile."""
    with contextlib.closing(sqlite3.connect(path, timeout=BUSY_S)) as db:
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            raise BackupRefused(f"{path} cannot be backed up: {error}") from None
        try:
            yield
        finally:
            db.rollback()


def _copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment; what is damaged is no backup.

    Raises:
        BackupRefused: it is damaged.
    """
    with source.open("rb") as file:
        if file.read(len(_MAGIC)) not in {_MAGIC, b""}:
            raise BackupRefused(_damaged(source, "it is no database"))
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with (
        contextlib.closing(sqlite3.connect(source, timeout=BUSY_S)) as reading,
        contextlib.closing(sqlite3.connect(target)) as writing,
    ):
        try:
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode = DELETE")
            [[verdict]] = writing.execute("PRAGMA quick_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            verdict = str(error)
    if verdict != "ok":
        raise BackupRefused(_damaged(source, verdict))


def _damaged(path: Path, reason: str) -> str:
    return f"{path} is damaged ({reason}); start the hub, which mends what it can, and try again"


def _prints(folder: Path) -> Iterator[tuple[str, Print]]:
    """Yield every plain file that is kept, links followed, with what changes when it does."""
    seen = set()
    for root, folders, names in os.walk(folder, followlinks=True):
        real = Path(root).resolve()
        at = Path(root).relative_to(folder)
        is_top = at == Path()
        folders[:] = sorted(name for name in folders if _is_kept(name, is_top=is_top))
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        for name in sorted(names):
            file = Path(root) / name
            if not _is_kept(name, is_top=is_top) or (is_top and name.endswith(".db")):
                continue
            with contextlib.suppress(OSError):  # a dangling link, or gone this moment
                stat = file.stat()
                if file.is_file():
                    path = (at / name).as_posix()
                    yield path, (stat.st_ino, stat.st_mtime_ns, stat.st_size)


def _is_kept(name: str, *, is_top: bool) -> bool:
    if name in _NAMES or name.endswith(_ENDINGS):
        return False
    return not is_top or not (name.startswith(_STARTS) or any(part in name for part in _PARTS))
