"""Backups that the hub makes by itself, and how many of them stay."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hub.home.audit import AuditKind, AuditNote, Unaudited
from hub.home.errors import HubError
from hub.home.stores import AuditSink
from hub.home.troubles import Trouble
from hub.recorder.backup.errors import BackupRefused
from hub.recorder.backup.settings import BackupSettings
from hub.recorder.backup.taking import ENDING, take

PREFIX = "lares-"
_FORMAT = "%Y%m%d-%H%M%S"
# A failed one is tried again so soon; and so often it is looked whether one is due, since a clock
# may be set, and a computer may sleep.
RETRY = timedelta(hours=1)
LOOK_EVERY_S = 60.0
# The hub has better things to do while it starts.
FIRST_AFTER_S = 120.0

_log = logging.getLogger(__name__)


def name_at(moment: datetime) -> str:
    """Return the name of a backup made then."""
    return f"{PREFIX}{moment.astimezone(UTC):{_FORMAT}}{ENDING}"


class ScheduledBackups:
    """Makes a backup whenever one is due; only its own files are ever removed.

    `passphrase` is asked for at each, so that a file with it may be changed.
    """

    def __init__(
        self,
        folder: Path,
        settings: BackupSettings,
        passphrase: Callable[[], str | None],
        now: Callable[[], datetime],
        audit: AuditSink | None = None,
    ) -> None:
        self._folder = folder
        self._audit = audit or Unaudited()
        self._settings = settings
        self._passphrase = passphrase
        self._now = now
        self._into = folder / settings.folder.expanduser()
        self._failed_at: datetime | None = None
        self.problem: str | None = None
        # One at a time.
        self._making = asyncio.Lock()

    def latest(self) -> datetime | None:
        """Return when the last one was made. Blocks."""
        return max(self._made(), default=None)

    def is_due(self) -> bool:
        """Tell whether it is time for one. Blocks."""
        every, now = self._settings.every, self._now()
        if every is None:
            return False
        if self._failed_at is not None and now < self._failed_at + min(RETRY, every):
            return False
        latest = self.latest()
        # One from the future was made before the clock was set back.
        return latest is None or not timedelta() <= now - latest < every

    def make(self) -> Path | None:
        """Make one, remove those that are too many; None if it failed (`problem`). Blocks."""
        file = self._into / name_at(self._now())
        try:
            take(self._folder, file, self._passphrase(), with_history=self._settings.history)
            self._prune(file)
        except (HubError, OSError) as error:
            self.problem, self._failed_at = str(error), self._now()
            _log.error("backup: %s", error)
            return None
        self.problem = self._failed_at = None
        _log.info("backup: %s", file)
        return file

    async def make_now(self) -> Path:
        """Make one because somebody asks for it.

        Raises:
            BackupRefused: it failed; the message says why.
        """
        async with self._making:
            file = await asyncio.to_thread(self.make)
        if file is None:
            raise BackupRefused(self.problem or "the backup failed")
        await self._audit.note(AuditNote(AuditKind.BACKUP, {"file": file.name}))
        return file

    def kept(self) -> list[Path]:
        """Return the backups that the hub made, the newest first. Blocks."""
        own = (self._into / name_at(made) for made in sorted(self._made(), reverse=True))
        return [file for file in own if file.exists()]

    def trouble(self) -> Iterable[Trouble]:
        """Return why there is no new backup, if there should be one."""
        if self.problem is None:
            return ()
        return (Trouble("backup", self.problem, "it is tried again every hour"),)

    def health(self) -> Mapping[str, Any]:
        """Tell how backups fare. Blocks for a moment."""
        if self._settings.every is None:
            return {"state": "off"}
        latest = self.latest()
        return {
            "state": "failing" if self.problem else "ok",
            "latest": latest.isoformat() if latest else None,
            "problem": self.problem,
        }

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look every minute whether one is due."""
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(self._run(), name="backups")
            try:
                yield
            finally:
                task.cancel()

    async def _run(self) -> None:
        if self._settings.every is None:
            return
        await asyncio.sleep(FIRST_AFTER_S)
        while True:
            if await asyncio.to_thread(self.is_due):
                async with self._making:
                    file = await asyncio.to_thread(self.make)
                what = {"file": file.name} if file else {"problem": self.problem}
                await self._audit.note(AuditNote(AuditKind.BACKUP, what))
            await asyncio.sleep(LOOK_EVERY_S)

    def _prune(self, newest: Path) -> None:
        own = sorted((self._into / name_at(made) for made in self._made()), reverse=True)
        for old in own[self._settings.keep :]:
            if old != newest:
                old.unlink(missing_ok=True)

    def _made(self) -> list[datetime]:
        made = []
        for file in self._into.glob(f"{PREFIX}*{ENDING}"):
            text = file.name.removeprefix(PREFIX).removesuffix(ENDING)
            try:
                made.append(datetime.strptime(text, _FORMAT).replace(tzinfo=UTC))
            except ValueError:
                continue  # one that somebody named themselves: it stays
        return made
