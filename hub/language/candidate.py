"""The small types that pass between the stages of the language part."""

from typing import Literal

from hub.home.ids import EntityId
from hub.home.model import Entity, State
from hub.record import record

QueryKind = Literal["state", "which", "count", "any", "all"]


@record(frozen=True, slots=True)
class Candidate:
    """An entity that a sentence may mean, with where it is and how it is. `score` is 0..1."""

    entity: Entity
    state: State
    area_name: str | None
    floor_name: str | None
    score: float


@record(frozen=True, slots=True)
class Query:
    """A question about the home that code answers.

    `state`: tell the state (or `attribute`) of the targets; `which`, `count`, `any`, `all`:
    which or how many of the targets are in `wanted` state.
    """

    kind: QueryKind
    targets: tuple[EntityId, ...]
    wanted: str | None = None
    attribute: str | None = None
