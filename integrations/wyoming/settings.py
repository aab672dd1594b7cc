"""What is known of an adopted satellite or service."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class WyomingConfig(BaseModel):
    """Where it is. `service` is the name it announced, None for what was added by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[str, Field(min_length=1, description="Address or name on the network")]
    port: Annotated[int, Field(ge=1, le=65535, description="Port; 10700 for most satellites")]
    service: Annotated[
        str | None, Field(description="The name it announces; none if it was added by hand")
    ] = None
    is_muted: Annotated[bool, Field(description="Whether the hub must not listen to it")] = False

    @property
    def uri(self) -> str:
        """Its address in the protocol's own way."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"tcp://{host}:{self.port}"

    def place(self) -> dict[str, Any]:
        """Return where it is: one that moved stays muted."""
        return self.model_dump(exclude={"is_muted"})

    @property
    def unique_id(self) -> str:
        """What it is known by: nothing in the protocol says which device it is."""
        return (self.service or f"{self.host}:{self.port}").lower()
