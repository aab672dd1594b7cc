"""What opening, closing and standing at a position mean for covers and valves, in percent."""

from typing import Annotated

from pydantic import Field

from hub.home.commands import Command, Expectation, close_to
from hub.home.model import State

STATES = ("open", "opening", "closed", "closing")
MOVING = frozenset({"opening", "closing"})
POSITION_TOLERANCE = 3

# 0 is closed, 100 is open.
Position = Annotated[int, Field(ge=0, le=100)]


class OpenFully(Command):
    """Open fully."""

    def expected(self, before: State) -> Expectation | None:
        """Expect open, fully where it knows positions."""
        if before.attributes.get("current_position") is None:
            return _at_end("open")
        check = ("current_position", close_to(100, POSITION_TOLERANCE))
        return Expectation("open", frozenset({"open"}), (check,), MOVING)


class CloseFully(Command):
    """Close fully."""

    def expected(self, before: State) -> Expectation | None:
        """Expect closed."""
        del before
        return _at_end("closed")


class StopMoving(Command):
    """Stop where it is."""

    def expected(self, before: State) -> Expectation | None:
        """Expect it to stand still."""
        del before
        return Expectation("stopped", frozenset({"open", "closed"}))


class TurnRound(Command):
    """Open if closed, close if open."""

    is_idempotent = False

    def expected(self, before: State) -> Expectation | None:
        """Expect the other end."""
        return _at_end("open" if before.state in {"closed", "closing"} else "closed")


class GoToPosition(Command):
    """Go to a position in percent, 0 closed."""

    position: Position

    def problem(self, state: State) -> str | None:
        """Check that it knows positions."""
        if "current_position" not in state.attributes and self.position not in {0, 100}:
            return "it knows no positions, only open and closed"
        return None

    def expected(self, before: State) -> Expectation | None:
        """Expect the position."""
        if self.position == 0:
            return _at_end("closed")
        if "current_position" not in before.attributes:
            return _at_end("open")
        check = ("current_position", close_to(self.position, POSITION_TOLERANCE))
        return Expectation(f"open at {self.position} %", frozenset({"open"}), (check,), MOVING)


def _at_end(state: str) -> Expectation:
    return Expectation(state, frozenset({state}), transient=MOVING)
