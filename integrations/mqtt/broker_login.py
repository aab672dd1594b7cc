"""The name and password of the embedded broker, made at its first start and kept in a file."""

import json
import logging
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

FILE = "broker.json"
USERNAME = "lares"
PASSWORD_BYTES = 24

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Login:
    """What a client says to be let in."""

    username: str
    password: str = field(repr=False)


def new_login() -> Login:
    """Return a login that nobody can guess."""
    return Login(USERNAME, secrets.token_urlsafe(PASSWORD_BYTES))


def login_in(folder: Path) -> Login:
    """Return the login of the broker in `folder`; what cannot be read is replaced by a new one.

    Only the hub's user can read the file. Blocks for as long as the disk takes.

    Raises:
        OSError: it cannot be written.
    """
    file = folder / FILE
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        login = Login(str(found["username"]), str(found["password"]))
    except FileNotFoundError:
        return _make(file)
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("%s cannot be read (%s); the broker gets a new password", file, error)
        return _make(file)
    if not login.password:
        _log.warning("%s holds no password; the broker gets a new one", file)
        return _make(file)
    file.chmod(0o600)
    return login


def _make(file: Path) -> Login:
    """Write a new login, whole or not at all."""
    login = new_login()
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump({"username": login.username, "password": login.password}, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)
    return login
