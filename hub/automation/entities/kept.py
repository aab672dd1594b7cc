"""What every entity of the hub's own has: a state, attributes, commands, and a memory."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from hub.automation.files.keys import hint
from hub.home.commands import Command
from hub.home.errors import HubError, UnsupportedCommand
from hub.home.ids import EntityId

# What every entity may be configured with.
_COMMON = frozenset({"name", "icon", "unique_id", "entity_picture", "editable"})


class WrongOptions(HubError):
    """An entity is configured in a way that makes no sense; the message says how."""


class Kept:
    """One entity. `recall` takes what `memory` gave before a restart, None if nothing is kept.

    A command is followed by a shallow copy, which takes the place of the entity once it is on
    disk: `do` sets fields anew and changes nothing that they hold. `told` are events to fire then.
    """

    actions: ClassVar[frozenset[str]] = frozenset()
    # The keys of its options, besides name and icon; none: not looked at.
    known: ClassVar[frozenset[str]] = frozenset()
    # Whether it has anything to remember.
    is_remembered: ClassVar[bool] = True

    def __init__(self, entity_id: EntityId, options: Mapping[str, Any]) -> None:
        if self.known:
            check_keys(options, self.known)
        self.told: tuple[tuple[str, Mapping[str, Any]], ...] = ()
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

    @property
    def rings_at(self) -> datetime | None:
        """When the clock changes it next."""
        return None

    def ring(self, at: datetime) -> None:
        """Change as the clock says; `at` is when that was due."""

    def do(self, command: Command) -> None:
        """Follow a command.

        Raises:
            UnsupportedCommand: it cannot.
        """
        raise self.refusal(command, "it has no such action")

    def refusal(self, command: Command, reason: str) -> UnsupportedCommand:
        """Return the error for a command that cannot be followed."""
        return UnsupportedCommand(self.id, command.action, reason)


def check_keys(options: Mapping[str, Any], known: frozenset[str]) -> None:
    """Check that all keys are known.

    Raises:
        WrongOptions: some are not; the nearest known ones are named.
    """
    names = known | _COMMON
    wrong = [f"unknown key {key!r}; {hint(key, names)}" for key in options if key not in names]
    if wrong:
        raise WrongOptions("; ".join(wrong))


def number(options: Mapping[str, Any], key: str, default: float | None = None) -> float:
    """Return a number of the options.

    Raises:
        WrongOptions: it is missing or none.
    """
    value = options.get(key, default)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise WrongOptions(f"{key}: expected a number, found {value!r}")
