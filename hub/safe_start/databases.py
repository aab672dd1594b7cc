"""Opens `lares.db`: whole, or what can be saved of it, or at the very least in memory."""

import asyncio
import logging
import sqlite3
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from hub.home.troubles import Troubles
from hub.recorder.database import Database
from hub.recorder.errors import (
    NotALaresDatabase,
    StorageCorrupt,
    StorageError,
    StorageFromTheFuture,
    StorageUnavailable,
)
from hub.recorder.history.recorder import FILE_NAME as HISTORY
from hub.recorder.history.recorder import PART as HISTORY_PART
from hub.recorder.salvage import finish_salvage, salvage
from hub.recorder.schema import SCHEMA

FILE_NAME = "lares.db"
PART = "database"
NOT_KEPT = (
    "the hub runs from memory, and NOTHING that changes now is kept when it ends; free some space"
    " or repair the folder, then start the hub again"
)
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})

_log = logging.getLogger(__name__)


async def open_database(parts: AsyncExitStack, folder: Path, troubles: Troubles) -> Database:
    """Open the database of a hub; what is wrong with it is added to `troubles`.

    Raises:
        StorageFromTheFuture: a newer Lares wrote it; it is whole, and left alone.
        StorageUnavailable: another program holds it.
    """
    path = folder / FILE_NAME
    aside = await asyncio.to_thread(_finish, path)
    if aside is not None:
        troubles.add(PART, f"{FILE_NAME} was damaged", f"what could be saved is in use ({aside})")
    was_used = (folder / HISTORY).exists()
    is_lost = was_used and not await asyncio.to_thread(_has_content, path)
    try:
        database = await parts.enter_async_context(Database(path))
    except StorageFromTheFuture:
        raise
    except (StorageCorrupt, NotALaresDatabase) as error:
        return await _instead(parts, path, troubles, error)
    except StorageUnavailable as error:
        if _is_busy(error):
            raise
        return await _without_disk(parts, path, troubles, error)
    await _note_lost_history(database, folder, troubles)
    if is_lost:
        troubles.add(
            PART,
            f"{FILE_NAME} is missing or empty, though this hub has run before",
            "an empty one was begun: users, tokens and timers are gone; to have them back, stop"
            " the hub and restore a backup",
        )
    elif database.is_cramped:
        troubles.add(
            PART,
            "the disk has no room for the database to be written",
            "the hub runs with what it knows; free some space",
        )
    return database


async def _instead(
    parts: AsyncExitStack, path: Path, troubles: Troubles, error: StorageError
) -> Database:
    """Save what can be saved into a new database, and open that."""
    try:
        is_ours = not isinstance(error, NotALaresDatabase)
        saved = await asyncio.to_thread(partial(salvage, path, SCHEMA, is_ours=is_ours))
        database = await parts.enter_async_context(Database(path))
    except (OSError, sqlite3.Error, StorageError) as failed:
        _log.warning("no new database could be begun: %s", failed)
        return await _in_memory(parts, path, troubles, error)
    instead = f"{saved}, and a new one was begun; a backup may hold more"
    if not saved.has_owner:
        instead += (
            "; its owner could not be saved, so no earlier token counts: become the owner"
            " with the one-time code that the console shows"
        )
    troubles.add(PART, f"{FILE_NAME} is damaged ({_short(error)})", instead)
    return database


async def _without_disk(
    parts: AsyncExitStack, path: Path, troubles: Troubles, error: StorageUnavailable
) -> Database:
    """Run from memory if the file can be read; else set it aside and begin anew."""
    async with Database(path, in_memory=True) as trial:
        can_be_read = trial.is_copy
    if can_be_read:
        return await _in_memory(parts, path, troubles, error)
    return await _instead(parts, path, troubles, error)


async def _in_memory(
    parts: AsyncExitStack, path: Path, troubles: Troubles, error: StorageError
) -> Database:
    troubles.add(PART, f"{FILE_NAME} cannot be used ({_short(error)})", NOT_KEPT)
    return await parts.enter_async_context(Database(path, in_memory=True))


def _finish(path: Path) -> str | None:
    try:
        aside = finish_salvage(path)
    except OSError:
        return None
    return aside.name if aside is not None else None


async def _note_lost_history(database: Database, folder: Path, troubles: Troubles) -> None:
    """Tell if the history is gone: there are people, so this hub has run, and recorded, before."""
    if await asyncio.to_thread(_has_content, folder / HISTORY) or (folder / HISTORY).is_dir():
        return
    users = await database.read(lambda db: db.table("users").count)
    if users:
        what = f"{HISTORY} is missing or empty, though this hub has run before"
        troubles.add(HISTORY_PART, what, "a new one is begun; a backup may hold more")


def _has_content(path: Path) -> bool:
    companion = path.with_name(f"{path.name}-wal")
    return any(one.is_file() and one.stat().st_size > 0 for one in (path, companion))


def _is_busy(error: StorageUnavailable) -> bool:
    cause = error.__cause__
    is_sqlite = isinstance(cause, sqlite3.OperationalError)
    return is_sqlite and getattr(cause, "sqlite_errorcode", 0) & 0xFF in _BUSY


def _short(error: StorageError) -> str:
    match error:
        case StorageCorrupt() | StorageUnavailable():
            return error.reason
        case NotALaresDatabase():
            return "another program wrote it"
        case _:
            return str(error)
