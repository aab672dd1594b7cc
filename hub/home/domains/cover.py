"""Blinds, curtains, shutters, doors, garages: open or closed, position in percent (100 is open)."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command, Expectation, close_to
from hub.home.model import State

STATES = ("open", "opening", "closed", "closing")
MOVING = frozenset({"opening", "closing"})
POSITION_TOLERANCE = 3

Position = Annotated[int, Field(ge=0, le=100)]


class Attributes(BaseModel):
    """What a cover reports; positions are percent, 0 closed."""

    current_position: Position | None = None
    current_tilt_position: Position | None = None


def at_position(position: int) -> Expectation:
    """Return the expectation of standing at `position`."""
    if position == 0:
        return Expectation("closed", frozenset({"closed"}), transient=MOVING)
    check = ("current_position", close_to(position, POSITION_TOLERANCE))
    return Expectation(f"open at {position} %", frozenset({"open"}), (check,), MOVING)


class Open(Command):
    """Open fully."""

    action: Literal["cover.open_cover"] = "cover.open_cover"

    def expected(self, before: State) -> Expectation | None:
        """Expect open, fully where it knows positions."""
        if before.attributes.get("current_position") is None:
            return Expectation("open", frozenset({"open"}), transient=MOVING)
        check = ("current_position", close_to(100, POSITION_TOLERANCE))
        return Expectation("open", frozenset({"open"}), (check,), MOVING)


class Close(Command):
    """Close fully."""

    action: Literal["cover.close_cover"] = "cover.close_cover"

    def expected(self, before: State) -> Expectation | None:
        """Expect closed."""
        del before
        return Expectation("closed", frozenset({"closed"}), transient=MOVING)


class Stop(Command):
    """Stop where it is."""

    action: Literal["cover.stop_cover"] = "cover.stop_cover"

    def expected(self, before: State) -> Expectation | None:
        """Expect it to stand still."""
        del before
        return Expectation("stopped", frozenset({"open", "closed"}))


class Toggle(Command):
    """Open if closed, close if open."""

    is_idempotent = False
    action: Literal["cover.toggle"] = "cover.toggle"

    def expected(self, before: State) -> Expectation | None:
        """Expect the other end."""
        other = "open" if before.state in {"closed", "closing"} else "closed"
        return Expectation(other, frozenset({other}), transient=MOVING)


class SetPosition(Command):
    """Go to a position in percent, 0 closed."""

    action: Literal["cover.set_cover_position"] = "cover.set_cover_position"
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


class SetTiltPosition(Command):
    """Turn the slats to a tilt in percent."""

    action: Literal["cover.set_cover_tilt_position"] = "cover.set_cover_tilt_position"
    tilt_position: Position

    def expected(self, before: State) -> Expectation | None:
        """Expect the tilt."""
        del before
        check = ("current_tilt_position", close_to(self.tilt_position, POSITION_TOLERANCE))
        return Expectation(f"tilted to {self.tilt_position} %", attributes=(check,))


CoverCommand = Open | Close | Stop | Toggle | SetPosition | SetTiltPosition
