"""What is known of an adopted WLED."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class WledConfig(BaseModel):
    """Where a WLED is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[str, Field(min_length=1, description="Address or name on the network")]
    port: Annotated[int, Field(ge=1, le=65535, description="Port of its web page")] = 80
