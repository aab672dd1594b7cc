"""Secrets that stand in no configuration file: systemd's credentials, and `secrets.yaml`.

`lares.yaml` says `!secret NAME`. The service manager's credential of that name comes first
(`LoadCredential=`, a file in `$CREDENTIALS_DIRECTORY` that only the hub can read), then the key
in `secrets.yaml` beside `lares.yaml`, as Home Assistant has it.
"""

import os
from collections.abc import Callable
from pathlib import Path

from hub.home.yaml_config import ConfigError, ConfigProblem, load_yaml, plain

SECRETS = "secrets.yaml"
FOLDER_VARIABLE = "CREDENTIALS_DIRECTORY"


def credential(name: str) -> str | None:
    """Return the text of a credential of the service manager, None if it gave none."""
    file = _credential_file(name)
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        return None


def located(folder: Path, file: Path) -> Path:
    """Return where a file that `lares.yaml` names lies: a credential's, else beside it."""
    if len(file.parts) == 1 and (given := _credential_file(file.name)) is not None:
        return given
    return folder / file.expanduser()


def secrets_of(folder: Path, name: str = SECRETS) -> Callable[[str], str | None]:
    """Return what looks up the secrets of the hub in `folder`; `name` is that of their file."""
    file = folder / name

    def find(name: str) -> str | None:
        found = credential(name)
        return found if found is not None else _written(file, name)

    return find


def _written(file: Path, name: str) -> str | None:
    """Read one key of `secrets.yaml`.

    Raises:
        ConfigError: the file cannot be read.
    """
    if not file.exists():
        return None
    try:
        tree = plain(load_yaml(file.read_text(encoding="utf-8"), str(file)))
    except (OSError, UnicodeDecodeError) as error:
        problem = ConfigProblem(str(file), 1, "", f"cannot be read: {error}")
        raise ConfigError([problem]) from None
    value = tree.get(name) if isinstance(tree, dict) else None
    return None if value is None else str(value)


def _credential_file(name: str) -> Path | None:
    given = os.environ.get(FOLDER_VARIABLE)
    if not given or name in {"", ".", ".."} or "/" in name:
        return None
    file = Path(given) / name
    try:
        return file if file.is_file() else None
    except OSError:  # not for this user
        return None
