"""A spoken rule as an automation in Home Assistant's YAML; files/ reads it back.

Source of the shape: Home Assistant documentation, "Automation YAML". `once`, a time trigger at
one moment, the distance trigger and the action `lares.tell` are Lares' own (see README.md).
"""

from typing import Any

from hub.automation.durations import as_clock
from hub.home.model import UNAVAILABLE, UNKNOWN
from hub.home.rules import (
    Action,
    AnyCondition,
    AnyTrigger,
    Delay,
    Rule,
    StateTrigger,
    SunCondition,
    Tell,
)
from hub.home.step import Step

TELL = "lares.tell"

_TO_YAML = {"for_s": "for", "offset_s": "offset", "from_": "from"}
_DURATIONS = ("for_s", "offset_s")


def to_item(rule: Rule, *, is_paused: bool = False) -> dict[str, Any]:
    """Return a rule as an automation."""
    item: dict[str, Any] = {
        "id": rule.id,
        "alias": rule.alias,
        "description": rule.said,
        "triggers": [_plain(trigger) for trigger in rule.triggers],
        "conditions": [_plain(condition) for condition in rule.conditions],
        "actions": [_action_item(action) for action in rule.actions],
        "mode": "single",
    }
    if rule.once:
        item["once"] = True
    if is_paused:
        item["initial_state"] = False
    return item


def _plain(part: AnyTrigger | AnyCondition) -> dict[str, Any]:
    if isinstance(part, SunCondition):
        return _by_day_or_night(part)
    values = part.model_dump(mode="json", exclude_defaults=True)
    kind = "trigger" if "trigger" in type(part).model_fields else "condition"
    item: dict[str, Any] = {kind: getattr(part, kind)}
    for key, value in values.items():
        written = as_clock(value) if key in _DURATIONS else value
        item[_TO_YAML.get(key, key)] = written
    if isinstance(part, StateTrigger) and not part.from_:
        # Who is heard of again says how things are, not that they changed.
        item["not_from"] = [UNAVAILABLE, UNKNOWN]
    if "conditions" in item:
        item["conditions"] = [_plain(inner) for inner in getattr(part, "conditions", ())]
    return item


def _by_day_or_night(condition: SunCondition) -> dict[str, Any]:
    """Write that it is day or night: in Home Assistant, "after sunset" alone ends at midnight."""
    is_day = condition.after == "sunrise" or condition.before == "sunset"
    after, before = ("sunrise", "sunset") if is_day else ("sunset", "sunrise")
    return {"condition": "sun", "after": after, "before": before}


def _action_item(action: Action) -> dict[str, Any]:
    match action:
        case Step(command=command, targets=targets):
            item: dict[str, Any] = {
                "action": command.action,
                "target": {"entity_id": list(targets)},
            }
            data = command.data()
            return item | {"data": data} if data else item
        case Delay(delay_s=delay_s):
            return {"delay": as_clock(delay_s)}
        case Tell(tell=text):
            return {"action": TELL, "data": {"message": text}}
