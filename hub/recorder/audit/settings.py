"""How much of the audit record is kept."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class AuditSettings(BaseModel):
    """The `audit:` part of `lares.yaml`. The oldest goes when it is too old, or there is too much.

    `queue_size`: as many entries may wait to be written; then whoever brings one waits.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_days: Annotated[float, Field(gt=0, le=36_500)] = 365
    max_bytes: Annotated[int, Field(ge=1_000_000)] = 1_000_000_000
    queue_size: Annotated[int, Field(ge=100, le=1_000_000)] = 20_000
