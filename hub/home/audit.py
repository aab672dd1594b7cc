"""What is written into the audit record: who did what to the house, and what the guard said."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from hub.home.errors import HubError
from hub.home.ids import UserId
from hub.record import record

What = Mapping[str, Any]


class AuditKind(StrEnum):
    """What an entry is about.

    A `change` is written before the configuration is touched, `changed` tells what came of it. The
    `verdict` on an everyday plan holds its outcome too, if that came before it was written.
    """

    BEGAN = "record_began"
    PRUNED = "record_pruned"
    MISSED = "entries_missed"
    STARTED = "hub_started"
    STOPPED = "hub_stopped"
    VERDICT = "verdict"
    OUTCOME = "outcome"
    ASKED = "approval_asked"
    APPROVED = "approval_approved"
    REJECTED = "approval_rejected"
    EXPIRED = "approval_expired"
    REFUSED = "approval_refused"
    CHANGE = "change"
    CHANGED = "changed"
    LOGIN = "login"
    LOGIN_FAILED = "login_failed"
    BACKUP = "backup"
    RESTORED = "restored"


@record(frozen=True, slots=True)
class AuditNote:
    """One thing to be recorded. `what` may be a function, called once, off the event loop.

    `source` is a word such as a `Source`; secrets in `what` are masked when it is written.
    """

    kind: AuditKind
    what: What | Callable[[], What]
    user_id: UserId | None = None
    source: str = "hub"
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class AuditUnavailable(HubError):
    """The record cannot be written: give the disk space, or see to the file."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the audit record cannot be written ({reason})")


class Unaudited:
    """Records nothing: for a part that runs without the rest of the hub."""

    async def note(self, note: AuditNote) -> None:
        """Let it go."""

    async def add(self, note: AuditNote) -> None:
        """Let it go."""
