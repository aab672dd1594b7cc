"""`lares backup`, `lares backup verify` and `lares restore`."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub import remote
from hub.home.errors import HubError

if TYPE_CHECKING:
    from hub.recorder.backup.taking import Backup

Say = Callable[[str], None]
VERIFY = "verify"
_SHOWN = 16


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands to those of `lares`."""
    backup = commands.add_parser("backup", help="back the hub up into one file, also as it runs")
    backup.add_argument(
        "words",
        nargs="*",
        metavar="[verify] FILE",
        help="where to (default: the folder backups of the hub); verify: only look at FILE",
    )
    backup.add_argument("--config", type=Path, metavar="DIR", help="the hub's folder")
    backup.add_argument("--without-history", action="store_true", help="leave history.db out")
    backup.add_argument("--unencrypted", action="store_true", help="readable by whoever has it")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="restore a backup into an empty folder")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("folder", type=Path, metavar="DIR", help="empty, or not there yet")
    restore.set_defaults(run=_restore)
    for command in (backup, restore):
        command.add_argument(
            "--passphrase-file",
            type=Path,
            metavar="FILE",
            help="its first line; without it you are asked, or standard input is read",
        )


def _backup(arguments: argparse.Namespace) -> int:
    words: list[str] = arguments.words
    if words[:1] == [VERIFY]:
        if len(words) != 2:  # noqa: PLR2004 -- the word and the file
            raise HubError("say which file: lares backup verify FILE")
        return verify(Path(words[1]), arguments, _say)
    if len(words) > 1:
        raise HubError(f"a backup is one file, not {len(words)}: lares backup FILE")
    return back_up(arguments, Path(words[0]) if words else None, _say)


def _restore(arguments: argparse.Namespace) -> int:
    return restore(arguments, _say)


def _say(line: str) -> None:
    print(line, flush=True)


def back_up(arguments: argparse.Namespace, file: Path | None, say: Say) -> int:
    """Back up the folder of a hub, and say what is in the file."""
    from hub.recorder.backup.schedule import name_at  # noqa: PLC0415 -- `lares ask` starts fast
    from hub.recorder.backup.taking import take  # noqa: PLC0415

    folder: Path = arguments.config or _likeliest_folder()
    file = file or folder / "backups" / name_at(datetime.now(UTC))
    if file.exists():
        raise HubError(f"{file} is there already; choose another name")
    passphrase = None if arguments.unencrypted else _passphrase(arguments, is_new=True)
    taken = take(folder, file, passphrase, with_history=not arguments.without_history)
    _tell(taken, say)
    return 0


def _likeliest_folder() -> Path:
    """Return the first of the usual folders that a hub has used."""
    folders = remote.default_folders()
    return next((one for one in folders if (one / "lares.db").is_file()), folders[0])


def verify(file: Path, arguments: argparse.Namespace, say: Say) -> int:
    """Read a whole backup, and say what is in it."""
    from hub.recorder.backup.taking import is_encrypted, look_at  # noqa: PLC0415

    passphrase = _passphrase(arguments) if is_encrypted(file) else None
    _tell(look_at(file, passphrase), say)
    say("it is whole")
    return 0


def restore(arguments: argparse.Namespace, say: Say) -> int:
    """Restore a backup into an empty folder, and say what is there now."""
    from hub.auditing import recorded  # noqa: PLC0415
    from hub.home.audit import AuditKind, AuditNote, AuditUnavailable  # noqa: PLC0415
    from hub.recorder.backup.restoring import restore as restore_into  # noqa: PLC0415
    from hub.recorder.backup.taking import is_encrypted  # noqa: PLC0415
    from hub.safe_start.folder import only_hub_in  # noqa: PLC0415

    file: Path = arguments.file
    folder: Path = arguments.folder
    passphrase = _passphrase(arguments) if is_encrypted(file) else None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HubError(f"{folder}: cannot be the hub's folder: {error.strerror}") from None
    with only_hub_in(folder):
        restored = restore_into(file, folder, passphrase)
        what = {"backup": file.name, "made": str(restored.made), "state": restored.state}
        note = AuditNote(AuditKind.RESTORED, what, source="command line")
        try:
            asyncio.run(recorded(folder, note))
        except AuditUnavailable as error:
            say(f"the restore itself is not in the audit record: {error}")
    _tell(restored, say)
    say(f"restored into {folder}: the state is that of the backup")
    say(f"start it with: lares run --config {folder}")
    return 0


def _tell(backup: "Backup", say: Say) -> None:
    files = backup.manifest.files
    total = sum(entry.size for entry in files)
    sealed = "encrypted" if backup.header.is_encrypted else "NOT encrypted"
    size = backup.file.stat().st_size
    say(f"{backup.file}: {len(files)} files, {total:,} bytes in {size:,}, {sealed}")
    say(f"made {backup.made}; state {backup.state[:_SHOWN]}")
    for path in backup.manifest.left_out:
        say(f"left out, since it is too large: {path}")


def _passphrase(arguments: argparse.Namespace, *, is_new: bool = False) -> str:
    """Return the passphrase: from a file, else asked for, else from standard input.

    Raises:
        HubError: there is none, or it was typed in two ways.
    """
    file: Path | None = arguments.passphrase_file
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise HubError(f"--passphrase-file {file}: cannot be read: {error}") from None
        return _first_line(text)
    if not sys.stdin.isatty():
        return _first_line(sys.stdin.readline())
    typed = getpass.getpass("Passphrase of the backup: ")
    if is_new and getpass.getpass("Once more: ") != typed:
        raise HubError("these were two different passphrases; nothing was done")
    return _first_line(typed)


def _first_line(text: str) -> str:
    line = text.partition("\n")[0].rstrip("\r")
    if not line:
        raise HubError("there is no passphrase; --unencrypted makes a backup without one")
    return line
