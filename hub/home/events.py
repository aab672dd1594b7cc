"""What the home tells its listeners."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from hub.home.model import Context, Entity, State
from hub.record import record


@record(frozen=True, slots=True)
class StateReported:
    """An entity reported; `changed` tells whether anything in it was new.

    `returned`: the first report since the hub started, and the state is the one from before: it
    tells how things still are, not that they changed. `told`: what the device itself said just
    now, "state" and names of attributes; None for all of it, empty where the hub repeats what it
    knew, a broker what it kept, or somebody else speaks for the device.
    """

    old: State | None
    new: State
    changed: bool
    returned: bool = False
    told: frozenset[str] | None = None


@record(frozen=True, slots=True)
class EntityAdded:
    """An entity appeared, or its description (name, area, actions) changed."""

    entity: Entity


@record(frozen=True, slots=True)
class EntityRemoved:
    """An entity left the home."""

    entity: Entity


@record(frozen=True, slots=True)
class Fired:
    """Something happened that is no state: `event_type` and `data` as on Home Assistant's bus.

    `origin`: whether it arose in the hub or was sent in from outside.
    """

    event_type: str
    data: Mapping[str, Any]
    context: Context
    at: datetime
    origin: Literal["LOCAL", "REMOTE"] = "LOCAL"


HomeEvent = StateReported | EntityAdded | EntityRemoved | Fired
