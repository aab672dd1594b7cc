"""What switching on, off and over means for every domain whose states are on and off."""

from hub.home.commands import Command, Expectation
from hub.home.model import State

STATES = ("on", "off")


class SwitchOn(Command):
    """Switch on."""

    def expected(self, before: State) -> Expectation | None:
        """Expect on."""
        del before
        return Expectation("on", frozenset({"on"}))


class SwitchOff(Command):
    """Switch off."""

    def expected(self, before: State) -> Expectation | None:
        """Expect off."""
        del before
        return Expectation("off", frozenset({"off"}))


class SwitchOver(Command):
    """Switch to the other state."""

    is_idempotent = False

    def expected(self, before: State) -> Expectation | None:
        """Expect the other state."""
        other = "off" if before.state == "on" else "on"
        return Expectation(other, frozenset({other}))
