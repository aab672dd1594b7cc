"""One YAML text as a tree with places, in YAML 1.1 as Home Assistant reads it.

PyYAML does the reading (libyaml, where it is there), because Home Assistant's files are written
for its dialect: `on` is a boolean, 12:30:00 a number to the base of 60. Dates stay texts.
"""

from collections.abc import Callable
from typing import Any

import yaml
from yaml.constructor import ConstructorError, SafeConstructor

from hub.automation.files.tree import DEEPEST, MOST_NODES, Bad, Items, Node
from hub.automation.model.values import Place
from hub.home.yaml_config import ConfigError, ConfigProblem

# Called for a tag of Home Assistant's own: "!secret", what stands behind it, and where.
Tags = Callable[[str, Any, Place], Any]

LARGEST_FILE = 4_000_000
# Longer ones fit into no JSON, and Python refuses to write out the longest.
MOST_BITS = 64
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STANDARD = "tag:yaml.org,2002:"
# No list and no mapping begins without one of these.
OPENING = "[{-:?"
_CONSTRUCTOR = SafeConstructor()


def read_tree(text: str, file: str, tags: Tags, notes: list[ConfigProblem]) -> Any:
    """Parse a text; keys that are given twice are noted, the last one counts.

    Raises:
        ConfigError: it is no YAML, or too large.
    """
    if len(text) > LARGEST_FILE:
        found = f"larger than {LARGEST_FILE // 1_000_000} MB; split it into several files"
        raise ConfigError([ConfigProblem(file, 1, "", found)])
    try:
        root = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        message = " ".join(str(error.problem or error.context or error).split())
        raise ConfigError([ConfigProblem(file, line, "", f"not YAML: {message}")]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = " ".join(str(error).split())[:200]
        raise ConfigError([ConfigProblem(file, 1, "", f"not YAML: {message}")]) from None
    return None if root is None else _Building(file, tags, notes).build(root)


def compose(text: str) -> yaml.Node | None:
    """Return PyYAML's nodes of a text.

    libyaml's composer calls itself for every level, and a file of brackets would overrun the
    stack of the whole process: the levels are counted first.

    Raises:
        yaml.YAMLError: it is no YAML, or has too many levels.
    """
    if sum(map(text.count, OPENING)) > DEEPEST:
        _check_depth(text)
    root: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    return root


def _check_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                mark: Any = event.start_mark
                problem = f"more than {DEEPEST} levels; write it flatter"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Building:
    """Turns PyYAML's nodes into a tree. Aliases share what they stand for, and are counted."""

    def __init__(self, file: str, tags: Tags, notes: list[ConfigProblem]) -> None:
        self._file = file
        self._tags = tags
        self._notes = notes
        self._built: dict[int, tuple[Any, int]] = {}
        self._under_way: set[int] = set()

    def build(self, root: yaml.Node) -> Any:
        return self._value(root, 0)[0]

    def _value(self, node: yaml.Node, depth: int) -> tuple[Any, int]:
        """Return a value, and how many values it holds with all aliases spelled out."""
        key = id(node)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node), 1
        if key in self._built:
            return self._built[key]
        place = self._place(node)
        if key in self._under_way or depth > DEEPEST:
            return Bad(place, "an alias that holds itself, or too many levels; write it out"), 1
        self._under_way.add(key)
        value, count = self._collection(node, place, depth)
        if count > MOST_NODES:
            value, count = Bad(place, "aliases make this too large; write it out"), 1
        self._under_way.discard(key)
        self._built[key] = value, count
        return value, count

    def _collection(self, node: yaml.Node, place: Place, depth: int) -> tuple[Any, int]:
        if isinstance(node, yaml.SequenceNode):
            value, count = self._items(node, place, depth)
        else:
            value, count = self._mapping(node, place, depth)
        if node.tag.startswith(_STANDARD):
            if node.tag[len(_STANDARD) :] not in {"seq", "map", "omap"}:
                return Bad(place, f"{node.tag!r} is not supported; write a list or a mapping"), 1
            return value, count
        return self._tags(node.tag, value, place), count

    def _items(self, node: yaml.SequenceNode, place: Place, depth: int) -> tuple[Items, int]:
        items, count = Items(place), 1
        for child in node.value:
            value, more = self._value(child, depth + 1)
            items.put(value, self._place(child))
            count += more
        return items, count

    def _mapping(self, node: Any, place: Place, depth: int) -> tuple[Any, int]:
        mapping, count = Node(place), 1
        merged: list[yaml.Node] = []
        for key_node, value_node in node.value:
            if key_node.tag == _STANDARD + "merge":
                merged.append(value_node)
                continue
            if not isinstance(key_node, yaml.ScalarNode):
                found = "a key must be a word; quote what begins with '{' or '['"
                return Bad(self._place(key_node), found), 1
            key, at = str(key_node.value), self._place(key_node)
            if key in mapping:
                text = f"the key {key!r} is given twice; the last one counts"
                self._notes.append(ConfigProblem(self._file, at.line, key, text))
            value, more = self._value(value_node, depth + 1)
            mapping.put(key, value, at)
            count += more
        for other in merged:
            count += self._merge(mapping, other, depth)
        return mapping, count

    def _merge(self, mapping: Node, other: yaml.Node, depth: int) -> int:
        """Put in what `<<:` names; keys that are there already win, as do earlier ones."""
        value, count = self._value(other, depth + 1)
        for source in value if isinstance(value, list) else [value]:
            if not isinstance(source, Node):
                continue
            for key, inner in source.items():
                if key not in mapping:
                    mapping.put(key, inner, source.places[key])
        return count

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        tag, text = node.tag, node.value
        if tag == _STANDARD + "str":
            return text
        if not tag.startswith(_STANDARD):
            return self._tags(tag, text, self._place(node))
        try:
            return _standard(tag[len(_STANDARD) :], node)
        except (ConstructorError, ValueError, OverflowError):
            return Bad(self._place(node), f"{text!r} does not fit its tag {tag!r}; quote it")

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._file, node.start_mark.line + 1)


def _standard(kind: str, node: yaml.ScalarNode) -> Any:
    match kind:
        case "null":
            return None
        case "bool":
            return bool(_CONSTRUCTOR.construct_yaml_bool(node))
        case "int":
            number = int(_CONSTRUCTOR.construct_yaml_int(node))
            if number.bit_length() > MOST_BITS:
                raise OverflowError
            return number
        case "float":
            return float(_CONSTRUCTOR.construct_yaml_float(node))
        case _:
            return str(node.value)
