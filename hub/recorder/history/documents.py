"""Attributes, event data and traces as bounded JSON text."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import orjson
from pydantic import BaseModel

# As Home Assistant's recorder: what is larger is left out, the state itself stays.
LARGEST_BYTES = 16_384
LARGEST_TRACE_BYTES = 262_144
MOST_KEYS = 1_000
LONGEST_STATE = 255
_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS


def document(value: Mapping[str, Any], without: tuple[str, ...] = ()) -> str:
    """Return a mapping as JSON, "{}" for one that is too large or cannot be written."""
    if len(value) > MOST_KEYS:
        return "{}"
    if without:
        value = {key: one for key, one in value.items() if key not in without}
    text = _written(value)
    return text if len(text) <= LARGEST_BYTES else "{}"


def clean(text: str, longest: int = LONGEST_STATE) -> str:
    """Return text that SQLite takes: cut, and without half characters."""
    text = text[:longest]
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def trace_text(trace: object) -> str:
    """Return a run's trace as JSON, be it a model or a dataclass; a huge one without details."""
    text = _written(_plain(trace))
    if len(text) <= LARGEST_TRACE_BYTES:
        return text
    loaded: dict[str, Any] = json.loads(text)
    steps = loaded.get("steps", [])
    kept = [{key: step.get(key) for key in ("path", "at", "error")} for step in steps[:500]]
    return json.dumps(loaded | {"steps": kept, "shortened": True})


def _written(value: object) -> str:
    try:
        return orjson.dumps(value, default=_plain, option=_OPTIONS).decode()
    except (TypeError, orjson.JSONEncodeError):
        pass
    try:  # half characters, integers over 64 bits
        return json.dumps(value, default=_plain, skipkeys=True)
    except (TypeError, ValueError, RecursionError):
        return "{}"


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if callable(isoformat) else str(value)
