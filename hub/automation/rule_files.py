"""The folder of rule files: one automation a file, written so that a power cut leaves it whole.

Files belong to people as much as to the hub: one that cannot be read is reported and left alone,
and a change keeps the comments and the order of what it does not touch.
"""

import io
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from hub.automation.rule_yaml import RuleProblem, from_item, to_item
from hub.home.errors import HubError
from hub.home.ids import slugify
from hub.home.rules import Rule
from hub.home.yaml_config import ConfigError, ConfigProblem, load_yaml, plain, problem_at

# In the hub's folder: rules that people asked for, and may edit.
FOLDER = Path("rules") / "automations"
_SLUG_LENGTH = 60
# What YAML 1.1, which Home Assistant reads, takes for a boolean or a number to the base of 60.
_NEEDS_QUOTES = re.compile(r"(?i:on|off|yes|no|y|n)|[-+0-9][-+0-9:T.Z]*:[-+0-9:T.Z]*")


class RuleFileFailed(HubError):
    """A rule file could not be written or removed: look at the folder and the disk."""


@dataclass(frozen=True, slots=True)
class FiledRule:
    """A rule and the file that holds it."""

    rule: Rule
    file: Path
    is_paused: bool = False


class RuleFiles:
    """Reads and writes the files in `folder`. Blocks: call it in a thread once the hub runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self) -> tuple[list[FiledRule], list[ConfigProblem]]:
        """Return all rules in the order of their files, and what is wrong with the others."""
        found: dict[str, FiledRule] = {}
        problems: list[ConfigProblem] = []
        for file in sorted(self.folder.glob("*.yaml")):
            try:
                filed = _read(file)
            except ConfigError as error:
                problems += error.problems
                continue
            earlier = found.get(filed.rule.id)
            if earlier is not None:
                text = f"the id {filed.rule.id!r} is taken by {earlier.file.name}"
                problems.append(ConfigProblem(str(file), 1, "id", text))
                continue
            found[filed.rule.id] = filed
        return list(found.values()), problems

    def add(self, rule: Rule) -> FiledRule:
        """Write a new rule; it is on disk when this returns.

        Raises:
            RuleFileFailed: the disk is full, or the folder cannot be written to.
        """
        name = f"{slugify(rule.alias)[:_SLUG_LENGTH].strip('_')}-{slugify(rule.id)}.yaml"
        file = self.folder / name
        self._write(file, _dump([_quoted(to_item(rule))]))
        return FiledRule(rule, file)

    def pause(self, filed: FiledRule, *, is_paused: bool) -> FiledRule:
        """Write into the file that the rule is paused, or no longer is.

        Raises:
            RuleFileFailed: the file cannot be read or written any more.
        """
        try:
            tree = load_yaml(filed.file.read_text(encoding="utf-8"), str(filed.file))
            item = tree[0] if isinstance(tree, list) else tree
            if is_paused:
                item["initial_state"] = False
            else:
                item.pop("initial_state", None)
        except (OSError, ValueError, LookupError, TypeError, HubError) as error:
            raise RuleFileFailed(f"{filed.file}: cannot be changed: {error}") from error
        self._write(filed.file, _dump(tree))
        return FiledRule(filed.rule, filed.file, is_paused)

    def remove(self, filed: FiledRule) -> None:
        """Delete a rule's file; one that is gone is no error.

        Raises:
            RuleFileFailed: it cannot be deleted.
        """
        try:
            filed.file.unlink(missing_ok=True)
            self._sync_folder()
        except OSError as error:
            raise RuleFileFailed(f"{filed.file}: cannot be deleted: {error}") from error

    def text(self, filed: FiledRule) -> str:
        """Return what the file says now, empty if it is gone."""
        try:
            return filed.file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _write(self, file: Path, text: str) -> None:
        temporary = file.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
                opened.write(text)
                opened.flush()
                os.fsync(descriptor)
            temporary.replace(file)
            self._sync_folder()
        except OSError as error:
            raise RuleFileFailed(f"{file}: cannot be written: {error}") from error

    def _sync_folder(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(file: Path) -> FiledRule:
    """Return the rule in a file.

    Raises:
        ConfigError: it has none that can be run, or more than one.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = ConfigProblem(str(file), 1, "", f"cannot be read: {error}")
        raise ConfigError([problem]) from None
    tree = load_yaml(text, str(file))
    is_list = isinstance(tree, Sequence) and not isinstance(tree, str)
    if is_list and len(tree) != 1:
        count = f"expected one automation a file, found {len(tree)}"
        raise ConfigError([ConfigProblem(str(file), 1, "", count)])
    try:
        rule, is_paused = from_item(plain(tree[0] if is_list else tree))
    except RuleProblem as problem:
        path = (0, *problem.path) if is_list else problem.path
        raise ConfigError([problem_at(tree, path, str(file), str(problem))]) from None
    return FiledRule(rule, file, is_paused)


def _quoted(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _quoted(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_quoted(value) for value in node]
    if isinstance(node, str) and _NEEDS_QUOTES.fullmatch(node):
        return DoubleQuotedScalarString(node)
    return node


def _dump(tree: Sequence[Mapping[str, Any]] | Any) -> str:
    yaml = YAML(typ="rt")
    yaml.default_flow_style = False
    yaml.width = 100
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()
