"""The text of one rule, as an editor shows it: read with the lines of all mistakes, and numbered.

It is an item of a list, a mapping of its own, or, of a script, an entry under its name.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from hub.automation.files.blueprints import Blueprints
from hub.automation.files.folder import Folder
from hub.automation.files.reading import read_tree
from hub.automation.files.rule_items import parse_automation, parse_scene, parse_script
from hub.automation.files.tree import Bad, Input, Spot, place_of
from hub.automation.model.rules import Automation, Scene, Script
from hub.automation.model.values import Place
from hub.home.rule_versions import Kind
from hub.home.yaml_config import ConfigError, ConfigProblem
from hub.record import record

Filed = Automation | Script | Scene
# How a script is called that has no name yet.
NAMELESS = "new_script"
_BEGIN = re.compile(r"(\s*(?:-\s+)?)(\S.*)?")
_NAMES: Mapping[Kind, str] = {
    "automation": "an automation",
    "script": "a script",
    "scene": "a scene",
}


@record(frozen=True, slots=True)
class Reading:
    """What a text says: the rule, the plain item it was read from, what is odd but was read.

    `line` is where the item begins, from 1; `name` that of a script which stands under it.
    """

    rule: Filed
    item: Mapping[str, Any]
    line: int
    name: str | None = None
    notes: tuple[ConfigProblem, ...] = field(default=())

    @property
    def given_id(self) -> str | None:
        """The id that the text names."""
        given = self.item.get("id")
        return self.name if given is None else str(given)


def read_rule(kind: Kind, rule_id: str | None, text: str, file: Path, root: Path) -> Reading:
    """Return what a text says; `file` is where it is to stand, below `root`. Blocks.

    `rule_id` is that of the rule whose text it is, None if it is new and names its own. Secrets
    and variables are only looked for; what they hold is neither checked nor told.

    Raises:
        ConfigError: with all that is wrong.
    """
    notes: list[ConfigProblem] = []
    folder = Folder(root, os.environ)
    tree = read_tree(text, str(file), lambda *what: _stand_in(folder, *what), notes)
    item, name = _only(kind, rule_id, tree, str(file))
    place = getattr(item, "place", Place(str(file), 1))
    filled = item if kind == "scene" else Blueprints(folder).filled(kind, item, Spot(place))
    rule = _parsed(kind, rule_id or name or NAMELESS, filled, place)
    if kind != "script" and rule_id is not None:
        _check_id(rule_id, item, place)
    return Reading(rule, item, place.line, name, tuple(notes))


def with_id(text: str, rule_id: str, reading: Reading) -> str:
    """Return the text of an automation or a scene with its id, where it names none."""
    if reading.item.get("id") is not None:
        return text
    lines = text.split("\n")
    number = reading.line - 1
    begin = _BEGIN.fullmatch(lines[number])
    lead, rest = (begin[1], begin[2] or "") if begin else ("", "")
    quoted = '"' + rule_id.replace("\\", "\\\\").replace('"', '\\"') + '"'
    lines[number : number + 1] = [f"{lead}id: {quoted}", " " * len(lead) + rest]
    return "\n".join(lines)


def as_entry(text: str, name: str, reading: Reading) -> str:
    """Return the text of a new script under its name."""
    if reading.name is not None:
        return text
    return f"{name}:\n" + "\n".join("  " + line if line else line for line in text.split("\n"))


def _parsed(kind: Kind, rule_id: str, filled: Any, place: Place) -> Filed:
    match kind:
        case "automation":
            return parse_automation(filled, place)
        case "script":
            return parse_script(rule_id, filled, place)
        case "scene":
            return parse_scene(filled, place)


def _stand_in(folder: Folder, tag: str, value: Any, place: Place) -> Any:
    """Return what may stand where a tag does, of the same type; `Bad` if there is nothing."""
    if tag not in {"!secret", "!env_var", "!input"}:
        return Bad(place, f"{tag} cannot be used here: write what it stands for")
    found = folder.tagged(tag, value, place)
    if isinstance(found, Bad | Input):
        return found
    return f"{tag} {value}" if isinstance(found, str) else type(found)()


def _only(kind: Kind, rule_id: str | None, tree: Any, file: str) -> tuple[Any, str | None]:
    """Return the one item of a text, and the name of a script that stands under it."""
    if isinstance(tree, list):
        if len(tree) != 1:
            raise _wrong(
                file, place_of(tree, 1, Place(file, 1)), f"write one rule, not {len(tree)}"
            )
        tree = tree[0]
    if not isinstance(tree, Mapping):
        raise _wrong(file, Place(file, 1), f"this is not {_NAMES[kind]} yet: write its keys")
    if kind == "script" and len(tree) == 1 and "sequence" not in tree:
        [(name, inner)] = tree.items()
        if rule_id is not None and name.lower() != rule_id:
            text = f"the script is called {rule_id!r}; the name stays as it is"
            raise _wrong(file, place_of(tree, name, Place(file, 1)), text, name)
        return inner, name.lower()
    return tree, None


def _check_id(rule_id: str, item: Mapping[str, Any], place: Place) -> None:
    given = item.get("id")
    if given is not None and str(given) != rule_id:
        text = f"the id of this rule is {rule_id!r} and stays; take the line out, or write that"
        raise _wrong(place.file, place_of(item, "id", place), text, "id")


def _wrong(file: str, place: Place, text: str, key: str = "") -> ConfigError:
    return ConfigError([ConfigProblem(file, place.line, key, text)])
