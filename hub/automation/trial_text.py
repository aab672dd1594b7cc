"""A rule that nobody keeps yet, from its text: an item, a list of one, or a package."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.automation.files.blueprints import Blueprints
from hub.automation.files.folder import Folder
from hub.automation.files.reading import read_tree
from hub.automation.files.rule_items import parse_automation, parse_script
from hub.automation.files.tree import Bad, Spot
from hub.automation.model.rules import Automation, Script
from hub.automation.model.values import Place
from hub.home.yaml_config import ConfigError, ConfigProblem

FILE = "the text"
_PACKAGE = frozenset({"automation", "script"})


def read_trial(text: str, root: Path) -> tuple[Automation, tuple[Script, ...]]:
    """Return the one automation of a text, and scripts that come with it. Blocks.

    `root` is where blueprints lie. Nothing else is read: no file, no secret, no variable.

    Raises:
        ConfigError: with all that is wrong.
    """
    tree = read_tree(text, FILE, _untagged, [])
    blueprints = Blueprints(Folder(root, {}))
    rules, scripts = _parts(tree)
    if len(rules) != 1 or not isinstance(rules[0], Mapping):
        raise _wrong(f"give one automation; there are {len(rules)}")
    spot = Spot(Place(FILE, 1))
    filled = blueprints.filled("automation", rules[0], spot)
    automation = parse_automation(filled, spot.place)
    made = []
    for name, raw in scripts.items():
        made.append(parse_script(str(name), blueprints.filled("script", raw, spot), spot.place))
    return automation, tuple(made)


def _parts(tree: Any) -> tuple[list[Any], Mapping[str, Any]]:
    if isinstance(tree, Mapping) and _PACKAGE & tree.keys():
        scripts = tree.get("script") or {}
        if not isinstance(scripts, Mapping):
            raise _wrong("'script' must be a mapping of names")
        tree = tree.get("automation")
    else:
        scripts = {}
    return (list(tree) if isinstance(tree, list) else [tree]), scripts


def _untagged(tag: str, value: Any, place: Place) -> Any:
    del value
    return Bad(place, f"{tag} cannot be used here: write what it stands for")


def _wrong(text: str) -> ConfigError:
    return ConfigError([ConfigProblem(FILE, 1, "", text)])
