"""Codes of locks in rules: hidden from whoever reads a rule, put back when it is written."""

from collections.abc import Iterator, Mapping
from typing import Any

from hub.server.json_io import BadBody
from hub.server.plan_json import HIDDEN

_CODE = "code"


def without_codes_in(node: Any) -> Any:
    """Return plain data with every code hidden."""
    if isinstance(node, Mapping):
        return {
            key: HIDDEN if key == _CODE and value is not None else without_codes_in(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [without_codes_in(value) for value in node]
    return node


def with_codes_of(node: Any, before: Any) -> Any:
    """Return plain data whose hidden codes are those that stood there before.

    Raises:
        BadBody: it cannot be told which code is meant.
    """
    known = list(dict.fromkeys(_codes(before)))
    return _filled(node, before, known)


def _filled(node: Any, before: Any, known: list[Any]) -> Any:
    if isinstance(node, Mapping):
        old = before if isinstance(before, Mapping) else {}
        return {
            key: _code(old, known)
            if key == _CODE and value == HIDDEN
            else _filled(value, old.get(key), known)
            for key, value in node.items()
        }
    if isinstance(node, list):
        olds = before if isinstance(before, list) else []
        padded = [*olds, *[None] * len(node)]
        return [_filled(value, old, known) for value, old in zip(node, padded, strict=False)]
    return node


def _code(old: Mapping[str, Any], known: list[Any]) -> Any:
    if old.get(_CODE) is not None:
        return old[_CODE]
    if len(known) == 1:
        return known[0]
    raise BadBody(f"a code reads {HIDDEN!r}, and it is not clear which is meant; write it anew")


def _codes(node: Any) -> Iterator[Any]:
    values: list[Any] = []
    if isinstance(node, Mapping):
        if isinstance(node.get(_CODE), str | int):
            yield node[_CODE]
        values = list(node.values())
    elif isinstance(node, list):
        values = node
    for value in values:
        yield from _codes(value)
