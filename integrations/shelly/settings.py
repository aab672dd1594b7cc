"""What is known of an adopted Shelly."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic.json_schema import SkipJsonSchema


class ShellyConfig(BaseModel):
    """Where a Shelly is, and how to get in.

    `generation`, `sleeps_s` (the seconds between its reports, if it sleeps on a battery) and
    `known` (what a sleeping one told when it was last awake) are found out, not filled in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: Annotated[
        str, Field(min_length=1, max_length=255, description="Address or name on the network")
    ]
    port: Annotated[int, Field(ge=1, le=65535, description="Port of its web page")] = 80
    password: Annotated[
        SecretStr | None, Field(description="The device's own password, if it is protected")
    ] = None
    generation: SkipJsonSchema[Annotated[int, Field(ge=1, le=4)] | None] = None
    sleeps_s: SkipJsonSchema[Annotated[int, Field(ge=1)] | None] = None
    known: SkipJsonSchema[dict[str, Any] | None] = None

    @field_validator("password", mode="before")
    @classmethod
    def _nothing_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @property
    def user(self) -> str | None:
        """The user who has the password; it is always the same."""
        return None if self.password is None else "admin"

    @property
    def secret(self) -> str | None:
        """The password in plain text."""
        return None if self.password is None else self.password.get_secret_value()

    def plain(self) -> dict[str, Any]:
        """Return what is kept of it, the password in plain text."""
        told = self.model_dump(exclude_none=True)
        return told | ({"password": self.secret} if self.secret is not None else {})
