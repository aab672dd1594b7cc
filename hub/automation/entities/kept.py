"""What every entity of the hub's own has: a state, attributes, commands, and a memory."""

from collections.abc import Mapping
from typing import Any, ClassVar

from hub.home.commands import Command
from hub.home.errors import HubError, UnsupportedCommand
from hub.home.ids import EntityId


class WrongOptions(HubError):
    """An entity is configured in a way that makes no sense; the message says how."""


class Kept:
    """One entity. `recall` takes what `memory` gave before a restart, None if nothing is kept."""

    actions: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, entity_id: EntityId, options: Mapping[str, Any]) -> None:
        self.id = entity_id
        self.options = options
        self.state = "unknown"

    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes besides name and icon."""
        return {"editable": False}

    def memory(self) -> dict[str, Any]:
        """Return what must survive a restart."""
        return {"state": self.state}

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Begin, from what is configured or what was kept."""

    def do(self, command: Command) -> None:
        """Follow a command.

        Raises:
            UnsupportedCommand: it cannot.
        """
        raise self.refusal(command, "it has no such action")

    def refusal(self, command: Command, reason: str) -> UnsupportedCommand:
        """Return the error for a command that cannot be followed."""
        return UnsupportedCommand(self.id, command.action, reason)


def number(options: Mapping[str, Any], key: str, default: float | None = None) -> float:
    """Return a number of the options.

    Raises:
        WrongOptions: it is missing or none.
    """
    value = options.get(key, default)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise WrongOptions(f"{key}: expected a number, found {value!r}")
