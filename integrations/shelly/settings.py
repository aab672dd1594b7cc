"""What is known of an adopted Shelly."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class ShellyConfig(BaseModel):
    """Where a Shelly is, and how to get in.

    `generation`, `sleeps_s` (the seconds between its reports, if it sleeps on a battery) and
    `known` (what a sleeping one told when it was last awake) are found out, not filled in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[str, Field(min_length=1, description="Address or name on the network")]
    port: Annotated[int, Field(ge=1, le=65535, description="Port of its web page")] = 80
    password: Annotated[
        str | None, Field(description="The device's own password, if it is protected")
    ] = None
    generation: Annotated[int, Field(ge=1, le=4)] | None = None
    sleeps_s: Annotated[int, Field(ge=1)] | None = None
    known: dict[str, Any] | None = None
