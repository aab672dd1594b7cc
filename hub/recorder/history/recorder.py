"""Listens to the home and writes its history, without ever making anything wait."""

import asyncio
import logging
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, Self

import sqlite_utils

from hub.home.events import EntityRemoved, Fired, HomeEvent, StateReported
from hub.home.home import Home, Unsubscribe
from hub.home.run_trace import RunTrace
from hub.home.troubles import Troubles
from hub.recorder.aside import set_aside
from hub.recorder.database import Database
from hub.recorder.errors import NotALaresDatabase, StorageCorrupt, StorageError
from hub.recorder.history.queries import HistoryQueries
from hub.recorder.history.retention import purge, tidy
from hub.recorder.history.schema import HISTORY
from hub.recorder.history.settings import RecorderSettings
from hub.recorder.history.statistics import compile_due
from hub.recorder.history.writer import Gone, Item, Writer
from hub.recorder.salvage import finish_salvage, salvage

_LOGGER = logging.getLogger(__name__)
FILE_NAME = "history.db"
PART = "history"
# Written in one transaction; a flood is written in several.
_BATCH = 5_000
_PURGE_EVERY_S = 600.0
_TIDY_EVERY_S = 86_400.0
_LOG_EVERY_S = 60.0
_SALVAGED_UP_TO = 64 << 20


