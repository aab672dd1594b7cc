"""The audit record as the hub writes it: a bounded queue, a writer, and honesty when it fails.

`note` puts an entry into the queue, which is written within a second; `add` returns once the entry
is on disk. All that waits goes in one transaction, so many who wait share one commit.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

import sqlite_utils

from hub.home.audit import AuditKind, AuditNote, AuditUnavailable
from hub.home.masking import Masking
from hub.recorder.audit.chain import GENESIS, Head, Row
from hub.recorder.audit.head import (
    DATABASE,
    HEAD,
    HeadWrong,
    Key,
    make_key,
    read_head,
    read_key,
    set_aside,
    write_head,
)
from hub.recorder.audit.ledger import Ledger
from hub.recorder.audit.reading import Wanted, entries
from hub.recorder.audit.schema import AUDIT
from hub.recorder.audit.settings import AuditSettings
from hub.recorder.database import Database
from hub.recorder.errors import (
    NotALaresDatabase,
    StorageCorrupt,
    StorageError,
    StorageFromTheFuture,
    StorageUnavailable,
)
from hub.recorder.times import utc_now

_LOGGER = logging.getLogger(__name__)
# Everyday entries wait so long for others to share their commit; what is acknowledged does not.
BATCH_S = 0.3
RETRY_S = 2.0
_BATCH = 2_000
_FIRST_PRUNE_S = 60.0
_PRUNE_EVERY_S = 3600.0
_FAILURES = (StorageError, OSError)


@dataclass(slots=True, eq=False)
class _Item:
    """An entry on its way. `done` is for who waits; once they were told no, it is not written."""

    note: AuditNote
    done: "asyncio.Future[None] | None" = None
    is_given_up: bool = False


class AuditLog:
    """Keeps the audit record in `folder`. Entering it never fails; `health` tells how it is.

    The queue is bounded. While the disk takes entries, whoever finds it full waits. While the disk
    does not (`problem`), control goes on: `add` refuses, and what `note` can't queue is counted.
    """

    def __init__(
        self,
        folder: Path,
        settings: AuditSettings | None = None,
        *,
        masking: Masking | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.problem: str | None = None
        # Why this record does not go on with the one before it, and where that lies.
        self.broken: tuple[str, str] | None = None
        self.written = 0
        self.missed = 0
        self._folder = folder
        self._settings = settings or AuditSettings()
        self._masking = masking or Masking()
        self._now = now
        self._queue: deque[_Item] = deque()
        # Taken out of the queue and not yet committed; only the database's thread touches it.
        self._in_hand: list[_Item] = []
        self._news, self._urgent, self._room = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._record: tuple[Database, Ledger] | None = None
        self._stack = AsyncExitStack()
        self._head_problem: str | None = None
        self._untold = 0
        self._next_prune = 0.0
        self._is_closing = False

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._next_prune = self._loop.time() + _FIRST_PRUNE_S
        self._wake()  # opens the record; a long one is looked over while the hub goes on starting
        self._task = asyncio.create_task(self._run(), name="audit")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._is_closing = True
        self._wake()
        await self._task
        self._refuse("the hub stops")
        await self._stack.aclose()

    async def note(self, note: AuditNote) -> None:
        """Record soon; see `AuditSink`."""
        queue, most = self._queue, self._settings.queue_size
        while len(queue) >= most:
            if self.problem is not None or self._is_closing:
                self.missed += 1
                self._untold += 1
                return
            self._room.clear()
            self._wake()
            await self._room.wait()
        queue.append(_Item(note))
        self._news.set()

    async def add(self, note: AuditNote) -> None:
        """Record now; see `AuditSink`.

        Raises:
            AuditUnavailable: it could not be written.
        """
        if self._is_closing:
            raise AuditUnavailable("the hub stops")
        if len(self._queue) >= 2 * self._settings.queue_size:
            raise AuditUnavailable(self.problem or "too much waits to be written")
        done = self._loop.create_future()
        self._queue.append(_Item(note, done))
        self._wake()
        await done

    def health(self) -> Mapping[str, Any]:
        """Tell how the record fares."""
        state = "failing" if self.problem else "recording"
        return {
            "state": state,
            "queued": len(self._queue) + len(self._in_hand),
            "written": self.written,
            "missed": self.missed,
            "problem": self.problem or self._head_problem,
        }

    def _wake(self) -> None:
        self._urgent.set()
        self._news.set()

    def page(self, wanted: Wanted) -> Sequence[Row]:
        """Return entries, the oldest first; it reads the disk, so call it in a thread.

        Raises:
            StorageError: it cannot be read.
        """
        return list(entries(self._folder, wanted))

    async def _run(self) -> None:
        while not self._is_closing:
            await self._wait_for_work()
            await self._try_to_flush()
        # What came meanwhile; and once more for what that brought, such as the count of the missed.
        for _ in range(2):
            if self._queue or self._in_hand:
                await self._try_to_flush()

    async def _try_to_flush(self) -> None:
        try:
            await self._flush()
        except Exception:
            _LOGGER.exception("audit: a pass failed; the next one goes on")
            self.problem = "a bug, see the log"
            self._refuse(self.problem)
            self._room.set()

    async def _wait_for_work(self) -> None:
        if self.problem is None:
            await self._news.wait()
        with suppress(TimeoutError):
            async with asyncio.timeout(RETRY_S if self.problem else BATCH_S):
                await self._urgent.wait()

    async def _flush(self) -> None:
        """Write all that waits; a failure is told to who waits, and in `health`."""
        self._news.clear()
        self._urgent.clear()
        try:
            if self._record is None:
                self._record = await self._open()
            db, ledger = self._record
            # Not `write`: what is in hand is let go of in the thread, the moment it is committed.
            await db.read(partial(self._write_all, ledger))
        except StorageCorrupt as error:
            self._fail(error)
            await self._replace(error)
        except _FAILURES as error:
            self._fail(error)
        else:
            self._recovered()  # it may have had nothing to write

    async def _replace(self, damage: StorageCorrupt) -> None:
        """Begin a new record in the place of one that was damaged while it was written."""
        try:
            self._record = await self._begin_anew(str(damage))
        except _FAILURES as error:
            self._fail(error)
        else:
            self._wake()

    def _fail(self, error: Exception) -> None:
        if self.problem is None:
            _LOGGER.error("audit: %s; everyday acts go on, sensitive ones are refused", error)
        # Without the path: this is told to whoever asked for what is refused now.
        self.problem = f"{DATABASE}: {getattr(error, 'reason', None) or error}"
        self._refuse(self.problem)
        self._room.set()

    def _recovered(self) -> None:
        if self.problem is not None:
            _LOGGER.warning("audit: recording again; %d entries were missed", self._untold)
        self.problem = None
        if self._untold:
            what = {"count": self._untold, "reason": "the record could not be written"}
            self._untold = 0
            self._queue.append(_Item(AuditNote(AuditKind.MISSED, what)))
            self._news.set()

    def _refuse(self, reason: str) -> None:
        """Tell all who wait that their entry is not on disk; it will not be written later either.

        They record themselves what they do instead.
        """
        for item in [*self._in_hand, *self._queue]:
            if item.done is not None and not item.done.done():
                item.is_given_up = True
                item.done.set_exception(AuditUnavailable(reason))

    def _write_all(self, ledger: Ledger, db: sqlite_utils.Database) -> None:
        for _ in range(len(self._queue) // _BATCH + 2):
            if not self._in_hand:
                self._in_hand = self._take()
            if not self._in_hand:
                break
            notes = [item.note for item in self._in_hand if not item.is_given_up]
            if notes:
                ledger.append(db, notes)
            self._let_go(ledger, len(notes))
        if self._loop.time() >= self._next_prune:
            is_more = ledger.prune(db, self._now())
            self._next_prune = self._loop.time() + (0 if is_more else _PRUNE_EVERY_S)
            self._note_head(ledger)

    def _take(self) -> list[_Item]:
        # Only this thread takes out, so what is there stays there.
        return [self._queue.popleft() for _ in range(min(_BATCH, len(self._queue)))]

    def _let_go(self, ledger: Ledger, count: int) -> None:
        """Tell who waits that it is on disk, then write the head."""
        done, self._in_hand = self._in_hand, []
        self.written += count
        self._loop.call_soon_threadsafe(self._settle, done)
        self._note_head(ledger)

    def _note_head(self, ledger: Ledger) -> None:
        try:
            ledger.note_head()
        except OSError as error:
            self._head_problem = f"{HEAD} could not be written: {error.strerror or error}"
        else:
            self._head_problem = None

    def _settle(self, items: Sequence[_Item]) -> None:
        self._recovered()
        for item in items:
            if item.done is not None and not item.done.done():
                item.done.set_result(None)
        self._room.set()

    async def _open(self) -> tuple[Database, Ledger]:
        """Open the record, or begin a new one if it cannot be gone on with."""
        key = await asyncio.to_thread(_key, self._folder)
        ledger = Ledger(self._folder, key, self._settings, self._masking)
        async with AsyncExitStack() as stack:
            try:
                db = await stack.enter_async_context(_database(self._folder))
                reason = await db.read(ledger.break_in)
                is_empty = await db.read(ledger.is_empty)
            except (StorageCorrupt, NotALaresDatabase, StorageFromTheFuture) as error:
                return await self._begin_anew(str(error))
            except StorageUnavailable as error:
                if not await asyncio.to_thread(_is_something_else, self._folder):
                    raise
                return await self._begin_anew(str(error))
            if reason is None and is_empty:
                why = "the first start" if key.is_new else "no record was found, only its key"
                await asyncio.to_thread(write_head, self._folder, key, GENESIS)
                await db.read(lambda raw: ledger.begin(raw, None, {"reason": why}))
            if reason is None:
                self._stack = stack.pop_all()
                return db, ledger
        return await self._begin_anew(reason)

    async def _begin_anew(self, reason: str) -> tuple[Database, Ledger]:
        """Set the record aside, and begin one that says so and goes on after the old head."""
        await self._stack.aclose()
        self._record = None
        key = await asyncio.to_thread(_key, self._folder)
        head = await asyncio.to_thread(_known_head, self._folder, key)
        aside = await asyncio.to_thread(set_aside, self._folder)
        self.broken = (reason, aside)
        _LOGGER.error("audit: %s; moved to %r, and a new record begun", reason, aside)
        ledger = Ledger(self._folder, key, self._settings, self._masking)
        async with AsyncExitStack() as stack:
            db = await stack.enter_async_context(_database(self._folder))
            what = {"reason": reason, "aside": aside}
            await db.read(lambda raw: ledger.begin(raw, head, what))
            await asyncio.to_thread(ledger.note_head)
            self._stack = stack.pop_all()
        return db, ledger


def _database(folder: Path) -> Database:
    return Database(folder / DATABASE, schema=AUDIT)


def _is_something_else(folder: Path) -> bool:
    """Tell whether a folder, or a link to nowhere, has the name of the record."""
    file = folder / DATABASE
    return file.is_symlink() or (file.exists() and not file.is_file())


def _key(folder: Path) -> Key:
    """Return the key of the record; a new one, if there is none."""
    return read_key(folder) or make_key(folder)


def _known_head(folder: Path, key: Key) -> Head | None:
    try:
        return read_head(folder, key)
    except HeadWrong:
        return None
