"""Rules as models, built in few words."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from hub.automation.model.actions import (
    AnyAction,
    Call,
    Choose,
    Delay,
    FireEvent,
    If,
    Option,
)
from hub.automation.model.conditions import (
    AndCondition,
    AnyCondition,
    NotCondition,
    NumericStateCondition,
    OrCondition,
    StateCondition,
    TemplateCondition,
    TimeCondition,
    TriggerCondition,
)
from hub.automation.model.rules import Automation, Configuration, HelperConfig, Scene, Script
from hub.automation.model.triggers import (
    AnyTrigger,
    EventTrigger,
    NumericStateTrigger,
    StateTrigger,
    SunTrigger,
    TimePatternTrigger,
    TimeTrigger,
)
from hub.automation.model.values import Place, Template, tree_of
from hub.home.ids import EntityId, slugify
from hub.home.rules import SunEvent, Weekday


def entities(*names: str) -> tuple[EntityId, ...]:
    """Return entity ids."""
    return tuple(EntityId(name) for name in names)


def rule(
    alias: str,
    triggers: Sequence[AnyTrigger],
    actions: Sequence[AnyAction],
    *conditions: AnyCondition,
    **more: Any,
) -> Automation:
    """Return an automation whose id is made of its alias; its line is a sum over the alias."""
    return Automation(
        id=slugify(alias),
        alias=alias,
        triggers=tuple(triggers),
        conditions=conditions,
        actions=tuple(actions),
        place=Place("rules/home.yaml", 1 + sum(map(ord, alias)) % 997),
        **more,
    )


def script(object_id: str, *actions: AnyAction, **more: Any) -> Script:
    """Return a script."""
    return Script(object_id=object_id, alias=object_id, actions=actions, **more)


def home(*rules: Automation | Script | Scene | HelperConfig) -> Configuration:
    """Return a configuration of all that is given."""
    return Configuration(
        automations=tuple(one for one in rules if isinstance(one, Automation)),
        scripts=tuple(one for one in rules if isinstance(one, Script)),
        scenes=tuple(one for one in rules if isinstance(one, Scene)),
        helpers=tuple(one for one in rules if isinstance(one, HelperConfig)),
    )


def becomes(entity_id: str, *to: str, **more: Any) -> StateTrigger:
    """Return a state trigger; without states, on any change."""
    return StateTrigger(entity_id=entities(entity_id), to=to or None, **more)


def number(
    entity_id: str, *, above: float | None = None, below: float | None = None, **more: Any
) -> NumericStateTrigger:
    """Return a numeric_state trigger."""
    return NumericStateTrigger(entity_id=entities(entity_id), above=above, below=below, **more)


def at(hour: int, minute: int = 0, second: int = 0, **more: Any) -> TimeTrigger:
    """Return a time trigger."""
    return TimeTrigger(at=(time(hour, minute, second),), **more)


def every(
    *, hours: str | None = None, minutes: str | None = None, seconds: str | None = None
) -> TimePatternTrigger:
    """Return a time_pattern trigger."""
    return TimePatternTrigger(hours=hours, minutes=minutes, seconds=seconds)


def sun(event: SunEvent, offset_s: float = 0.0, **more: Any) -> SunTrigger:
    """Return a sun trigger."""
    return SunTrigger(event=event, offset_s=offset_s, **more)


def event(event_type: str, **data: Any) -> EventTrigger:
    """Return an event trigger."""
    return EventTrigger(event_type=(event_type,), event_data=data)


def call(action: str, *targets: str, **data: Any) -> Call:
    """Return a call; templates in `data` and targets are made such."""
    target = {"entity_id": tree_of(list(targets))} if targets else {}
    return Call(action=action, target=target, data=tree_of(data))


def fire(event_type: str, **data: Any) -> FireEvent:
    """Return an action that fires an event."""
    return FireEvent(event=event_type, event_data=data)


def wait(seconds: float) -> Delay:
    """Return a delay."""
    return Delay(delay=seconds)


def choose(
    *options: tuple[AnyCondition, Sequence[AnyAction]], default: Sequence[AnyAction] | None = None
) -> Choose:
    """Return a choice; each option has one condition."""
    return Choose(
        options=tuple(
            Option(conditions=(condition,), sequence=tuple(actions))
            for condition, actions in options
        ),
        default=None if default is None else tuple(default),
    )


def if_(
    condition: AnyCondition,
    then: Sequence[AnyAction],
    otherwise: Sequence[AnyAction] | None = None,
) -> If:
    """Return an if."""
    return If(
        conditions=(condition,),
        then=tuple(then),
        otherwise=None if otherwise is None else tuple(otherwise),
    )


def is_state(entity_id: str, *states: str, **more: Any) -> StateCondition:
    """Return a state condition."""
    return StateCondition(entity_id=entities(entity_id), state=states, **more)


def is_number(
    entity_id: str, *, above: float | None = None, below: float | None = None
) -> NumericStateCondition:
    """Return a numeric_state condition."""
    return NumericStateCondition(entity_id=entities(entity_id), above=above, below=below)


def between(
    after: int | None = None, before: int | None = None, weekday: tuple[Weekday, ...] = ()
) -> TimeCondition:
    """Return a time condition between full hours."""
    return TimeCondition(
        after=None if after is None else time(after),
        before=None if before is None else time(before),
        weekday=weekday,
    )


def by(*ids: str) -> TriggerCondition:
    """Return a trigger condition."""
    return TriggerCondition(id=ids)


def true_of(source: str) -> TemplateCondition:
    """Return a template condition."""
    return TemplateCondition(value_template=Template(source))


def any_of(*conditions: AnyCondition) -> OrCondition:
    """Return an or."""
    return OrCondition(conditions=conditions)


def all_of(*conditions: AnyCondition) -> AndCondition:
    """Return an and."""
    return AndCondition(conditions=conditions)


def none_of(*conditions: AnyCondition) -> NotCondition:
    """Return a not."""
    return NotCondition(conditions=conditions)
