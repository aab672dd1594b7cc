"""What the hub keeps, as plain lists, for tests of planning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from hub.home.actions import parse_command
from hub.home.ids import AreaId, EntityId
from hub.home.keeping import KeptRule, Timer
from hub.home.rules import AnyTrigger, Rule, SunTrigger, TimeTrigger
from hub.home.step import Step

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass
class FakeKept:
    """Timers, rules and phrases, as a keeper shows them."""

    timers: Sequence[Timer] = ()
    rules: Sequence[KeptRule] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def timer(  # noqa: PLR0913 - a timer has this many sides
    timer_id: str,
    minutes: float,
    *,
    name: str | None = None,
    left: float | None = None,
    area: str | None = None,
    paused: bool = False,
) -> Timer:
    """Return a timer of so many minutes, with `left` minutes left at `NOW`."""
    left_s = 60 * (minutes if left is None else left)
    return Timer(
        id=timer_id,
        name=name,
        duration_s=60 * minutes,
        ends_at=None if paused else NOW + timedelta(seconds=left_s),
        remaining_s=left_s,
        area_id=AreaId(area) if area else None,
    )


def at(hour: int, minute: int = 0) -> TimeTrigger:
    """Return a trigger at a time of day."""
    return TimeTrigger(at=time(hour, minute))


def kept_rule(  # noqa: PLR0913 - a rule has this many sides
    rule_id: str,
    alias: str,
    action: str,
    *targets: str,
    trigger: AnyTrigger | None = None,
    said: str = "",
    paused: bool = False,
    next_run: datetime | None = None,
) -> KeptRule:
    """Return a rule that does one action, at sunset unless another trigger is given."""
    step = Step.model_validate(
        {"command": parse_command(action, {}), "targets": tuple(map(EntityId, targets))}
    )
    rule = Rule(
        id=rule_id,
        alias=alias,
        triggers=(trigger or SunTrigger(event="sunset"),),
        actions=(step,),
        said=said,
    )
    return KeptRule(rule=rule, is_paused=paused, next_run=next_run)
