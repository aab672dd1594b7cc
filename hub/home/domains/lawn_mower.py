"""Robot lawn mowers."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation
from hub.home.model import State

STATES = ("mowing", "docked", "paused", "idle", "returning", "error")


class Attributes(BaseModel):
    """What a mower reports besides its state."""

    battery_level: int | None = None


class StartMowing(Command):
    """Start or go on mowing."""

    action: Literal["lawn_mower.start_mowing"] = "lawn_mower.start_mowing"

    def expected(self, before: State) -> Expectation | None:
        """Expect mowing."""
        del before
        return Expectation("mowing", frozenset({"mowing"}))


class Pause(Command):
    """Stand still."""

    action: Literal["lawn_mower.pause"] = "lawn_mower.pause"

    def expected(self, before: State) -> Expectation | None:
        """Expect it paused."""
        del before
        return Expectation("paused", frozenset({"paused"}))


class Dock(Command):
    """Go back to the dock."""

    action: Literal["lawn_mower.dock"] = "lawn_mower.dock"

    def expected(self, before: State) -> Expectation | None:
        """Expect it on its way or docked."""
        del before
        return Expectation("on its way to the dock", frozenset({"returning", "docked"}))


class Stop(Command):
    """Stop mowing, for good."""

    action: Literal["lawn_mower.stop"] = "lawn_mower.stop"

    def expected(self, before: State) -> Expectation | None:
        """Expect it to stand still."""
        del before
        return Expectation("stopped", frozenset({"idle", "paused", "docked"}))


LawnMowerCommand = StartMowing | Pause | Dock | Stop
