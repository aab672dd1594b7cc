"""Variables as plain JSON, so that a run that goes on after a restart has them again.

What JSON has no word for is wrapped in a mapping with one tag. What nothing can be made of is
left out with a line in the log, and so is what is too large: a run must not fail over it.
"""

import json
import logging
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from hub.home.ids import EntityId, UserId
from hub.home.model import Context, Source, State

# All variables of one run together, written as JSON.
MAX_SIZE = 256 * 1024
MAX_DEPTH = 40
_TAG = "__lares__"

_log = logging.getLogger(__name__)


class _NotKept(Exception):
    """Nothing can be made of a value."""


def encoded(variables: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """Return variables as plain JSON; `owner` names whose they are in the log."""
    kept: dict[str, Any] = {}
    left = MAX_SIZE
    for name, value in variables.items():
        try:
            plain = _encode(value, 0)
            size = len(json.dumps(plain))
        except (_NotKept, ValueError, RecursionError):
            _log.warning("%s: the variable %r cannot be kept while it waits", owner, name)
            continue
        if size > left:
            _log.warning("%s: the variable %r is too large to be kept", owner, name)
            continue
        left -= size
        kept[str(name)] = plain
    return kept


def decoded(variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `encoded` was given."""
    return {name: _decode(value) for name, value in variables.items()}


def _encode(value: Any, depth: int) -> Any:
    if value is None or type(value) in {bool, int, float, str}:
        return value
    if depth > MAX_DEPTH:
        raise _NotKept
    if isinstance(value, list):
        return [_encode(inner, depth + 1) for inner in value]
    if isinstance(value, Mapping):
        return _encode_mapping(value, depth)
    tag, inner = _taken_apart(value)
    return {_TAG: tag, "v": _encode(inner, depth + 1)}


def _encode_mapping(value: Mapping[Any, Any], depth: int) -> Any:
    if all(type(key) is str for key in value) and _TAG not in value:
        return {key: _encode(inner, depth + 1) for key, inner in value.items()}
    pairs = [[_encode(k, depth + 1), _encode(v, depth + 1)] for k, v in value.items()]
    return {_TAG: "dict", "v": pairs}


def _taken_apart(value: Any) -> tuple[str, Any]:  # noqa: PLR0911 -- one line for each type
    match value:
        case datetime():
            return "datetime", value.isoformat()
        case date():
            return "date", value.isoformat()
        case time():
            return "time", value.isoformat()
        case timedelta():
            return "timedelta", [value.days, value.seconds, value.microseconds]
        case tuple():
            return "tuple", list(value)
        case set() | frozenset():
            return "set", list(value)
        case State():
            return "state", [
                value.entity_id, value.state, dict(value.attributes), value.last_changed,
                value.last_updated, value.last_reported, value.context,
            ]  # fmt: skip
        case Context():
            by, spoken = [value.user_id, value.parent_id], [True] if value.is_spoken else []
            return "context", [value.id, str(value.source), *by, *spoken]
        case str():
            return "text", str(value)  # an enumeration, or a text with a type of its own
        case _:
            raise _NotKept


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return [_decode(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if _TAG not in value:
        return {key: _decode(inner) for key, inner in value.items()}
    return _put_together(value[_TAG], _decode(value["v"]))


def _put_together(tag: str, inner: Any) -> Any:
    match tag:
        case "dict":
            return {key: value for key, value in inner}  # noqa: C416 -- pairs are lists
        case "state":
            return State(EntityId(inner[0]), *inner[1:])
        case "context":
            context_id, source, user_id, parent_id, *spoken = inner
            user = None if user_id is None else UserId(user_id)
            return Context(context_id, Source(source), user, parent_id, is_spoken=any(spoken))
        case "timedelta":
            return timedelta(*inner)
        case _:
            return _MAKERS[tag](inner)


_MAKERS: Mapping[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "tuple": tuple,
    "set": set,
    "text": str,
}