class HistoryRecorder:
    """Keeps history in a file of its own; `queries` answers from it.

    The buffer is bounded: when full (the disk is full, read-only or slow), the oldest history is
    shed and counted, one log line a minute. Nothing waits for it, and control never notices.
    A file that is damaged is set aside and a new one begun; one that cannot be used at all means
    that nothing is recorded. Both are added to `troubles`.
    """

    def __init__(
        self,
        path: Path,
        home: Home,
        settings: RecorderSettings | None = None,
        *,
        clock: Callable[[], float] = time.time,
        troubles: Troubles | None = None,
    ) -> None:
        self.settings = settings or RecorderSettings()
        self._troubles = troubles if troubles is not None else Troubles()
        self._is_off = False
        self.shed = 0
        self.written = 0
        self.problem: str | None = None
        self._path = path
        self._home = home
        self._clock = clock
        self._queue: deque[Item] = deque(maxlen=self.settings.queue_size)
        self._in_hand: list[Item] = []
        self._writer = Writer(self.settings)
        self._stack = AsyncExitStack()
        self._next_log = 0.0
        self._next_purge = 0.0
        self._next_tidy = time.monotonic() + _TIDY_EVERY_S
        self._logged_shed = 0
        self._unsubscribe: Unsubscribe = lambda: None

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            self._db = await self._database(stack)
            reader = self._db
            if not self._is_off and not self._db.is_cramped:
                again = Database(self._path, schema=HISTORY, is_safe=False)
                reader = await stack.enter_async_context(again)
            self.queries = HistoryQueries(reader, self.flush)
            if not self._is_off:
                self._unsubscribe = self._home.listen(self.hear)
            self._task = asyncio.create_task(self._run(), name="history")
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._unsubscribe()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self.flush()
        await self._stack.aclose()

    def hear(self, event: HomeEvent) -> None:
        """Take in an event; a few microseconds at most."""
        if isinstance(event, StateReported):
            if event.changed and not _is_run_only(event):
                self._put(event)
        elif isinstance(event, Fired):
            self._put(event)
        elif isinstance(event, EntityRemoved):
            self._put(Gone(event.entity.id, self._clock()))

    def put(self, trace: RunTrace) -> None:
        """Take in the trace of a run, or what is new about it; written with the next batch."""
        if not self._is_off:
            self._put(trace)

    def health(self) -> Mapping[str, Any]:
        """Tell how the recorder fares."""
        state = "off" if self._is_off else "failing" if self.problem else "recording"
        return {
            "state": state, "queued": len(self._queue) + len(self._in_hand), "shed": self.shed,
            "written": self.written, "problem": self.problem,
        }  # fmt: skip

    async def flush(self) -> None:
        """Write what was heard; a failure is told in `health` and tried again later."""
        if not self._queue and not self._in_hand:
            return
        try:
            # Not `write`: the batch is let go of in the thread, the moment it is committed.
            await self._db.read(self._write_all)
        except (StorageError, sqlite3.Error) as error:
            self.problem = str(error)
            self._writer.forget()
        else:
            self.problem = None

    def _put(self, item: Item) -> None:
        queue = self._queue
        if len(queue) == queue.maxlen:
            self.shed += 1
        queue.append(item)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self.settings.commit_interval_s)
            try:
                await self.flush()
                await self._tend()
            except Exception:
                self.problem = "a bug, see the log"
                _LOGGER.exception("history: a pass failed; the next one goes on")
            self._log()

    async def _tend(self) -> None:
        if self.problem:
            return
        try:
            await self._db.read(self._tend_in_thread)
        except (StorageError, sqlite3.Error) as error:
            self.problem = str(error)

    def _tend_in_thread(self, db: sqlite_utils.Database) -> None:
        now, ticks = self._clock(), time.monotonic()
        # A late report still belongs to its period: compile a little after its end.
        compile_due(db, now - 2 * self.settings.commit_interval_s)
        if ticks >= self._next_purge:
            self._next_purge = ticks + _PURGE_EVERY_S
            purge(db, self.settings, now)
            self._writer.forget()
        if ticks >= self._next_tidy:
            self._next_tidy = ticks + _TIDY_EVERY_S
            tidy(db)
            self._writer.forget()

    def _write_all(self, db: sqlite_utils.Database) -> None:
        for _ in range(len(self._queue) // _BATCH + 2):
            if not self._in_hand:
                self._in_hand = self._take()
            if not self._in_hand:
                return
            self._write_batch(db)

    def _write_batch(self, db: sqlite_utils.Database) -> None:
        try:
            with db.atomic():
                self._writer.write(db, self._in_hand)
        except sqlite3.OperationalError:
            raise  # the disk: kept in hand and tried again
        except Exception:
            # One item that cannot be written must not hold up all others.
            self._writer.forget()
            if len(self._in_hand) > 1:
                self._write_singly(db)
                return
            _LOGGER.exception("history: left out what could not be written")
            self.shed += len(self._in_hand)
            self._in_hand = []
            return
        self.written += len(self._in_hand)
        self._in_hand = []

    def _write_singly(self, db: sqlite_utils.Database) -> None:
        items = self._in_hand
        while items:
            self._in_hand = items[:1]
            try:
                self._write_batch(db)
            except BaseException:
                self._in_hand = items
                raise
            items = items[1:]

    def _take(self) -> list[Item]:
        # Only this thread takes out, so what is there stays there; the loop may shed the oldest
        # meanwhile, but then it has put in another.
        return [self._queue.popleft() for _ in range(min(_BATCH, len(self._queue)))]

    def _log(self) -> None:
        now = time.monotonic()
        if (
            self._is_off
            or now < self._next_log
            or (not self.problem and self.shed == self._logged_shed)
        ):
            return
        self._next_log = now + _LOG_EVERY_S
        lost, self._logged_shed = self.shed - self._logged_shed, self.shed
        why = self.problem or "more came than could be written"
        _LOGGER.warning("history: %s; %d shed since the last line", why, lost)

    async def _database(self, stack: AsyncExitStack) -> Database:
        """Open the file, a new one if it is damaged or not ours; else nothing is recorded."""
        with suppress(OSError):
            await asyncio.to_thread(finish_salvage, self._path)
        try:
            return await stack.enter_async_context(self._file())
        except (StorageCorrupt, NotALaresDatabase) as error:
            reason, is_ours = str(error), isinstance(error, StorageCorrupt)
        except StorageError as error:
            reason, is_ours = str(error), False
            if self._path.is_file():
                return await self._nowhere(stack, reason)
        try:
            saved = await asyncio.to_thread(_begin_anew, self._path, is_ours=is_ours)
            database = await stack.enter_async_context(self._file())
        except (OSError, sqlite3.Error, StorageError):
            return await self._nowhere(stack, reason)
        instead = f"{saved}, and a new one was begun; a backup may hold more"
        self._troubles.add(PART, reason, instead)
        return database

    async def _nowhere(self, stack: AsyncExitStack, reason: str) -> Database:
        self._is_off = True
        self.problem = reason
        self._troubles.add(PART, reason, "nothing is recorded until that is repaired")
        empty = Database(self._path, schema=HISTORY, in_memory=True, is_empty=True)
        return await stack.enter_async_context(empty)

    def _file(self) -> Database:
        return Database(self._path, schema=HISTORY, is_safe=False)


def _begin_anew(path: Path, *, is_ours: bool) -> str:
    """Set a damaged file aside, once what can be read of it is in a new one; tells of both.

    Of a large one nothing is read: the house waits for its hub.
    """
    if is_ours and path.is_file() and path.stat().st_size <= _SALVAGED_UP_TO:
        return str(salvage(path, HISTORY))
    return f"it lies in {set_aside(path).name}"


def _is_run_only(event: StateReported) -> bool:
    """Tell whether an automation only says that it runs: the trace of the run tells more."""
    old, new = event.old, event.new
    is_same = old is not None and old.state == new.state
    return is_same and new.entity_id.startswith("automation.")
