"""A rule as an automation in Home Assistant's YAML, and back.

Source of the shape: Home Assistant documentation, "Automation YAML". `once`, a time trigger at
one moment, the distance trigger and the action `lares.tell` are Lares' own (see README.md).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from hub.automation.durations import as_clock, seconds_of
from hub.home.actions import parse_command
from hub.home.errors import HubError
from hub.home.rules import Action, AnyCondition, AnyTrigger, Delay, Rule, Tell
from hub.home.step import Step

TELL = "lares.tell"
Path = tuple[str | int, ...]

_KEYS = frozenset(
    ("id", "alias", "description", "triggers", "conditions", "actions", "mode", "once")
) | {"initial_state"}
# The spelling of Home Assistant before 2024.10.
_OLD_KEYS = {"trigger": "triggers", "condition": "conditions", "action": "actions"}
_LISTS = ("entity_id", "to", "from_", "state", "weekday")
_FROM_YAML = {"for": "for_s", "offset": "offset_s", "from": "from_", "platform": "trigger"}
_TO_YAML = {"for_s": "for", "offset_s": "offset", "from_": "from"}
_DURATIONS = ("for_s", "offset_s")


class RuleProblem(HubError):
    """A rule in a file cannot be read; `path` leads to what is wrong."""

    def __init__(self, path: Path, message: str) -> None:
        self.path = path
        super().__init__(message)


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


def from_item(item: Any) -> tuple[Rule, bool]:
    """Return the rule of an automation, and whether it is paused.

    Raises:
        RuleProblem: it is none, or holds what this version does not run.
    """
    if not isinstance(item, Mapping):
        raise RuleProblem((), "expected an automation: a mapping with id, triggers and actions")
    try:
        return _from_mapping(item)
    except RuleProblem as problem:
        written = {new: old for old, new in _OLD_KEYS.items() if old in item} | _TO_YAML
        path = tuple(written.get(str(part), part) for part in problem.path)
        raise RuleProblem(path, str(problem)) from None


def _from_mapping(item: Mapping[Any, Any]) -> tuple[Rule, bool]:
    named = {_OLD_KEYS.get(key, key): value for key, value in item.items()}
    for key in item:
        if _OLD_KEYS.get(key, key) not in _KEYS:
            raise RuleProblem((key,), f"{key!r} is not supported yet")
    if named.get("mode", "single") != "single":
        raise RuleProblem(("mode",), f"mode {named['mode']!r} is not supported yet, only single")
    values = {
        "id": str(named["id"]) if named.get("id") else None,
        "alias": named.get("alias") or named.get("id"),
        "said": named.get("description") or "",
        "once": named.get("once", False),
        "triggers": _each(named, "triggers"),
        "conditions": _each(named, "conditions"),
        "actions": tuple(
            _action(action, ("actions", number))
            for number, action in enumerate(_listed(named.get("actions", ())))
        ),
    }
    try:
        return Rule.model_validate(values), named.get("initial_state") is False
    except ValidationError as error:
        raise _problem(error) from None


def _plain(part: AnyTrigger | AnyCondition) -> dict[str, Any]:
    values = part.model_dump(mode="json", exclude_defaults=True)
    kind = "trigger" if "trigger" in type(part).model_fields else "condition"
    item: dict[str, Any] = {kind: getattr(part, kind)}
    for key, value in values.items():
        written = as_clock(value) if key in _DURATIONS else value
        item[_TO_YAML.get(key, key)] = written
    if "conditions" in item:
        item["conditions"] = [_plain(inner) for inner in getattr(part, "conditions", ())]
    return item


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


def _each(named: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    return tuple(
        _part(part, (key, number)) for number, part in enumerate(_listed(named.get(key, ())))
    )


def _part(part: Any, path: Path) -> Any:
    """Turn the keys of a trigger or a condition into ours."""
    if not isinstance(part, Mapping):
        raise RuleProblem(path, f"expected a mapping, found {part!r}")
    values: dict[str, Any] = {}
    for key, value in part.items():
        name = _FROM_YAML.get(str(key), str(key))
        if name in _DURATIONS:
            values[name] = _seconds(value, (*path, key))
        elif name == "conditions":
            inner = enumerate(_listed(value))
            values[name] = tuple(_part(one, (*path, key, number)) for number, one in inner)
        else:
            values[name] = tuple(_listed(value)) if name in _LISTS else value
    return values


def _action(action: Any, path: Path) -> Action:
    if not isinstance(action, Mapping):
        raise RuleProblem(path, f"expected a mapping, found {action!r}")
    if set(action) == {"delay"}:
        delay_s = _seconds(action["delay"], (*path, "delay"))
        if delay_s <= 0:
            raise RuleProblem((*path, "delay"), "a delay must be longer than nothing")
        return Delay(delay_s=delay_s)
    name = action.get("action", action.get("service"))
    odd = set(action) - {"action", "service", "target", "data", "entity_id"}
    if odd or not isinstance(name, str):
        odd_key = next(iter(odd), "action")
        raise RuleProblem((*path, odd_key), f"an action with {odd_key!r} is not supported yet")
    data = dict(action.get("data") or {})
    if name == TELL:
        return Tell(tell=str(data.get("message", "")))
    target = action.get("target") or {"entity_id": action.get("entity_id", ())}
    targets = tuple(_listed(target.get("entity_id", ())) if isinstance(target, Mapping) else ())
    if not targets or set(target) != {"entity_id"}:
        raise RuleProblem((*path, "target"), "give the target as entity_id; others come later")
    try:
        return Step.model_validate({"command": parse_command(name, data), "targets": targets})
    except (HubError, ValidationError) as error:
        raise RuleProblem(path, " ".join(str(error).split())) from None


def _seconds(value: Any, path: Path) -> float:
    try:
        return seconds_of(value)
    except ValueError as error:
        raise RuleProblem(path, str(error)) from None


def _listed(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _problem(error: ValidationError) -> RuleProblem:
    first = error.errors(include_url=False)[0]
    return RuleProblem(first["loc"], f"{first['msg']}, found {first['input']!r}"[:300])
