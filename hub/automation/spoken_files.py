"""Writing spoken rules: one file each, in the hub's own folder of rules."""

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from hub.automation.rule_yaml import to_item
from hub.disk import write_whole
from hub.home.errors import HubError
from hub.home.ids import slugify
from hub.home.rules import Rule

_SLUG_LENGTH = 60
# What YAML 1.1, which Home Assistant reads, takes for a boolean or a number to the base of 60.
_NEEDS_QUOTES = re.compile(r"(?i:on|off|yes|no|y|n)|[-+0-9][-+0-9:T.Z]*:[-+0-9:T.Z]*")


class RuleFileFailed(HubError):
    """A rule file could not be written: look at the folder and the disk."""


def write_spoken(folder: Path, rule: Rule) -> Path:
    """Write a new rule into a file of its own, which is on disk when this returns. Blocks.

    Raises:
        RuleFileFailed: the disk is full, or the folder cannot be written to.
    """
    name = f"{slugify(rule.alias)[:_SLUG_LENGTH].strip('_')}-{slugify(rule.id)}.yaml"
    file = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(file, _dump([_quoted(to_item(rule))]))
    except OSError as error:
        raise RuleFileFailed(f"{file}: cannot be written: {error}") from error
    return file


def _quoted(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _quoted(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_quoted(value) for value in node]
    if isinstance(node, str) and _NEEDS_QUOTES.fullmatch(node):
        return DoubleQuotedScalarString(node)
    return node


def _dump(tree: list[Any]) -> str:
    yaml = YAML(typ="rt")
    yaml.default_flow_style = False
    yaml.width = 100
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()
