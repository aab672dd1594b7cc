"""Valves: open or closed, position in percent (100 is open)."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command, Expectation, close_to
from hub.home.model import State

STATES = ("open", "opening", "closed", "closing")
MOVING = frozenset({"opening", "closing"})
POSITION_TOLERANCE = 3

Position = Annotated[int, Field(ge=0, le=100)]


class Attributes(BaseModel):
    """What a valve reports; positions are percent, 0 closed."""

    current_position: Position | None = None


def at_position(position: int) -> Expectation:
    """Return the expectation of standing at `position`."""
    if position == 0:
        return Expectation("closed", frozenset({"closed"}), transient=MOVING)
    check = ("current_position", close_to(position, POSITION_TOLERANCE))
    return Expectation(f"open at {position} %", frozenset({"open"}), (check,), MOVING)


class Open(Command):
    """Open fully."""

    action: Literal["valve.open_valve"] = "valve.open_valve"

    def expected(self, before: State) -> Expectation | None:
        """Expect open, fully where it knows positions."""
        if before.attributes.get("current_position") is None:
            return Expectation("open", frozenset({"open"}), transient=MOVING)
        check = ("current_position", close_to(100, POSITION_TOLERANCE))
        return Expectation("open", frozenset({"open"}), (check,), MOVING)


class Close(Command):
    """Close fully."""

    action: Literal["valve.close_valve"] = "valve.close_valve"

    def expected(self, before: State) -> Expectation | None:
        """Expect closed."""
        del before
        return Expectation("closed", frozenset({"closed"}), transient=MOVING)


class Stop(Command):
    """Stop where it is."""

    action: Literal["valve.stop_valve"] = "valve.stop_valve"

    def expected(self, before: State) -> Expectation | None:
        """Expect it to stand still."""
        del before
        return Expectation("stopped", frozenset({"open", "closed"}))


class Toggle(Command):
    """Open if closed, close if open."""

    is_idempotent = False
    action: Literal["valve.toggle"] = "valve.toggle"

    def expected(self, before: State) -> Expectation | None:
        """Expect the other end."""
        other = "open" if before.state in {"closed", "closing"} else "closed"
        return Expectation(other, frozenset({other}), transient=MOVING)


class SetPosition(Command):
    """Go to a position in percent, 0 closed."""

    action: Literal["valve.set_valve_position"] = "valve.set_valve_position"
    position: Position

    def problem(self, state: State) -> str | None:
        """Check that it knows positions."""
        if "current_position" not in state.attributes and self.position not in {0, 100}:
            return "it knows no positions, only open and closed"
        return None

    def expected(self, before: State) -> Expectation | None:
        """Expect the position."""
        if "current_position" in before.attributes:
            return at_position(self.position)
        word = "closed" if self.position == 0 else "open"
        return Expectation(word, frozenset({word}), transient=MOVING)


ValveCommand = Open | Close | Stop | Toggle | SetPosition
