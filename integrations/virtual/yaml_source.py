"""YAML as plain data that still knows on which line each value stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from pydantic import JsonValue
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from integrations.virtual.issues import InventoryError, Issue

Location = Sequence[str | int]


class YamlSource:
    """A parsed YAML document: `data` is JSON-like, `line_of` leads back to the text."""

    def __init__(self, text: str, *, file: str) -> None:
        """Parse `text`; `file` only names it in messages.

        Raises:
            InventoryError: the text is no YAML, repeats a key, or nests without end.
        """
        self.file = file
        try:
            self._tree = YAML(typ="rt", pure=True).load(text)
            self.data = _plain(self._tree)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            problem = (error.problem or error.context or "not YAML").splitlines()[0]
            raise self._unreadable(mark.line + 1 if mark else 1, problem) from error
        except RecursionError as error:
            raise self._unreadable(1, "nested too deeply, or an alias to itself") from error
        except (YAMLError, ValueError) as error:
            # Also what ruamel lets through: control characters, impossible dates and numbers.
            raise self._unreadable(1, str(error).splitlines()[0]) from error

    def line_of(self, location: Location) -> int:
        """Give the line (from 1) of the deepest part of `location` that the text has."""
        node, line = self._tree, 0
        for part in location:
            found = _step(node, part)
            if found is None:
                break
            node, line = found
        return line + 1

    def issue(self, location: Location, problem: str) -> Issue:
        """Make the issue for the value at `location`."""
        return Issue(self.file, self.line_of(location), dotted(location) or "(file)", problem)

    def _unreadable(self, line: int, problem: str) -> InventoryError:
        return InventoryError([Issue(self.file, line, "(file)", f"not readable YAML: {problem}")])


def dotted(location: Location) -> str:
    """Write a location as people do: `entities[3].attributes.brightness`."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _step(node: object, part: str | int) -> tuple[object, int] | None:
    """Go from `node` to its member `part`; None where the text has no such member."""
    if isinstance(node, CommentedMap):
        for key, value in node.items():
            if str(key) == str(part):
                marked = (node.lc.data or {}).get(key)  # absent for keys that `<<` merged in
                return value, (marked[0] if marked else node.lc.line)
    if isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
        marked = (node.lc.data or {}).get(part)
        return node[part], (marked[0] if marked else node.lc.line)
    return None


def _plain(node: object) -> JsonValue:
    """Turn ruamel's tree into JSON-like data; dates become ISO 8601 text."""
    match node:
        case Mapping():
            return {str(key): _plain(value) for key, value in node.items()}
        case Sequence() if not isinstance(node, str):
            return [_plain(value) for value in node]
        case date():  # datetime included
            return node.isoformat()
        case None | bool():
            return cast("JsonValue", node)
        case _:
            return _plain_number(node)


def _plain_number(node: object) -> JsonValue:
    """Strip ruamel's own kinds of number, which remember how they were written."""
    if isinstance(node, int):
        return int(node)
    return float(node) if isinstance(node, float) else str(node)
