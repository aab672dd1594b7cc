"""What of the history is kept, and for how long."""

from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from hub.home.ids import domain_of

Days = Annotated[float, Field(ge=0, le=3650)]
Patterns = Annotated[tuple[str, ...], Field(max_length=500)]


class RecorderSettings(BaseModel):
    """The `recorder:` part of `lares.yaml`.

    A pattern is an entity id, a domain or a glob of ids. `keep` gives days by pattern, and 0 is
    "not recorded"; the first that fits counts, an exact id before all others. With `include`,
    only what fits it is recorded; `exclude` wins over it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = True
    keep_days: Annotated[float, Field(gt=0, le=3650)] = 10
    keep_statistics_days: Annotated[float, Field(gt=0, le=36_500)] = 3650
    keep: dict[str, Days] = Field(default_factory=dict, max_length=500)
    include: Patterns = ()
    exclude: Patterns = ()
    exclude_attributes: Patterns = ()
    exclude_events: Patterns = ()
    max_bytes: Annotated[int, Field(ge=1_000_000)] = 2_000_000_000
    commit_interval_s: Annotated[float, Field(ge=0.05, le=60)] = 0.8
    queue_size: Annotated[int, Field(ge=100, le=1_000_000)] = 50_000
    stored_traces: Annotated[int, Field(ge=1, le=100)] = 5

    def days_of(self, entity_id: str) -> float:
        """Return how many days the states of an entity are kept, 0 if they are not recorded."""
        if any(_fits(entity_id, pattern) for pattern in self.exclude):
            return 0
        if self.include and not any(_fits(entity_id, pattern) for pattern in self.include):
            return 0
        if entity_id in self.keep:
            return self.keep[entity_id]
        fitting = (days for pattern, days in self.keep.items() if _fits(entity_id, pattern))
        return next(fitting, self.keep_days)


def _fits(entity_id: str, pattern: str) -> bool:
    return domain_of(entity_id) == pattern or fnmatchcase(entity_id, pattern)
