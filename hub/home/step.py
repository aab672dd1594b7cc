"""A step: one command for one or more entities, the smallest thing that a plan does."""

from pydantic import Field

from hub.home.actions import AnyCommand
from hub.home.frozen import Frozen
from hub.home.ids import EntityId


class Step(Frozen):
    """One command for one or more entities."""

    command: AnyCommand
    targets: tuple[EntityId, ...] = Field(min_length=1)
