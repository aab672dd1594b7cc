"""The seam behind which runs that wait, and what triggers wait for, survive a power cut."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any, Literal, Protocol

from hub.home.model import Context
from hub.record import record


@record(frozen=True, slots=True)
class Wait:
    """What one trigger waits for: a clock's next time, or the end of a `for:`.

    `key` names rule, trigger and entity, the same after every restart; `facts` is plain JSON.
    """

    key: str
    due_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@record(frozen=True, slots=True)
class SavedRun:
    """A run as it stands on disk.

    `raw` is the rule as it was when the run began, so that an edit does not lead it astray.
    `variables` and `checkpoint` are plain JSON; `due_at` is when a delay or a timeout ends, in
    the past if it waits for nothing.
    """

    run_id: str
    domain: Literal["automation", "script"]
    item_id: str
    raw: Mapping[str, Any]
    variables: Mapping[str, Any]
    checkpoint: Mapping[str, Any]
    due_at: datetime
    started_at: datetime
    context: Context
    trigger: str | None = None


class RunStore(Protocol):
    """Keeps runs and waits; what a method was given is on disk when it returns."""

    async def waits(self) -> Sequence[Wait]:
        """Return all waits."""

    async def put_waits(self, waits: Iterable[Wait], *, over: Iterable[str] = ()) -> None:
        """Add or replace waits and forget those whose keys are `over`, all or none."""

    async def forget_waits(self, prefix: str) -> None:
        """Forget all waits whose key begins so: their rule is gone, or was switched off."""

    async def runs(self) -> Sequence[SavedRun]:
        """Return the runs that have not ended, the one due first first."""

    async def begin(
        self, run: SavedRun, *, over: str | None = None, following: Wait | None = None
    ) -> None:
        """Keep a new run, and what its firing did to the wait, both or none."""

    async def advance(
        self,
        run_id: str,
        *,
        checkpoint: Mapping[str, Any],
        variables: Mapping[str, Any],
        due_at: datetime,
    ) -> None:
        """Say how far a run has come; one that is not kept is no error."""

    async def end(self, run_id: str) -> None:
        """Forget a run: it has ended."""
