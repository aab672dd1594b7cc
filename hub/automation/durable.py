"""What of rules must survive a power cut: runs that wait, and what triggers wait for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from hub.home.model import Context


@dataclass(frozen=True, slots=True)
class Wait:
    """What one trigger waits for: a clock's next time, or the end of a `for:`.

    `key` names rule, trigger and entity, the same after every restart; `facts` is plain JSON.
    """

    key: str
    due_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Firing:
    """A trigger has fired.

    `data` is what it tells (Home Assistant's `trigger` variable, less `id`, `idx` and `alias`,
    which the engine adds), `cause` the context of what fired it. `over` is the key of the wait
    that this ends, `next` what is waited for from now on: both are written in one transaction
    with the run that begins, so that a power cut neither loses nor doubles it. `due_at`: when it
    should have fired, for a clock.
    """

    data: Mapping[str, Any]
    cause: Context | None = None
    over: str | None = None
    next: Wait | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
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
