"""What an entry of a Kasa or Tapo device is made of."""

from pydantic import BaseModel, ConfigDict, Field

ACCOUNT = ("username", "password")


class KasaConfig(BaseModel):
    """Where a device is, and how it is spoken to.

    `username` and `password` are those of the TP-Link account that the device was set up with.
    The rest is found out from the device: its family ("SMART.TAPOPLUG"), its encryption (XOR,
    AES or KLAP), the version of its login, and the port of its web server where it is not 80.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str
    username: str | None = None
    password: str | None = Field(default=None, repr=False)
    family: str | None = None
    encryption: str | None = None
    login_version: int | None = None
    https: bool = False
    http_port: int | None = None
