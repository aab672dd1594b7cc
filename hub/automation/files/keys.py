"""Taking the keys of a mapping one by one, so that what is left over is unknown."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from hub.automation.files.tree import Spot, Wrong
from hub.home.yaml_config import ConfigError

T = TypeVar("T")
D = TypeVar("D")
MISSING: Any = object()


class Keys:
    """A mapping that is being read."""

    def __init__(self, node: Any, spot: Spot, what: str) -> None:
        if not isinstance(node, Mapping):
            raise Wrong(spot, f"expected {what}: a mapping of keys, found {shown(node)}")
        self.node: Mapping[str, Any] = node
        self.spot = spot
        self._asked: set[str] = set()

    def at(self, key: str) -> Spot:
        """Return where a key stands."""
        return self.spot.at(self.node, key)

    def has(self, *keys: str) -> bool:
        """Tell whether one of the keys is there, be it empty."""
        return any(key in self.node for key in keys)

    def take(self, *keys: str) -> Any:
        """Return the value of the first of these spellings that is there, or None."""
        self._asked.update(keys)
        return next((self.node[key] for key in keys if key in self.node), None)

    def spelled(self, *keys: str) -> str:
        """Return the spelling that is used, the first if none is."""
        return next((key for key in keys if key in self.node), keys[0])

    def need(self, *keys: str) -> Any:
        """Return the value of a key that must be there.

        Raises:
            Wrong: it is missing, or empty.
        """
        value = self.take(*keys)
        if value is None:
            raise Wrong(self.spot, f"the key {keys[0]!r} is missing")
        return value

    def read(self, key: str, convert: Callable[[Any, Spot], T], default: D) -> T | D:
        """Return a converted value, or `default` if it is not there or empty."""
        value = self.take(key)
        return default if value is None else convert(value, self.at(key))

    def optional(self, key: str, convert: Callable[[Any, Spot], T]) -> T | None:
        """Return a converted value, or None if it is not there or empty."""
        value = self.take(key)
        return None if value is None else convert(value, self.at(key))

    def must(self, key: str, convert: Callable[[Any, Spot], T]) -> T:
        """Return a converted value that must be there."""
        return convert(self.need(key), self.at(key))

    def rest(self) -> dict[str, Any]:
        """Take all keys that nobody asked for."""
        left = {key: value for key, value in self.node.items() if key not in self._asked}
        self._asked.update(left)
        return left

    def done(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self.node:
            if key not in self._asked:
                self.at(key).report(f"unknown key; {hint(key, self._asked)}")


def hint(name: str, known: Iterable[str]) -> str:
    """Say what was meant, or what there is."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"known here: {', '.join(names)}"


def listed(value: Any) -> list[Any]:
    """Return a list as it is, nothing as an empty one, anything else as a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def each(value: Any, spot: Spot, parse: Callable[[Any, Spot], T]) -> tuple[T, ...]:
    """Parse one item or a list of them (lists within, as inputs of blueprints make, too).

    What is wrong with one is reported; the others are read all the same.
    """
    if not isinstance(value, list | tuple):
        return () if value is None else _one(value, spot, parse)
    found: list[T] = []
    for number, item in enumerate(value):
        inner = spot.at(value, number)
        found += each(item, inner, parse) if isinstance(item, list) else _one(item, inner, parse)
    return tuple(found)


def _one(item: Any, spot: Spot, parse: Callable[[Any, Spot], T]) -> tuple[T, ...]:
    try:
        return (parse(item, spot),)
    except ConfigError as error:
        spot.problems.extend(error.problems)
        return ()


def shown(value: Any) -> str:
    """Show a value in a message."""
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f"{value!r}"[:80]
