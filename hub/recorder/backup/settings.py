"""The `backup:` part of `lares.yaml`: backups that the hub makes by itself."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

_EVERY = re.compile(r"([1-9][0-9]{0,3}) ?(h|d|w)")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class BackupSettings(BaseModel):
    """How often, where to, how many are kept, and what they are sealed with.

    `folder` and `passphrase_file` are relative to the hub's folder; a `passphrase_file` without a
    folder may be a credential of the service manager.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: timedelta | None = None
    keep: Annotated[int, Field(ge=1, le=1000)] = 7
    folder: Path = Path("backups")
    passphrase: SecretStr | None = None
    passphrase_file: Path | None = None
    unencrypted: bool = False
    history: bool = True

    @field_validator("every", mode="before")
    @classmethod
    def _is_a_time(cls, value: Any) -> Any:
        if value is None or isinstance(value, timedelta):
            return value
        match = _EVERY.fullmatch(str(value).strip())
        if match is None:
            raise ValueError("a time such as 12h, 1d or 2w")
        return int(match.group(1)) * _UNITS[match.group(2)]

    @model_validator(mode="after")
    def _is_sealed(self) -> Self:
        given = [self.passphrase is not None, self.passphrase_file is not None, self.unencrypted]
        if sum(given) > 1:
            raise ValueError("give one of passphrase, passphrase_file and unencrypted")
        if self.every is not None and not any(given):
            raise ValueError("give passphrase or passphrase_file, or say unencrypted: true")
        return self
