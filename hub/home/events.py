"""What the home tells its listeners."""

from dataclasses import dataclass

from hub.home.model import Entity, State


@dataclass(frozen=True, slots=True)
class StateReported:
    """An entity reported; `changed` tells whether anything in it was new."""

    old: State | None
    new: State
    changed: bool


@dataclass(frozen=True, slots=True)
class EntityAdded:
    """An entity appeared, or its description (name, area, actions) changed."""

    entity: Entity


@dataclass(frozen=True, slots=True)
class EntityRemoved:
    """An entity left the home."""

    entity: Entity


HomeEvent = StateReported | EntityAdded | EntityRemoved
