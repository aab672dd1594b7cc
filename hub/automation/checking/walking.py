"""All the parts of a rule, wherever they stand in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from hub.automation.checking.effects import branches_of
from hub.automation.model.actions import AnyAction, Repeat, WaitForTrigger
from hub.automation.model.conditions import (
    AndCondition,
    AnyCondition,
    NotCondition,
    OrCondition,
)
from hub.automation.model.rules import Automation, Configuration, Runnable
from hub.automation.model.triggers import AnyTrigger
from hub.automation.model.values import Part, Place, Template
from hub.record import record


@record(frozen=True, slots=True)
class Named:
    """A rule under the name that findings use, and where it stands."""

    name: str
    rule: Runnable


def rules_of(configuration: Configuration) -> Iterator[Named]:
    """Return all automations and scripts."""
    for rule in configuration.automations:
        yield Named(f"automation.{rule.id}", rule)
    for script in configuration.scripts:
        yield Named(f"script.{script.object_id}", script)


def place_of(part: Part, rule: Runnable) -> Place:
    """Return where a part stands; where its rule does if nobody said."""
    return part.place if part.place.line else rule.place


def actions_of(actions: Iterable[AnyAction]) -> Iterator[AnyAction]:
    """Return actions and those inside them, less what is switched off."""
    for action in actions:
        if action.enabled is not False:
            yield action
            for _, sequence in branches_of(action):
                yield from actions_of(sequence)


def triggers_in(rule: Runnable) -> Iterator[AnyTrigger]:
    """Return the triggers of a rule, and those that its actions wait for, that are on."""
    found = [*rule.triggers] if isinstance(rule, Automation) else []
    for action in actions_of(rule.actions):
        if isinstance(action, WaitForTrigger):
            found += action.triggers
    yield from (trigger for trigger in found if trigger.enabled is not False)


def conditions_in(rule: Runnable) -> Iterator[AnyCondition]:
    """Return all conditions of a rule, also those inside others, less those switched off."""
    top = [*rule.conditions] if isinstance(rule, Automation) else []
    for action in actions_of(rule.actions):
        top += _conditions_of(action)
    yield from _opened(top)


def _conditions_of(action: AnyAction) -> list[AnyCondition]:
    found: list[AnyCondition] = []
    single = getattr(action, "condition", None)
    if single is not None:
        found.append(single)
    found += getattr(action, "conditions", ())
    for option in getattr(action, "options", ()):
        found += option.conditions
    if isinstance(action, Repeat):
        found += [*(action.while_ or ()), *(action.until or ())]
    return found


def _opened(conditions: Iterable[AnyCondition]) -> Iterator[AnyCondition]:
    for condition in conditions:
        if condition.enabled is not False:
            yield condition
            if isinstance(condition, AndCondition | OrCondition | NotCondition):
                yield from _opened(condition.conditions)


def templates_in(rule: Runnable) -> Iterator[tuple[Template, Place]]:
    """Return every template of a rule, and where it stands (as near as is known)."""
    values: list[tuple[Any, Place]] = [(rule.variables, rule.place)]
    if isinstance(rule, Automation):
        values.append((rule.trigger_variables, rule.place))
    parts: list[Part] = [*triggers_in(rule), *conditions_in(rule), *actions_of(rule.actions)]
    for part in parts:
        place = place_of(part, rule)
        values += [(getattr(part, one.name), place) for one in fields(part)]
    for value, place in values:
        for template in _templates_of(value):
            yield template, place


def _templates_of(value: Any) -> Iterator[Template]:
    if isinstance(value, Template):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _templates_of(key)
            yield from _templates_of(inner)
    elif isinstance(value, list | tuple):
        # Parts inside parts are walked by themselves.
        for inner in value:
            if not isinstance(inner, Part):
                yield from _templates_of(inner)
