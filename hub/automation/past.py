"""What was recorded, as a replay takes it, and what a rule would have done then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.home.errors import HubError
from hub.home.ids import EntityId
from hub.home.model import Attributes, Context
from hub.home.plan import Effect
from hub.home.run_trace import RunTrace
from hub.record import record


class BacktestFailed(HubError):
    """A rule cannot be tried on the past; the message says why."""


@record(frozen=True, slots=True)
class Change:
    """A recorded change of a state or its attributes; `state` None: the entity was gone."""

    at: datetime
    entity_id: EntityId
    state: str | None
    attributes: Attributes
    context: Context


@record(frozen=True, slots=True)
class Happened:
    """A recorded event of the hub's bus."""

    at: datetime
    event_type: str
    data: Mapping[str, Any]
    context: Context


@record(frozen=True, slots=True)
class Past:
    """What was recorded between two moments; `items` in the order in which it happened.

    `before`: the state of each entity at the beginning, and since when it was so. `is_cut`: there
    was more, and it ends early.
    """

    start: datetime
    end: datetime
    before: Mapping[EntityId, tuple[str, Attributes, datetime]]
    items: Sequence[Change | Happened]
    is_cut: bool = False


@record(frozen=True, slots=True)
class WouldCall:
    """One call that would have been made; `effect` and `reason` are the guard's word on it."""

    at: datetime
    action: str
    targets: tuple[EntityId, ...]
    data: Mapping[str, Any]
    effect: Effect = Effect.ALLOW
    reason: str = ""


@dataclass(slots=True)
class WouldRun:
    """One run that would have been, or that its conditions would have stopped."""

    trace: RunTrace
    calls: list[WouldCall] = field(default_factory=list)


@record(frozen=True, slots=True)
class Report:
    """What came of a replay. `is_cut`: there was more than a replay may take, and it ends early.

    `notes` say what a replay cannot know.
    """

    start: datetime
    end: datetime
    runs: Sequence[WouldRun]
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    is_cut: bool = False

    @property
    def calls(self) -> list[WouldCall]:
        """All calls, in order."""
        return sorted((call for run in self.runs for call in run.calls), key=lambda call: call.at)
