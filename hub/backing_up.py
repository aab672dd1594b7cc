"""The backups that the hub makes by itself, as `lares.yaml` says."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from hub.credentials import located
from hub.home.stores import AuditSink
from hub.recorder.backup.errors import BackupRefused
from hub.recorder.backup.schedule import ScheduledBackups
from hub.recorder.backup.settings import BackupSettings


@asynccontextmanager
async def scheduled(
    settings: BackupSettings,
    folder: Path,
    now: Callable[[], datetime],
    audit: AuditSink | None = None,
) -> AsyncIterator[ScheduledBackups]:
    """Make them while this is entered."""
    backups = ScheduledBackups(folder, settings, partial(_passphrase, settings, folder), now, audit)
    async with backups.running():
        yield backups


def _passphrase(settings: BackupSettings, folder: Path) -> str | None:
    """Return what backups are sealed with, None if they shall not be encrypted. Blocks.

    Raises:
        BackupRefused: its file cannot be read.
    """
    if settings.passphrase is not None:
        return settings.passphrase.get_secret_value()
    if settings.passphrase_file is None:
        return None
    file = located(folder, settings.passphrase_file)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BackupRefused(f"backup.passphrase_file {file}: cannot be read: {error}") from None
    if not lines or not lines[0]:
        raise BackupRefused(f"backup.passphrase_file {file}: there is no passphrase in it")
    return lines[0]
