"""Whether the gist of an automation says all that it does.

What is not listed here as told counts as more than a sentence says, so that a key that is new to
the model is never passed over in silence. How runs meet (`mode`) and how late one may be
(`misfire`) change neither what a rule does nor when, so they are not looked at.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from hub.automation.gist import TELL, told_actions, told_conditions, told_triggers
from hub.automation.model import actions, conditions, triggers
from hub.automation.model.rules import Automation
from hub.automation.model.values import Part, Template
from hub.home.home import Home
from hub.home.model import UNAVAILABLE, UNKNOWN
from hub.home.targets import take_targets

# Names for parts, and what only templates read.
_HARMLESS = frozenset(
    {"alias", "id", "variables", "place", "enabled", "continue_on_error", "response_variable"}
)
_TOLD: Mapping[type[Part], frozenset[str]] = {
    triggers.TimeTrigger: frozenset({"at"}),
    triggers.TimePatternTrigger: frozenset({"hours", "minutes", "seconds"}),
    triggers.SunTrigger: frozenset({"event", "offset_s"}),
    triggers.StateTrigger: frozenset(
        {"entity_id", "to", "from_", "for_", "not_from", "to_any", "from_any"}
    ),
    triggers.NumericStateTrigger: frozenset({"entity_id", "attribute", "above", "below", "for_"}),
    triggers.ZoneTrigger: frozenset({"entity_id", "zone", "event"}),
    triggers.DistanceTrigger: frozenset({"entity_id", "zone", "within_m", "event"}),
    conditions.TimeCondition: frozenset({"after", "before", "weekday"}),
    conditions.SunCondition: frozenset({"after", "before"}),
    conditions.StateCondition: frozenset({"entity_id", "state", "match"}),
    conditions.NumericStateCondition: frozenset({"entity_id", "attribute", "above", "below"}),
    conditions.AndCondition: frozenset({"conditions"}),
    conditions.NotCondition: frozenset({"conditions"}),
    actions.Call: frozenset({"action", "target", "data"}),
    actions.Delay: frozenset({"delay"}),
    actions.SubSequence: frozenset({"sequence"}),
}
# Who is heard of again says how things are, not that they changed: so spoken rules have it.
_HEARD_AGAIN = frozenset({UNAVAILABLE, UNKNOWN})


def is_whole(automation: Automation, home: Home) -> bool:
    """Tell whether `gist_of` an automation says all that it does, and when."""
    return (
        all(_is_whole_trigger(trigger) for trigger in automation.triggers)
        and all(_is_whole_condition(condition) for condition in automation.conditions)
        and all(_is_whole_action(action, home) for action in automation.actions)
    )


def _is_whole_trigger(trigger: triggers.AnyTrigger) -> bool:
    if trigger.enabled is False:
        return True
    wanted = 1
    match trigger:
        case triggers.StateTrigger(not_from=tuple() as unlike) if not set(unlike) <= _HEARD_AGAIN:
            return False
        case triggers.TimeTrigger():
            wanted = len(trigger.at)
        case _:
            pass
    return _is_told(trigger) and len(list(told_triggers([trigger]))) == wanted


def _is_whole_condition(condition: conditions.AnyCondition) -> bool:
    if condition.enabled is False:
        return True
    if not _is_told(condition):
        return False
    match condition:
        case conditions.AndCondition():
            return all(map(_is_whole_condition, condition.conditions))
        case conditions.NotCondition():
            # "Not both" would be told as "neither".
            is_flat = not any(isinstance(c, conditions.AndCondition) for c in condition.conditions)
            return is_flat and all(map(_is_whole_condition, condition.conditions))
        case _:
            return len(list(told_conditions([condition]))) == 1


def _is_whole_action(action: actions.AnyAction, home: Home) -> bool:
    if action.enabled is False:
        return True
    if not _is_told(action):
        return False
    match action:
        case actions.SubSequence():
            return all(_is_whole_action(inner, home) for inner in action.sequence)
        case actions.Call() if not _is_plain(action, home):
            return False
        case _:
            return len(list(told_actions([action], home))) == 1


def _is_plain(call: actions.Call, home: Home) -> bool:
    """Tell whether a call names all it does, and only what is there."""
    if _has_template([call.action, call.target, call.data]):
        return False
    if call.action == TELL:
        return set(call.data) == {"message"}
    return all(one in home.entities for one in _named(call.target))


def _is_told(part: Part) -> bool:
    told = _TOLD.get(type(part))
    if told is None or part.enabled is not True:
        return False
    return all(
        getattr(part, one.name) == _default(one)
        for one in fields(part)
        if one.name not in told and one.name not in _HARMLESS
    )


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _has_template(tree: Any) -> bool:
    match tree:
        case Template():
            return True
        case Mapping():
            return any(map(_has_template, tree.values()))
        case list() | tuple():
            return any(map(_has_template, tree))
        case _:
            return False


def _named(target: Any) -> list[str]:
    named = take_targets({"target": dict(target)}).get("entity_id", ())
    return [one for one in named if one not in {"all", "none"}]
