"""What was recorded, and what guards it: history, audit, policies, backups."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from hub.guard.explaining import Explained, Supposed
from hub.guard.policy_file import Policies
from hub.home.plan import Plan
from hub.home.stores import AuditSink
from hub.recorder.audit.chain import Row
from hub.recorder.audit.reading import Wanted
from hub.recorder.history.queries import Cause, PastState


class History(Protocol):
    """What was recorded of the past."""

    async def states(
        self, entity_ids: Sequence[str], start: datetime, end: datetime
    ) -> Mapping[str, list[PastState]]:
        """Return the states by entity, the oldest first."""

    async def activity(
        self, start: datetime, end: datetime, entity_id: str | None = None
    ) -> list[PastState]:
        """Return changes of states, the oldest first."""

    async def statistics_during_period(
        self, entity_ids: Sequence[str], start: datetime, end: datetime, period: str = "hour"
    ) -> Mapping[str, list[dict[str, Any]]]:
        """Return the statistics by entity."""

    async def runs(self, item: str | None = None) -> list[dict[str, Any]]:
        """Return the latest traces of runs, the newest first."""

    async def run(self, run_id: str) -> dict[str, Any] | None:
        """Return the trace of a run."""

    async def causes(self, context_id: str) -> list[Cause]:
        """Return what has a context, then what caused that, to the root."""


class AuditRecord(AuditSink, Protocol):
    """The audit record, which can be read too."""

    def health(self) -> Mapping[str, Any]:
        """Tell how the record fares."""

    def page(self, wanted: Wanted) -> Sequence[Row]:
        """Return entries, the oldest first; it reads the disk, so call it in a thread.

        Raises:
            StorageError: it cannot be read.
        """


class PolicyControl(Protocol):
    """The policies in force."""

    @property
    def policies(self) -> Policies:
        """Return them."""

    @property
    def file(self) -> Path:
        """Where the owner's lie."""

    @property
    def problem(self) -> str | None:
        """What was wrong with the owner's file when it was read last."""

    async def reload(self) -> Policies:
        """Read the owner's file again.

        Raises:
            HubError: it cannot be used; what was in force stays.
        """

    def explain(self, plan: Plan, supposed: Supposed) -> Explained:
        """Tell what the guard would say to a plan, and why."""


class Backups(Protocol):
    """The backups that the hub makes."""

    @property
    def problem(self) -> str | None:
        """Why the last one failed."""

    async def make_now(self) -> Path:
        """Make one.

        Raises:
            HubError: it failed.
        """

    def kept(self) -> list[Path]:
        """Return those that are kept, the newest first. Blocks."""
