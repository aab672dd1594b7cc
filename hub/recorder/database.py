"""The one SQLite file, worked by a thread of its own behind an async facade."""

import asyncio
import contextlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

import sqlite_utils
from sqlite_utils.migrations import Migrations

from hub.recorder.before_upgrade import is_upgrade, keep_copy
from hub.recorder.errors import (
    NotALaresDatabase,
    StorageCorrupt,
    StorageFromTheFuture,
    StorageUnavailable,
)
from hub.recorder.schema import APPLICATION_ID, SCHEMA, is_foreign, unknown_steps

T = TypeVar("T")
Work = Callable[[sqlite_utils.Database], T]

# A caller who finds this many jobs before its own waits its turn.
QUEUE_SIZE = 256
# Disks stall for seconds (SD cards do); what takes longer than this is broken.
TIMEOUT_S = 30.0

# What SQLite says of a disk on which it can read but not write.
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})

_log = logging.getLogger(__name__)


class Database:
    """Runs functions on the database, one after the other.

    A write is one transaction; when it returns, it is on disk (WAL, synchronous=FULL), unless
    `is_safe` is off: then a power cut may take the last writes (synchronous=NORMAL), no less.
    With `in_memory`, what the file holds is copied into memory, as far as it can be read and
    unless it shall be `is_empty`, and nothing is written to disk: the last resort of a hub that
    cannot use its disk.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        schema: Migrations = SCHEMA,
        is_safe: bool = True,
        in_memory: bool = False,
        is_empty: bool = False,
    ) -> None:
        self.path = Path(path)
        self._is_safe = is_safe
        self._in_memory = in_memory
        self._is_empty = is_empty
        # Whether the disk had no room for SQLite's companions when it was opened.
        self.is_cramped = False
        # With `in_memory`: whether what the file holds was read.
        self.is_copy = False
        self._schema = schema
        self._synchronous = "FULL" if is_safe else "NORMAL"
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recorder")
        self._turn = asyncio.BoundedSemaphore(QUEUE_SIZE)
        self._db: sqlite_utils.Database | None = None
        self._is_closed = False

    async def __aenter__(self) -> Self:
        try:
            self._db = await self._submit(self._open)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._is_closed:
            return
        try:
            await self._submit(self._close)
        finally:
            self._is_closed = True
            self._thread.shutdown(wait=False)

    async def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction and return its result once that is on disk.

        An exception in `work` undoes all it did. Once started, it ends even if the caller is
        cancelled.

        Raises:
            StorageUnavailable: the disk is full, read-only or stuck.
            StorageCorrupt: the file is damaged.
        """

        def run() -> T:
            db = self._opened()
            with db.atomic():
                return work(db)

        return await self._submit(run)

    async def read(self, work: Work[T]) -> T:
        """Run `work`, which only reads.

        Raises:
            StorageUnavailable: the disk is stuck.
            StorageCorrupt: the file is damaged.
        """
        return await self._submit(lambda: work(self._opened()))

    async def _submit(self, job: Callable[[], T]) -> T:
        if self._is_closed:
            raise StorageUnavailable(self.path, "it is closed")
        try:
            async with asyncio.timeout(TIMEOUT_S), self._turn:
                return await asyncio.get_running_loop().run_in_executor(self._thread, job)
        except TimeoutError:
            raise StorageUnavailable(self.path, f"no answer within {TIMEOUT_S:g} s") from None
        except sqlite3.IntegrityError:
            raise  # a wrong row, not a wrong disk
        except sqlite3.OperationalError as error:
            raise StorageUnavailable(self.path, str(error)) from error
        except sqlite3.DatabaseError as error:
            raise StorageCorrupt(self.path, str(error)) from error

    def _opened(self) -> sqlite_utils.Database:
        if self._db is None:
            raise StorageUnavailable(self.path, "it is not open")
        return self._db

    def _open(self) -> sqlite_utils.Database:
        if self._in_memory:
            return self._open_in_memory()
        try:
            # Created by us, so that nobody else may read it.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StorageUnavailable(self.path, error.strerror or str(error)) from error
        try:
            return self._connect()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _NO_ROOM:
                raise
            # A full disk has no room for the shared memory; a connection of its own needs none,
            # reads, and writes as soon as there is room again.
            db = self._connect(locking="EXCLUSIVE")
            self.is_cramped = True
            return db

    def _connect(self, *, locking: str = "NORMAL") -> sqlite_utils.Database:
        db = sqlite_utils.Database(self.path)
        try:
            db.conn.execute(f"PRAGMA locking_mode = {locking}")
            self._prepare(db)
        except BaseException:
            db.close()
            raise
        return db

    def _open_in_memory(self) -> sqlite_utils.Database:
        db = sqlite_utils.Database(memory=True)
        if not self._is_empty:
            with contextlib.suppress(sqlite3.Error), contextlib.closing(_reader(self.path)) as file:
                file.backup(db.conn)
                self.is_copy = bool(self._schema.applied(db))
        if is_foreign(db, self._schema) or unknown_steps(db, self._schema):
            db.close()
            db, self.is_copy = sqlite_utils.Database(memory=True), False
        db.conn.execute("PRAGMA foreign_keys = ON")
        self._schema.apply(db)
        return db

    def _prepare(self, db: sqlite_utils.Database) -> None:
        db.conn.execute("PRAGMA busy_timeout = 5000")
        [[verdict]] = db.conn.execute("PRAGMA quick_check(1)").fetchall()
        if verdict != "ok":
            raise StorageCorrupt(self.path, str(verdict))
        if is_foreign(db, self._schema):
            raise NotALaresDatabase(self.path)
        if unknown := unknown_steps(db, self._schema):
            raise StorageFromTheFuture(self.path, unknown)
        db.enable_wal()
        db.conn.execute(f"PRAGMA synchronous = {self._synchronous}")
        db.conn.execute("PRAGMA foreign_keys = ON")
        [[application_id]] = db.conn.execute("PRAGMA application_id").fetchall()
        if application_id != APPLICATION_ID:
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        if is_upgrade(db, self._schema):
            self._keep_before(db)
        with db.atomic():  # by itself it would be two steps: the table, then its index
            self._schema.ensure_migrations_table(db)
        self._schema.apply(db)

    def _keep_before(self, db: sqlite_utils.Database) -> None:
        size, free = self.path.stat().st_size, shutil.disk_usage(self.path.parent).free
        if not self._is_safe and free < 2 * size:
            _log.warning("%s: no room for a copy before its upgrade", self.path)
            return
        try:
            copy = keep_copy(db, self.path, self._schema)
        except OSError as error:
            raise StorageUnavailable(self.path, error.strerror or str(error)) from error
        _log.info("%s is upgraded; as it was before: %s", self.path, copy)

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None


def _reader(path: Path) -> sqlite3.Connection:
    """Open a database only to read it.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    return connection
