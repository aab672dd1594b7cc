"""The seam behind which timers, running rules and taught names are kept on disk."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from pydantic import ConfigDict

from hub.home.frozen import Frozen
from hub.home.ids import AreaId, EntityId, UserId
from hub.home.keeping import Timer


class RuleRecord(Frozen):
    """What is known of a rule beyond its file.

    `area_id` is the room in which it was asked for; `approved_by` is who said yes to keeping it, if
    it took a yes; `is_off`: it was switched off.
    """

    # Records of earlier versions knew more.
    model_config = ConfigDict(frozen=True, extra="ignore")

    rule_id: str
    kept_at: datetime
    user_id: UserId | None = None
    area_id: AreaId | None = None
    approved_by: UserId | None = None
    last_run: datetime | None = None
    is_off: bool = False


class TaughtName(Frozen):
    """Another name for entities or an area."""

    name: str
    entity_ids: tuple[EntityId, ...] = ()
    area_id: AreaId | None = None


class KeepingStore(Protocol):
    """Keeps it all; what a method was given is on disk when it returns."""

    async def timers(self) -> Sequence[Timer]:
        """Return all timers."""

    async def put_timers(self, timers: Sequence[Timer]) -> None:
        """Add timers or replace them, all or none."""

    async def remove_timers(self, timer_ids: Sequence[str]) -> None:
        """Forget timers; unknown ids are no error."""

    async def rule_records(self) -> Mapping[str, RuleRecord]:
        """Return what is known of rules, by rule id."""

    async def put_rule_records(self, records: Sequence[RuleRecord]) -> None:
        """Add records or replace them, all or none."""

    async def remove_rule_record(self, rule_id: str) -> None:
        """Forget a rule; its runs go on."""

    async def names(self) -> Sequence[TaughtName]:
        """Return the taught names, the oldest first."""

    async def put_name(self, name: TaughtName) -> None:
        """Add a name or give it another meaning."""

    async def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """Return the taught phrases with what they stand for."""

    async def put_phrase(self, phrase: str, sentences: Sequence[str]) -> None:
        """Add a phrase or give it another meaning."""

    async def forget(self, name: str) -> None:
        """Forget a name or a phrase; an unknown one is no error."""
