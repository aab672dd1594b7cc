"""The one SQLite file, worked by a thread of its own behind an async facade."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

import sqlite_utils
from sqlite_utils.migrations import Migrations

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


class Database:
    """Runs functions on the database, one after the other.

    A write is one transaction; when it returns, it is on disk (WAL, synchronous=FULL), unless
    `is_safe` is off: then a power cut may take the last writes (synchronous=NORMAL), no less.
    """

    def __init__(
        self, path: Path | str, *, schema: Migrations = SCHEMA, is_safe: bool = True
    ) -> None:
        self.path = Path(path)
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
        try:
            # Created by us, so that nobody else may read it.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StorageUnavailable(self.path, error.strerror or str(error)) from error
        db = sqlite_utils.Database(self.path)
        try:
            self._prepare(db)
        except BaseException:
            db.close()
            raise
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
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._schema.apply(db)

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
