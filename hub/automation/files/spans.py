"""Which lines of a file are one rule's, so that all others stay as they are, byte for byte."""

from collections.abc import Iterator
from typing import Any, Literal

import yaml

from hub.automation.files.reading import compose
from hub.record import record

Shape = Literal["item", "entry", "file"]


@record(frozen=True, slots=True)
class Span:
    """Lines `first` up to, not including, `after` (from 0).

    `shape`: an item of a list, an entry of a mapping, or all of the file. `indent` is the column
    where it begins, `is_only` says that its list or mapping holds nothing else, `name` is the key
    of an entry. `step` and `offset` tell how the rule indents mappings and lists.
    """

    first: int
    after: int
    shape: Shape
    indent: int
    is_only: bool
    name: str = ""
    step: int = 2
    offset: int = 0


def spans_of(text: str) -> Iterator[tuple[Span, Any]]:
    """Yield the lines of whatever may be a rule, with its node: all mappings, outer ones first.

    Raises:
        yaml.YAMLError: the text is no YAML.
    """
    root = compose(text)
    lines = text.split("\n")
    if isinstance(root, yaml.MappingNode):
        step, offset = _indents(root)
        whole = Span(0, len(lines), "file", 0, is_only=True, step=step, offset=offset)
        yield whole, root
    if root is not None:
        yield from _within(root, lines, set())


def _within(node: Any, lines: list[str], seen: set[int]) -> Iterator[tuple[Span, Any]]:
    if id(node) in seen or isinstance(node, yaml.ScalarNode) or node.flow_style:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            if isinstance(child, yaml.MappingNode) and not child.flow_style:
                span = _item(node, child, lines)
                if span is not None:
                    yield span, child
            yield from _within(child, lines, seen)
        return
    for key, child in node.value:
        if isinstance(child, yaml.MappingNode) and not child.flow_style:
            yield _entry(node, key, child, lines), child
        yield from _within(child, lines, seen)


def _item(parent: Any, node: Any, lines: list[str]) -> Span | None:
    column = parent.start_mark.column
    first = node.start_mark.line
    while first >= 0 and lines[first][column : column + 1] != "-":
        first -= 1
    if first < 0 or lines[first][:column].strip():
        return None  # a list within a list, in one line
    step, offset = _indents(node)
    after = _last_line(node, lines) + 1
    is_only = len(parent.value) == 1
    return Span(first, after, "item", column, is_only=is_only, step=step, offset=offset)


def _entry(parent: Any, key: Any, node: Any, lines: list[str]) -> Span:
    step, offset = _indents(node)
    first, column = key.start_mark.line, key.start_mark.column
    after = _last_line(node, lines) + 1
    is_only = len(parent.value) == 1
    return Span(
        first, after, "entry", column, is_only=is_only, name=key.value, step=step, offset=offset
    )


def _last_line(node: Any, lines: list[str]) -> int:
    """Return the last line with content: block collections end only where the next one begins."""
    last, open_nodes, seen = node.start_mark.line, [node], set()
    while open_nodes:
        inner = open_nodes.pop()
        if id(inner) in seen:
            continue
        seen.add(id(inner))
        if isinstance(inner, yaml.ScalarNode) or inner.flow_style:
            end = inner.end_mark
            is_below = end.column == 0 and end.line > inner.start_mark.line
            last = max(last, end.line - 1 if is_below else end.line)
        elif isinstance(inner, yaml.MappingNode):
            open_nodes += [part for pair in inner.value for part in pair]
        else:
            open_nodes += inner.value
    while last > node.start_mark.line and (last >= len(lines) or not lines[last].strip()):
        last -= 1
    return int(last)


def _indents(node: Any) -> tuple[int, int]:
    """Return by how much a rule indents mappings within mappings, and lists within mappings."""
    step, offset = 2, 0
    is_step_known = is_offset_known = False
    open_nodes, seen = [node], set()
    while open_nodes and not (is_step_known and is_offset_known):
        inner = open_nodes.pop(0)
        if id(inner) in seen or isinstance(inner, yaml.ScalarNode) or inner.flow_style:
            continue
        seen.add(id(inner))
        if isinstance(inner, yaml.SequenceNode):
            open_nodes += inner.value
            continue
        for _, child in inner.value:
            open_nodes.append(child)
            if isinstance(child, yaml.ScalarNode) or child.flow_style:
                continue
            more = child.start_mark.column - inner.start_mark.column
            if isinstance(child, yaml.SequenceNode) and not is_offset_known:
                offset, is_offset_known = max(0, more), True
            elif isinstance(child, yaml.MappingNode) and not is_step_known:
                step, is_step_known = max(1, more), True
    return step, offset
