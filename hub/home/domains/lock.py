"""Locks: locked or unlocked, on the way, jammed."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation
from hub.home.model import State

STATES = ("locked", "locking", "unlocked", "unlocking", "jammed", "open", "opening")
MOVING = frozenset({"locking", "unlocking", "opening"})


class Attributes(BaseModel):
    """What a lock reports besides its state."""

    changed_by: str | None = None


class _LockCommand(Command):
    code: str | None = None


class Lock(_LockCommand):
    """Lock."""

    action: Literal["lock.lock"] = "lock.lock"

    def expected(self, before: State) -> Expectation | None:
        """Expect locked."""
        del before
        return Expectation("locked", frozenset({"locked"}), transient=MOVING)


class Unlock(_LockCommand):
    """Unlock. Sensitive: the guard asks a person first."""

    action: Literal["lock.unlock"] = "lock.unlock"

    def expected(self, before: State) -> Expectation | None:
        """Expect unlocked."""
        del before
        return Expectation("unlocked", frozenset({"unlocked", "open"}), transient=MOVING)


class Open(_LockCommand):
    """Unlatch the door. Sensitive: the guard asks a person first."""

    action: Literal["lock.open"] = "lock.open"

    def expected(self, before: State) -> Expectation | None:
        """Expect open."""
        del before
        return Expectation("open", frozenset({"open", "unlocked"}), transient=MOVING)


LockCommand = Lock | Unlock | Open
