"""The head of the record outside its table, and the key that authenticates it.

`audit.key` is made on the first start and read by nobody else (0600). `audit.head` is written after
each commit: after a kill it may lag behind the table, but the table is never behind it.
"""

import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path

from hub.home.errors import HubError
from hub.record import record
from hub.recorder.audit.chain import NOTHING, Head

DATABASE = "audit.db"
KEY = "audit.key"
HEAD = "audit.head"
_KEY_BYTES = 32
_HASH_LENGTH = len(NOTHING)


class HeadWrong(HubError):
    """The head's file, or a head that somebody noted, is none."""


@record(frozen=True, slots=True)
class Key:
    """What heads are authenticated with. `is_new`: it was made just now."""

    value: bytes
    is_new: bool = False

    def mac_of(self, head: Head) -> str:
        """Return the code (HMAC, RFC 2104) that only who has the key can make of a head."""
        return hmac.digest(self.value, f"lares audit {head}".encode(), hashlib.sha256).hex()

    def fits(self, head: Head, mac: str) -> bool:
        """Tell whether a head was written by who has the key."""
        return hmac.compare_digest(self.mac_of(head).encode(), mac.encode())


def read_key(folder: Path) -> Key | None:
    """Return the key; None if there is none, or what is there is no key.

    Raises:
        OSError: it may not be read.
    """
    try:
        value = bytes.fromhex((folder / KEY).read_text(encoding="ascii").strip())
    except (FileNotFoundError, IsADirectoryError, ValueError):
        return None
    return Key(value) if len(value) == _KEY_BYTES else None


def make_key(folder: Path) -> Key:
    """Make a new key, once the file that is no key was put aside.

    Raises:
        OSError: it cannot be written.
    """
    file = folder / KEY
    if file.exists():
        file.replace(_free(folder / f"{KEY}.damaged"))
    value = secrets.token_bytes(_KEY_BYTES)
    _write(file, f"{value.hex()}\n")
    return Key(value, is_new=True)


def read_head(folder: Path, key: Key) -> Head | None:
    """Return the head; None if its file is missing.

    Raises:
        HeadWrong: it was not written with this key.
        OSError: it may not be read.
    """
    try:
        found = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        head, mac = Head(found["sequence"], found["hash"]), found["mac"]
    except FileNotFoundError:
        return None
    except (IsADirectoryError, ValueError, KeyError, TypeError):
        raise HeadWrong(f"{HEAD} cannot be read: it was damaged") from None
    if type(head.sequence) is not int or not isinstance(mac, str) or not key.fits(head, mac):
        raise HeadWrong(f"{HEAD} was not written with the key in {KEY}")
    return head


def write_head(folder: Path, key: Key, head: Head) -> None:
    """Put a new head in the place of the old one, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    facts = {"sequence": head.sequence, "hash": head.hash, "mac": key.mac_of(head)}
    _write(folder / HEAD, f"{json.dumps(facts)}\n")


def parse_head(text: str) -> Head:
    """Read a head as `lares audit head` prints it: SEQUENCE:HASH.

    Raises:
        HeadWrong: it is none.
    """
    number, _, digest = text.strip().partition(":")
    is_hash = len(digest) == _HASH_LENGTH and set(digest) <= set("0123456789abcdef")
    if not (number.isascii() and number.isdigit() and is_hash):
        raise HeadWrong(f"{text!r} is no head: `lares audit head` prints one, SEQUENCE:HASH")
    return Head(int(number), digest)


def set_aside(folder: Path) -> str:
    """Move a record that cannot be gone on with out of the way, and return its new name."""
    file = folder / DATABASE
    aside = _free(folder / f"{DATABASE}.damaged")
    for ending in ("-wal", "-shm"):  # part of the record: what was not yet moved into the file
        with suppress(FileNotFoundError):
            file.with_name(f"{DATABASE}{ending}").replace(aside.with_name(f"{aside.name}{ending}"))
    with suppress(FileNotFoundError):
        file.replace(aside)
    return aside.name


def _free(path: Path) -> Path:
    """Return a name that nothing has."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _write(file: Path, text: str) -> None:
    """Write a file that is there whole after a power cut, or not at all; readable by us alone."""
    if file.is_dir():
        file.replace(_free(file.with_name(f"{file.name}.damaged")))
    new = file.with_name(f"{file.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
