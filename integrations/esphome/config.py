"""What an entry of an ESPHome device is made of, and how its unique id is written."""

import base64
import binascii
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

DEFAULT_PORT = 6053
KEY_BYTES = 32
_MAC = re.compile(r"[0-9a-f]{12}")


class EsphomeConfig(BaseModel):
    """Where the device is, and what it asks for.

    `noise_psk` is the encryption key of the device's `api:` section (32 bytes in base64);
    `password` is what firmware before 2026.1 may ask for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: Annotated[str, Field(min_length=1, max_length=255)]
    port: Annotated[int, Field(ge=1, le=65535)] = DEFAULT_PORT
    noise_psk: SecretStr | None = None
    password: SecretStr | None = None

    @field_validator("noise_psk", "password", mode="before")
    @classmethod
    def _nothing_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("noise_psk")
    @classmethod
    def _is_a_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        try:
            size = len(base64.b64decode(value.get_secret_value(), validate=True))
        except (binascii.Error, ValueError):
            size = 0
        if size != KEY_BYTES:
            raise ValueError("expected the encryption key as it stands in the device's YAML: "
                             "32 bytes in base64, 44 characters ending in '='")  # fmt: skip
        return value

    def plain(self) -> dict[str, Any]:
        """Return what is kept of it, secrets in plain text."""
        secrets = {"noise_psk": self.noise_psk, "password": self.password}
        told = {key: item.get_secret_value() for key, item in secrets.items() if item is not None}
        return {"host": self.host, "port": self.port, **told}


def unique_id_of(mac: str) -> str | None:
    """Return a MAC address as "aa:bb:cc:dd:ee:ff"; None if it is none."""
    digits = re.sub(r"[:.\-\s]", "", mac).lower()
    if _MAC.fullmatch(digits) is None:
        return None
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))
