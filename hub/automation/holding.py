"""Whether the conditions of rules hold now, with Home Assistant's semantics.

A condition that cannot be told (no such entity, no number) counts as false, inside `not` too: as in
Home Assistant, an error in one part makes the whole false unless another part decides.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, assert_never

from hub.automation.condition_faults import ConditionFailed, state_of
from hub.automation.device_conditions import as_plain
from hub.automation.holding_numbers import numbers_hold
from hub.automation.holding_place import zones_hold
from hub.automation.holding_time import sun_holds, time_holds
from hub.automation.model.conditions import (
    AndCondition,
    AnyCondition,
    DeviceCondition,
    NotCondition,
    NumericStateCondition,
    OrCondition,
    StateCondition,
    SunCondition,
    TemplateCondition,
    TimeCondition,
    TriggerCondition,
    ZoneCondition,
)
from hub.automation.model.values import Template
from hub.automation.rendering import is_true, says_true
from hub.automation.spans import seconds_in
from hub.automation.templates.states import attribute_of
from hub.automation.world import World
from hub.home.errors import HubError

Variables = Mapping[str, Any]
# Told of each condition that was looked at: its path below the outermost one, and what it gave.
Note = Callable[[str, Mapping[str, Any]], None]

_INPUTS = (
    "input_boolean.", "input_button.", "input_datetime.", "input_number.", "input_select.",
    "input_text.",
)  # fmt: skip
_MISSING = object()


def holds(
    condition: AnyCondition, variables: Variables, world: World, *, note: Note | None = None
) -> bool:
    """Tell whether a condition holds now; one that is not enabled does, one that fails does not."""
    return bool(all_hold((condition,), variables, world, note=note, is_single=True))


def all_hold(
    conditions: Iterable[AnyCondition],
    variables: Variables,
    world: World,
    *,
    note: Note | None = None,
    is_single: bool = False,
) -> bool | None:
    """Tell whether all of some conditions hold; None if one of them cannot be told.

    `note` gets paths "0", "1", ...; "" if `is_single`.
    """
    for number, condition in enumerate(conditions):
        path = "" if is_single else str(number)
        try:
            if _check(condition, variables, world, note, path) is False:
                return False
        except HubError:
            return None
    return True


def _check(
    condition: AnyCondition, variables: Variables, world: World, note: Note | None, path: str
) -> bool | None:
    """Return what it gives, None if it is not enabled.

    Raises:
        HubError: it cannot be told.
    """
    if condition.enabled is not True and not _is_enabled(condition, variables, world):
        if note is not None:
            note(path, {"result": None})
        return None
    try:
        result = _ask(condition, variables, world, note, path)
    except HubError as error:
        if note is not None:
            note(path, {"result": False, "error": str(error)})
        raise
    if note is not None:
        note(path, {"result": result, **_seen(condition, world)})
    return result


def _seen(condition: AnyCondition, world: World) -> Mapping[str, Any]:
    """Return what a condition looked at, for who reads the trace later: entities as they were."""
    match condition:
        case StateCondition() | NumericStateCondition():
            states, name = world.home.states, condition.attribute
            return {
                "seen": {
                    one: states[one].state if name is None else states[one].attributes.get(name)
                    for one in condition.entity_id
                    if one in states
                }
            }
        case _:
            return {}


def _is_enabled(condition: AnyCondition, variables: Variables, world: World) -> bool:
    enabled = condition.enabled
    if isinstance(enabled, Template):
        return is_true(world.templates.render(enabled, variables))
    return bool(enabled)


def _ask(  # noqa: PLR0911 -- one line for each kind of condition
    condition: AnyCondition, variables: Variables, world: World, note: Note | None, path: str
) -> bool:
    match condition:
        case StateCondition():
            return _states_hold(condition, variables, world)
        case NumericStateCondition():
            return numbers_hold(condition, variables, world)
        case TemplateCondition():
            return says_true(world.templates.text(condition.value_template, variables))
        case TimeCondition():
            return time_holds(condition, world)
        case SunCondition():
            return sun_holds(condition, world)
        case TriggerCondition():
            return _trigger_holds(condition, variables)
        case ZoneCondition():
            return zones_hold(condition, world)
        case DeviceCondition():
            return bool(_check(as_plain(condition, world.home), variables, world, None, path))
        case AndCondition() | OrCondition() | NotCondition():
            return _several_hold(condition, variables, world, note, path)
        case _:
            assert_never(condition)


def _several_hold(
    condition: AndCondition | OrCondition | NotCondition,
    variables: Variables,
    world: World,
    note: Note | None,
    path: str,
) -> bool:
    """Ask until one decides; only if none does, an error on the way counts."""
    wanted, answer = _DECIDES[type(condition)]
    errors: list[str] = []
    for number, inner in enumerate(condition.conditions):
        below = f"{path}/conditions/{number}" if path else f"conditions/{number}"
        try:
            if _check(inner, variables, world, note, below) is wanted:
                return answer
        except HubError as error:
            errors.append(str(error))
    if errors:
        raise ConditionFailed("; ".join(errors))
    return not answer


# What decides "and", "or" and "not" at once, and what they then give.
_DECIDES: Mapping[type, tuple[bool, bool]] = {
    AndCondition: (False, False),
    OrCondition: (True, True),
    NotCondition: (True, False),
}


def _trigger_holds(condition: TriggerCondition, variables: Variables) -> bool:
    trigger = variables.get("trigger")
    if not isinstance(trigger, Mapping):
        return False
    # A trigger without an id has its number for one.
    return trigger.get("id") is not None and str(trigger["id"]) in condition.id


def _states_hold(condition: StateCondition, variables: Variables, world: World) -> bool:
    is_any = condition.match == "any"
    result, errors = not is_any, []
    for entity_id in condition.entity_id:
        try:
            if _state_holds(entity_id, condition, variables, world):
                result = True
            elif not is_any:
                return False
        except HubError as error:
            errors.append(str(error))
    if errors:
        raise ConditionFailed("; ".join(errors))
    return result


def _state_holds(
    entity_id: str, condition: StateCondition, variables: Variables, world: World
) -> bool:
    state = state_of(world.home, entity_id)
    value: Any = state.state
    if condition.attribute is not None:
        entity = world.home.entities.get(state.entity_id)
        value = attribute_of(state, entity, condition.attribute, _MISSING)
        if value is _MISSING:
            return False
    if not any(_is(value, wanted, world) for wanted in condition.state):
        return False
    if condition.for_ is None:
        return True
    held = timedelta(seconds=seconds_in(condition.for_, variables, world.templates))
    return world.now() - held > state.last_changed


def _is(value: Any, wanted: Any, world: World) -> bool:
    if isinstance(wanted, str) and wanted.startswith(_INPUTS):
        wanted = state_of(world.home, wanted).state
    return bool(value == wanted)
