"""Blueprints: automations and scripts with holes, and what is put into them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from hub.automation.files.folder import Folder
from hub.automation.files.keys import hint, shown
from hub.automation.files.tree import DEEPEST, MOST_NODES, Bad, Input, Items, Node, Spot, Wrong
from hub.automation.files.tree import place_of as place_in
from hub.home.yaml_config import ConfigError

FOLDER = "blueprints"
Domain = Literal["automation", "script"]


class Blueprints:
    """The blueprints of a configuration folder."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def filled(self, domain: Domain, raw: Any, spot: Spot) -> Any:
        """Return a rule whose blueprint, if it uses one, has its inputs put in.

        Raises:
            Wrong: the blueprint is missing or broken, or lacks an input.
        """
        if not isinstance(raw, Mapping) or "use_blueprint" not in raw:
            return raw
        at = spot.at(raw, "use_blueprint")
        use = raw["use_blueprint"]
        if not isinstance(use, Mapping) or not isinstance(use.get("path"), str):
            raise Wrong(at, "give the path of the blueprint, and its input")
        tree = self._read(domain, str(use["path"]), at.at(use, "path"))
        given = use.get("input") or {}
        if not isinstance(given, Mapping):
            raise Wrong(at.at(use, "input"), f"expected inputs by name, found {shown(given)}")
        values = self._values(tree, given, at)
        filled = _Filling(values, at).fill(tree, 0)
        merged = Node(getattr(raw, "place", spot.place))
        for source in (filled, raw):
            for key, value in source.items():
                if key not in {"blueprint", "use_blueprint"}:
                    merged.put(key, value, place_in(source, key, spot.place))
        return merged

    def _read(self, domain: Domain, name: str, spot: Spot) -> Node:
        folder = self._folder.root / FOLDER / domain
        file = folder / name
        if not Path(file).resolve().is_relative_to(folder.resolve()):
            raise Wrong(spot, f"{name!r} lies outside {FOLDER}/{domain}")
        if not file.is_file():
            known = [str(found.relative_to(folder)) for found in self._folder.files_below(folder)]
            told = hint(name, known) if known else f"put it into {FOLDER}/{domain}"
            raise Wrong(spot, f"there is no blueprint {name!r}; {told}")
        try:
            tree = self._folder.read(file)
        except ConfigError as error:
            raise Wrong(spot, f"the blueprint cannot be read: {error.problems[0]}") from None
        head = tree.get("blueprint") if isinstance(tree, Node) else None
        if not isinstance(tree, Node) or not isinstance(head, Mapping):
            raise Wrong(spot, f"{name!r} is no blueprint: the key 'blueprint' is missing")
        if head.get("domain", domain) != domain:
            raise Wrong(spot, f"{name!r} is a blueprint of {head['domain']!r}, not of {domain!r}")
        return tree

    def _values(self, tree: Node, given: Mapping[str, Any], spot: Spot) -> Mapping[str, Any]:
        known = dict(_inputs(tree["blueprint"].get("input")))
        values: dict[str, Any] = {}
        missing: list[str] = []
        for name, about in known.items():
            if name in given:
                values[name] = given[name]
            elif isinstance(about, Mapping) and "default" in about:
                values[name] = about["default"]
            else:
                missing.append(name)
        if missing:
            raise Wrong(spot, f"the blueprint's input {', '.join(missing)} is missing")
        for name in given:
            if name not in known:
                told = hint(name, known) if known else "it has none"
                text = f"the blueprint has no input {name!r}; {told}"
                self._folder.notes.append(spot.problem(text))
        return values


def _inputs(about: Any) -> list[tuple[str, Any]]:
    """List the inputs, those in sections too (a section is what has an `input` of its own)."""
    found: list[tuple[str, Any]] = []
    for name, inner in about.items() if isinstance(about, Mapping) else ():
        if isinstance(inner, Mapping) and isinstance(inner.get("input"), Mapping):
            found += inner["input"].items()
        else:
            found.append((name, inner))
    return found


class _Filling:
    """Puts values into the holes of one blueprint, so many at most."""

    def __init__(self, values: Mapping[str, Any], spot: Spot) -> None:
        self._values = values
        self._spot = spot
        self._left = MOST_NODES

    def fill(self, node: Any, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > DEEPEST:
            raise Wrong(self._spot, "the blueprint is too large or too deep")
        if isinstance(node, Input):
            if node.name in self._values:
                return self._values[node.name]
            return Bad(node.place, f"the blueprint does not declare its input {node.name!r}")
        if isinstance(node, Node):
            mapping = Node(node.place)
            for key, value in node.items():
                mapping.put(key, self.fill(value, depth + 1), node.places[key])
            return mapping
        if isinstance(node, Items):
            items = Items(node.place)
            for value, place in zip(node, node.places, strict=True):
                items.put(self.fill(value, depth + 1), place)
            return items
        return node
