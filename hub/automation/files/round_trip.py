"""Changing one rule's text: what stays the same keeps its comments, order and quotes."""

import difflib
import io
import json
from collections.abc import Mapping
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from hub.automation.files.spans import Span

_RESOLVER: Any = yaml.resolver.Resolver()
_STRING = "tag:yaml.org,2002:str"


def fresh_lines(raw: Any, span: Span) -> list[str]:
    """Return the lines of a new item, entry or file."""
    value = quoted(raw)
    return _dump([value] if span.shape == "item" else _wrapped(value, span), span)


def changed_lines(
    lines: list[str], span: Span, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[str]:
    """Return a rule's lines with its values turned from `before` into `after`.

    Raises:
        YAMLError: these lines cannot be read on their own (an alias of another rule's).
    """
    text = "\n".join(line[span.indent :] if not line[: span.indent].strip() else line
                     for line in lines)  # fmt: skip
    tree = _yaml(span).load(text)
    _merge(_inner(tree, span), before, after)
    return _dump(tree, span)


def quoted(value: Any) -> Any:
    """Return values ready to be written, so that YAML 1.1 reads the same texts again."""
    if isinstance(value, Mapping):
        return CommentedMap((quoted(str(key)), quoted(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return CommentedSeq(quoted(inner) for inner in value)
    if not isinstance(value, str):
        return value
    if _is_block(value):
        return LiteralScalarString(value)
    tag = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))
    if not value.isprintable() or tag != _STRING:
        return DoubleQuotedScalarString(value)
    return value


def _is_block(text: str) -> bool:
    """Tell whether a text of several lines can stand in a block, which escapes nothing."""
    lines = text.split("\n")
    is_plain = all(line == line.rstrip() and line.isprintable() for line in lines)
    return len(lines) > 1 and is_plain and not text.startswith((" ", "\n"))


def _wrapped(value: Any, span: Span) -> Any:
    return CommentedMap([(span.name, value)]) if span.shape == "entry" else value


def _inner(tree: Any, span: Span) -> Any:
    if span.shape == "item":
        return tree[0]
    return next(iter(tree.values())) if span.shape == "entry" else tree


def _merge(node: Any, before: Any, after: Any) -> None:
    for key in [key for key in node if str(key) in before and str(key) not in after]:
        del node[key]
    written = {str(key): key for key in node}
    for key, value in after.items():
        name = written.get(key, key)
        if key in before and name in node:
            node[name] = _merged(node[name], before[key], value)
        elif key not in before or before[key] != value:
            node[name] = quoted(value)


def _merged(node: Any, before: Any, after: Any) -> Any:
    """Return `node` as it is if nothing changed, else changed as little as may be."""
    if _same(before, after):
        return node
    if (
        isinstance(node, CommentedMap)
        and isinstance(before, Mapping)
        and isinstance(after, Mapping)
    ):
        _merge(node, before, after)
        return node
    if (
        isinstance(node, CommentedSeq)
        and isinstance(before, list)
        and isinstance(after, list)
        and len(node) == len(before)
        and after
    ):
        _merge_list(node, before, after)
        return node
    return quoted(after)


def _merge_list(node: Any, before: list[Any], after: list[Any]) -> None:
    old, new = [_key(item) for item in before], [_key(item) for item in after]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, i1, i2, j1, j2 in reversed([op for op in matcher.get_opcodes() if op[0] != "equal"]):
        common = min(i2 - i1, j2 - j1)
        for index in reversed(range(i1 + common, i2)):
            del node[index]
        for step in range(common):
            node[i1 + step] = _merged(node[i1 + step], before[i1 + step], after[j1 + step])
        for step in range(common, j2 - j1):
            node.insert(i1 + step, quoted(after[j1 + step]))


def _same(before: Any, after: Any) -> bool:
    return _key(before) == _key(after)


def _key(value: Any) -> str:
    """Return a text that tells 1 from true and from 1.0."""
    return json.dumps(value, default=str)


def _dump(tree: Any, span: Span) -> list[str]:
    out = io.StringIO()
    _yaml(span).dump(tree, out)
    lines = out.getvalue().rstrip("\n").split("\n")
    shift = span.offset if span.shape == "item" else 0
    cut = [line[shift:] if not line[:shift].strip() else line for line in lines]
    return [" " * span.indent + line if line else line for line in cut]


def _yaml(span: Span) -> YAML:
    made = YAML(typ="rt")
    made.preserve_quotes = True
    made.default_flow_style = False
    made.width = 4096
    made.allow_duplicate_keys = True
    made.indent(mapping=span.step, sequence=span.offset + 2, offset=span.offset)
    return made


__all__ = ["YAMLError", "changed_lines", "fresh_lines", "quoted"]
