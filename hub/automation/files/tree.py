"""YAML as plain values that know where they stand: what the parsers read.

A `Node` is a dict and an `Items` a list, so that parsers take plain data just as well.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from hub.automation.model.values import Place
from hub.home.yaml_config import ConfigError, ConfigProblem
from hub.record import record

# More than any rule that a person writes; what YAML aliases blow up beyond it is refused.
MOST_NODES = 200_000
DEEPEST = 100


class Node(dict[str, Any]):
    """A mapping; `places` says where each key stands, `place` where it begins."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}

    def put(self, key: str, value: Any, place: Place) -> None:
        """Set a key and say where it stands."""
        self[key] = value
        self.places[key] = place


class Items(list[Any]):
    """A list; `places` says where each item stands, `place` where it begins."""

    __slots__ = ("place", "places")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: list[Place] = []

    def put(self, value: Any, place: Place) -> None:
        """Add an item and say where it stands."""
        self.append(value)
        self.places.append(place)


@record(frozen=True, slots=True)
class Bad:
    """A value that could not be read: a missing secret, an include outside the folder."""

    place: Place
    message: str


@record(frozen=True, slots=True)
class Input:
    """`!input name` of a blueprint, until an input is put in."""

    name: str
    place: Place


@record(frozen=True, slots=True)
class Spot:
    """Where a parser is: file, line and key; what is wrong there is added to `problems`."""

    place: Place
    key: str = ""
    problems: list[ConfigProblem] = field(default_factory=list, compare=False)

    def at(self, node: Any, key: str | int) -> "Spot":
        """Return the spot of a key of the mapping, or an item of the list, that stands here."""
        name = f"{self.key}.{key}" if self.key else str(key)
        return Spot(place_of(node, key, self.place), name, self.problems)

    def problem(self, message: str) -> ConfigProblem:
        """Return a problem here."""
        return ConfigProblem(self.place.file, self.place.line, self.key, message)

    def report(self, message: str) -> None:
        """Add a problem, and go on."""
        self.problems.append(self.problem(message))


class Wrong(ConfigError):
    """What stands at a spot cannot be read."""

    def __init__(self, spot: Spot, message: str) -> None:
        super().__init__([spot.problem(message)])


def place_of(node: Any, key: str | int, default: Place) -> Place:
    """Return where a key or an item stands, if `node` knows."""
    if isinstance(node, Node) and isinstance(key, str):
        return node.places.get(key, node.place)
    if isinstance(node, Items) and isinstance(key, int) and key < len(node.places):
        return node.places[key]
    return default


def plain_of(value: Any, spot: Spot) -> Any:
    """Return plain JSON values, all that is bad in them reported.

    Raises:
        Wrong: they are too many, or too deep.
    """
    return _plain(value, spot, [MOST_NODES], 0)


def _plain(value: Any, spot: Spot, left: list[int], depth: int) -> Any:
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST:
        raise Wrong(spot, "too large or too deep to be a rule; do not repeat YAML aliases so often")
    if isinstance(value, Mapping):
        return {
            str(key): _plain(inner, _inner(spot, value, str(key), inner), left, depth + 1)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [
            _plain(inner, _inner(spot, value, number, inner), left, depth + 1)
            for number, inner in enumerate(value)
        ]
    if isinstance(value, Bad):
        spot.problems.append(ConfigProblem(value.place.file, value.place.line, spot.key,
                                           value.message))  # fmt: skip
        return None
    if isinstance(value, Input):
        text = f"'!input {value.name}' is for blueprints only; write the value itself here"
        spot.problems.append(ConfigProblem(value.place.file, value.place.line, spot.key, text))
        return None
    return value


def _inner(spot: Spot, node: Any, key: str | int, inner: Any) -> Spot:
    """Go to a value, but spare the way to what needs none: most values are fine texts."""
    is_plain = isinstance(inner, str | int | float | bool) or inner is None
    return spot if is_plain else spot.at(node, key)
