"""Errors of backups, one class per remedy.

BackupError (a HubError)
├── BadBackup         the file is damaged, cut or made to harm: take another one
├── WrongPassphrase   it was sealed with another passphrase
└── BackupRefused     nothing was done, because it could do harm: do what the message says
"""

from pathlib import Path

from hub.home.errors import HubError


class BackupError(HubError):
    """Root of the errors of backups."""


class BadBackup(BackupError):
    """The file is no whole backup."""

    def __init__(self, file: Path, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{file}: {reason}; nothing was changed; use another backup")


class WrongPassphrase(BackupError):
    """The passphrase does not open the file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        super().__init__(f"{file}: this passphrase does not open it; nothing was changed")


class BackupRefused(BackupError):
    """A backup or a restore was not begun, or was given up without leaving anything."""
