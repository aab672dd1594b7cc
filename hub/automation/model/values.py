"""The values that rules are written with: templates, durations, and where something stands."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from hub.record import record


@record(frozen=True, slots=True)
class Template:
    """The source of a Jinja template; whoever renders it keeps what it was compiled to."""

    source: str


@record(frozen=True, slots=True)
class Place:
    """Where a rule stands, for messages: file and line (from 1)."""

    file: str
    line: int = 1

    def __str__(self) -> str:
        """Show it as compilers do."""
        return f"{self.file}:{self.line}"


# Plain JSON values, lists and mappings, in which any string may be a `Template` instead.
Tree = Any
# Seconds, a template that gives a duration, or a mapping of units ("minutes") to numbers or
# templates.
Duration = float | Template | Mapping[str, Any]
Variables = Mapping[str, Tree]

NO_VARIABLES: Variables = {}
NOWHERE = Place("", 0)


def is_template(text: str) -> bool:
    """Tell whether a text holds Jinja, as Home Assistant's `is_template_string` does."""
    return "{%" in text or "{{" in text or "{#" in text


def tree_of(value: Any) -> Tree:
    """Return plain values with every text that holds Jinja turned into a `Template`."""
    if isinstance(value, str):
        return Template(value) if is_template(value) else value
    if isinstance(value, Mapping):
        return {key: tree_of(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [tree_of(inner) for inner in value]
    return value


@record(frozen=True, slots=True, kw_only=True)
class Part:
    """What triggers, conditions and actions have in common.

    `enabled` may be a template with limited variables; `place` says where it is written.
    """

    alias: str | None = None
    enabled: bool | Template = True
    place: Place = field(default=NOWHERE, compare=False)
