"""Chores: what the hub does by itself, without a device: timers, rules, names that people teach."""

from typing import Annotated, Literal

from pydantic import Field

from hub.home.frozen import Frozen
from hub.home.ids import AreaId, EntityId
from hub.home.rules import Rule


class StartTimer(Frozen):
    """Start a countdown of `duration_s` seconds."""

    op: Literal["start_timer"] = "start_timer"
    duration_s: float = Field(gt=0)
    name: str | None = None
    area_id: AreaId | None = None


class ChangeTimers(Frozen):
    """Cancel, pause or resume timers, or make them `seconds` longer (shorter if negative)."""

    op: Literal["cancel_timers", "pause_timers", "resume_timers", "extend_timers"]
    timer_ids: tuple[str, ...] = Field(min_length=1)
    seconds: float = 0.0


class KeepRules(Frozen):
    """Keep rules and let them run. `texts`: as they were written before they were deleted."""

    op: Literal["keep_rules"] = "keep_rules"
    rules: tuple[Rule, ...] = Field(min_length=1)
    texts: tuple[str, ...] = ()


class ChangeRules(Frozen):
    """Delete rules, pause them, or let them go on."""

    op: Literal["delete_rules", "pause_rules", "resume_rules"]
    rule_ids: tuple[str, ...] = Field(min_length=1)


class TeachName(Frozen):
    """Call entities or an area by another name too."""

    op: Literal["teach_name"] = "teach_name"
    name: str
    entity_ids: tuple[EntityId, ...] = ()
    area_id: AreaId | None = None


class TeachPhrase(Frozen):
    """Let a phrase stand for sentences: "movie mode" for "dim the lights", "close the blinds"."""

    op: Literal["teach_phrase"] = "teach_phrase"
    phrase: str
    sentences: tuple[str, ...] = Field(min_length=1)


class Forget(Frozen):
    """Forget a name or a phrase that was taught."""

    op: Literal["forget"] = "forget"
    name: str


Chore = Annotated[
    StartTimer | ChangeTimers | KeepRules | ChangeRules | TeachName | TeachPhrase | Forget,
    Field(discriminator="op"),
]
