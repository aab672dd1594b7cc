"""What an automation comes to as a spoken `Rule`, for telling it and for finding it by words.

An automation that holds more than a sentence can say loses that here: the gist is told, never run.
`hub.automation.wholeness` tells whether anything was lost.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from pydantic import ValidationError

from hub.automation.durations import seconds_of
from hub.automation.model import actions, conditions, triggers
from hub.automation.model.rules import Automation
from hub.automation.model.values import Template
from hub.home.actions import parse_command
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.rules import (
    Action,
    AnyCondition,
    AnyTrigger,
    Delay,
    DistanceTrigger,
    NotCondition,
    NumericStateCondition,
    NumericStateTrigger,
    Rule,
    StateCondition,
    StateTrigger,
    SunCondition,
    SunTrigger,
    Tell,
    TimeCondition,
    TimePatternTrigger,
    TimeTrigger,
    ZoneTrigger,
)
from hub.home.step import Step
from hub.home.targets import NoTarget, resolve, take_targets

TELL = "lares.tell"


def gist_of(automation: Automation, home: Home) -> Rule:
    """Return what can be said of an automation."""
    return Rule.model_construct(
        id=automation.id,
        alias=automation.alias,
        triggers=tuple(told_triggers(automation.triggers)),
        conditions=tuple(told_conditions(automation.conditions)),
        actions=tuple(told_actions(automation.actions, home)),
        once=automation.once,
        said=automation.description,
    )


def told_triggers(found: Iterable[triggers.AnyTrigger]) -> Iterable[AnyTrigger]:
    """Yield what sentences have of triggers; those switched off do nothing, so are not told."""
    for trigger in found:
        if trigger.enabled is False:
            continue
        try:
            yield from _trigger(trigger)
        except (ValidationError, ValueError):
            continue  # a template stands where a sentence has a word


def _trigger(trigger: triggers.AnyTrigger) -> Iterable[AnyTrigger]:
    match trigger:
        case triggers.TimeTrigger():
            for at in trigger.at:
                if isinstance(at, time | datetime):
                    yield TimeTrigger(at=at)
        case triggers.TimePatternTrigger():
            yield TimePatternTrigger(
                hours=trigger.hours, minutes=trigger.minutes, seconds=trigger.seconds
            )
        case triggers.SunTrigger():
            yield SunTrigger(event=trigger.event, offset_s=trigger.offset_s)
        case triggers.StateTrigger(attribute=None):
            yield StateTrigger(
                entity_id=trigger.entity_id,
                to=trigger.to or (),
                from_=trigger.from_ or (),
                for_s=_seconds(trigger.for_),
            )
        case triggers.NumericStateTrigger(value_template=None):
            yield NumericStateTrigger(
                entity_id=trigger.entity_id,
                attribute=trigger.attribute,
                above=_number(trigger.above),
                below=_number(trigger.below),
                for_s=_seconds(trigger.for_),
            )
        case triggers.ZoneTrigger():
            yield ZoneTrigger(entity_id=trigger.entity_id, zone=trigger.zone, event=trigger.event)
        case triggers.DistanceTrigger():
            yield DistanceTrigger(
                entity_id=trigger.entity_id,
                zone=trigger.zone,
                within_m=trigger.within_m,
                event=trigger.event,
            )
        case _:
            return


def told_conditions(found: Iterable[conditions.AnyCondition]) -> Iterable[AnyCondition]:
    """Yield what sentences have of conditions; those switched off are not told."""
    for condition in found:
        if condition.enabled is False:
            continue
        try:
            yield from _condition(condition)
        except (ValidationError, ValueError):
            continue


def _condition(condition: conditions.AnyCondition) -> Iterable[AnyCondition]:
    match condition:
        case conditions.TimeCondition():
            after, before = condition.after, condition.before
            if not isinstance(after, str) and not isinstance(before, str):
                yield TimeCondition(after=after, before=before, weekday=condition.weekday)
        case conditions.SunCondition(after=str() as after, before=str()):
            # One bound alone holds from or until midnight, for which no sentence has words.
            if after != condition.before:
                yield SunCondition(after=after)
        case conditions.StateCondition(attribute=None):
            yield StateCondition(
                entity_id=condition.entity_id, state=condition.state, match=condition.match
            )
        case conditions.NumericStateCondition(value_template=None):
            yield NumericStateCondition(
                entity_id=condition.entity_id,
                attribute=condition.attribute,
                above=_number(condition.above),
                below=_number(condition.below),
            )
        case conditions.AndCondition():
            yield from told_conditions(condition.conditions)
        case conditions.NotCondition():
            inner = tuple(told_conditions(condition.conditions))
            if inner:
                yield NotCondition(conditions=inner)
        case _:
            return


def told_actions(found: Iterable[actions.AnyAction], home: Home) -> Iterable[Action]:
    """Yield what sentences have of actions, in one row; those switched off are not told."""
    for action in found:
        if action.enabled is False:
            continue
        match action:
            case actions.Call(action=str() as name, data=Mapping() as data):
                if name == TELL:
                    yield Tell(tell=_text(data.get("message", "")))
                else:
                    yield from _step(name, action.target, data, home)
            case actions.Delay(delay=float() | int() as delay_s) if delay_s > 0:
                yield Delay(delay_s=delay_s)
            case _:
                for sequence in _inner(action):
                    yield from told_actions(sequence, home)


def _inner(action: actions.AnyAction) -> Iterable[actions.Sequence]:
    """Yield the sequences that an action may run."""
    match action:
        case actions.Choose():
            yield from (option.sequence for option in action.options)
        case actions.If():
            yield action.then
        case actions.Repeat() | actions.SubSequence():
            yield action.sequence
        case actions.Parallel():
            yield from action.branches
        case _:
            return


def _step(name: str, target: Any, data: Any, home: Home) -> Iterable[Step]:
    plain = {key: value for key, value in dict(data).items() if not isinstance(value, Template)}
    try:
        command = parse_command(name, plain)
        named = take_targets({"target": dict(target)})
        named["entity_id"] = [one for one in named.get("entity_id", ()) if one in home.entities]
        found = resolve(home, named, lambda entity: name in entity.actions, name)
        yield Step(command=command, targets=found)
    except (HubError, NoTarget, ValidationError, ValueError, TypeError):
        return


def _text(message: Any) -> str:
    return message.source if isinstance(message, Template) else str(message)


def _seconds(duration: Any) -> float:
    return 0.0 if duration is None else seconds_of(duration)


def _number(bound: float | EntityId | None) -> float | None:
    if isinstance(bound, str):
        raise ValueError("the bound is an entity's")  # noqa: TRY004 -- left out, not a bug
    return bound
