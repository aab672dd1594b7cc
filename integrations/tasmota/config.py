"""What an entry of a Tasmota device over HTTP is made of."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator


class TasmotaConfig(BaseModel):
    """Where the device is, and the password of its web server if it has one (WebPassword)."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:\-_%\[\]]+$", max_length=255)]
    port: Annotated[int, Field(ge=1, le=65535)] = 80
    username: str = "admin"
    password: SecretStr | None = None

    @field_validator("password", mode="before")
    @classmethod
    def _nothing_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    def plain(self) -> dict[str, Any]:
        """Return what is kept of it, the password in plain text."""
        told: dict[str, Any] = {"host": self.host, "port": self.port}
        if self.password is not None:
            told |= {"username": self.username, "password": self.password.get_secret_value()}
        return told
