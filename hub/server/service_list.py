"""The actions there are, described as Home Assistant lists its services."""

from typing import Any

from hub.home.actions import ACTIONS, DOMAINS, generic_action
from hub.home.commands import Command

GENERIC = "homeassistant"
GENERIC_VERBS = {
    "turn_on": "Switch on, open or start whatever it is.",
    "turn_off": "Switch off, close or send home whatever it is.",
    "toggle": "Switch to the other state.",
}


def service_list() -> list[dict[str, Any]]:
    """Return every domain with its services and their fields."""
    domains: dict[str, dict[str, Any]] = {GENERIC: {}}
    for verb, description in GENERIC_VERBS.items():
        domains[GENERIC][verb] = {
            "name": _title(verb),
            "description": description,
            "fields": {},
            "target": {"entity": [{"domain": generic_domains(verb)}]},
        }
    for action, command in ACTIONS.items():
        domain, _, verb = action.partition(".")
        domains.setdefault(domain, {})[verb] = _service(domain, verb, command)
    return [{"domain": name, "services": services} for name, services in sorted(domains.items())]


def generic_domains(verb: str) -> list[str]:
    """Return the domains that know `homeassistant.<verb>`."""
    return [domain for domain in DOMAINS if generic_action(verb, domain) is not None]


def _service(domain: str, verb: str, command: type[Command]) -> dict[str, Any]:
    schema = command.model_json_schema()
    required = set(schema.get("required", []))
    fields = {
        name: _field(name, spec, required=name in required)
        for name, spec in schema["properties"].items()
        if name != "action"
    }
    return {
        "name": _title(verb),
        "description": (command.__doc__ or "").strip().partition("\n")[0],
        "fields": fields,
        "target": {"entity": [{"domain": [domain]}]},
    }


def _field(name: str, spec: dict[str, Any], *, required: bool) -> dict[str, Any]:
    options = spec.get("anyOf", [spec])
    kind = next((option for option in options if option.get("type") != "null"), spec)
    return {
        "name": _title(name),
        "description": spec.get("description", ""),
        "required": required,
        "selector": _selector(kind),
    }


def _selector(kind: dict[str, Any]) -> dict[str, Any]:
    if "enum" in kind:
        return {"select": {"options": kind["enum"]}}
    match kind.get("type"):
        case "integer" | "number":
            low = kind.get("minimum", kind.get("exclusiveMinimum"))
            high = kind.get("maximum", kind.get("exclusiveMaximum"))
            limits = {"min": low, "max": high}
            number = {key: value for key, value in limits.items() if value is not None}
            return {"number": number | ({"step": "any"} if kind["type"] == "number" else {})}
        case "boolean":
            return {"boolean": {}}
        case "string":
            return {"text": {}}
        case _:
            return {"object": {}}


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()
