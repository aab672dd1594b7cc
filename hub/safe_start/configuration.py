"""Reads `lares.yaml` so that a mistake costs a section, not the start.

A section that is wrong is what it was when the file was last whole, else its default. What opens
the hub to others is never taken from an earlier file: without a whole `http` it listens on
loopback only.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hub.config import FILE_NAME, Config, OwnTracksSettings, load_config
from hub.credentials import SECRETS, secrets_of
from hub.home.troubles import Troubles
from hub.home.yaml_config import ConfigError, FindSecret, load_yaml, parse_yaml
from hub.safe_start.last_good import keep_last_good, last_good_of

PART = "configuration"
# Never as they once were: they decide who gets in.
_NEVER_FROM_BEFORE = frozenset({"http"})
# What a section becomes that is wrong and never was whole: its default would trust more.
_NARROWER: Mapping[str, Any] = {"owntracks": OwnTracksSettings(enabled=False)}
_SHOWN = 3
_TOP_LEVEL_KEY = re.compile(r"^([A-Za-z_]\w*)\s*:", re.MULTILINE)


def safe_config(folder: Path, troubles: Troubles) -> Config:
    """Read `lares.yaml`; what is wrong with it is added to `troubles`. Blocks."""
    file, copy = folder / FILE_NAME, last_good_of(folder, FILE_NAME)
    try:
        config = load_config(folder)
    except ConfigError as error:
        return _repaired(folder, error, troubles)
    if file.is_file():
        keep_last_good(file, copy)
        if (folder / SECRETS).is_file():
            keep_last_good(folder / SECRETS, last_good_of(folder, SECRETS))
    elif copy.is_file():
        before = _before(folder)
        config = _config({}, before, before.keys())
        troubles.add(
            PART,
            f"{FILE_NAME} is missing, though this hub had one",
            f"all but http is as it was ({copy.name}), and the hub listens on {config.http.host}"
            f" only; put the file back, or write an empty one for the defaults",
        )
    return config


def _repaired(folder: Path, error: ConfigError, troubles: Troubles) -> Config:
    before = _before(folder)
    kept, wrong, is_yaml = _sections(folder)
    if not is_yaml:
        wrong |= before.keys() - kept.keys()
    config = _config(kept, before, wrong)
    shown = "; ".join(str(one) for one in error.problems[:_SHOWN])
    more = len(error.problems) - _SHOWN
    lost = ", ".join(sorted(wrong))
    instead = f"what is wrong ({lost}) is as it was when the file was last whole, else its default"
    troubles.add(
        PART,
        f"{shown}{f'; and {more} more' if more > 0 else ''}",
        f"the rest holds, and {instead if lost else 'secrets are as they were last'}; the hub"
        f" listens on {config.http.host}; `lares check` lists every mistake",
    )
    return config


def _config(kept: Mapping[str, Any], before: Mapping[str, Any], wrong: AbstractSet[str]) -> Config:
    """Put together what is whole, what was whole before, and what is narrower than defaults."""
    narrower = {key: value for key, value in _NARROWER.items() if key in wrong}
    taken = wrong - _NEVER_FROM_BEFORE
    earlier = {key: value for key, value in before.items() if key in taken}
    try:
        return Config.model_validate({**narrower, **earlier, **kept})
    except ValidationError:
        return Config()


def _before(folder: Path) -> Mapping[str, Any]:
    """Return the sections of the file as it was last whole."""
    copy = last_good_of(folder, FILE_NAME)
    try:
        text = copy.read_text(encoding="utf-8")
        return _values(parse_yaml(text, str(copy), Config, _secrets(folder)))
    except (OSError, UnicodeDecodeError, ConfigError):
        return {}


def _secrets(folder: Path) -> FindSecret:
    """Return what finds a secret, as it was last whole if the file is broken now."""
    now, earlier = secrets_of(folder), secrets_of(folder, last_good_of(folder, SECRETS).name)

    def find(name: str) -> str | None:
        for source in (now, earlier):
            try:
                found = source(name)
            except ConfigError:
                continue
            if found is not None:
                return found
        return None

    return find


def _sections(folder: Path) -> tuple[dict[str, Any], set[str], bool]:
    """Return the sections that are whole by themselves, the wrong ones, and if all is YAML.

    A key that is there twice is ambiguous; the last section of what is no YAML may be torn.
    """
    file = folder / FILE_NAME
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}, set(), False
    found = list(_TOP_LEVEL_KEY.finditer(text))
    names = [match.group(1) for match in found]
    ends = [*(match.start() for match in found[1:]), len(text)]
    is_yaml = _is_yaml(text)
    torn = set() if is_yaml else set(names[-1:])
    whole: dict[str, Any] = {}
    for match, end in zip(found, ends, strict=False):
        name = match.group(1)
        if names.count(name) == 1 and name not in torn:
            whole |= _section(text[match.start() : end], name, folder)
    return whole, set(names) - whole.keys(), is_yaml


def _section(text: str, name: str, folder: Path) -> dict[str, Any]:
    try:
        values = _values(parse_yaml(text, name, Config, _secrets(folder)))
    except ConfigError:
        return {}
    return values if values.keys() == {name} else {}


def _values(config: Config) -> dict[str, Any]:
    return {key: getattr(config, key) for key in config.model_fields_set}


def _is_yaml(text: str) -> bool:
    try:
        load_yaml(text, FILE_NAME)
    except ConfigError:
        return False
    return True
