"""Blinds, curtains, shutters, doors, garages: open or closed, position in percent (100 is open)."""

from abc import abstractmethod
from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation, close_to
from hub.home.domains.opening import (
    POSITION_TOLERANCE,
    STATES,
    CloseFully,
    GoToPosition,
    OpenFully,
    Position,
    StopMoving,
    TurnRound,
)
from hub.home.model import State

__all__ = [
    "STATES", "Attributes", "Close", "CloseTilt", "CoverCommand", "Open", "OpenTilt",
    "SetPosition", "SetTiltPosition", "Stop", "StopTilt", "Tilt", "Toggle", "ToggleTilt",
]  # fmt: skip


class Attributes(BaseModel):
    """What a cover reports; positions are percent, 0 closed."""

    current_position: Position | None = None
    current_tilt_position: Position | None = None


class Open(OpenFully):
    """Open fully."""

    action: Literal["cover.open_cover"] = "cover.open_cover"


class Close(CloseFully):
    """Close fully."""

    action: Literal["cover.close_cover"] = "cover.close_cover"


class Stop(StopMoving):
    """Stop where it is."""

    action: Literal["cover.stop_cover"] = "cover.stop_cover"


class Toggle(TurnRound):
    """Open if closed, close if open."""

    action: Literal["cover.toggle"] = "cover.toggle"


class SetPosition(GoToPosition):
    """Go to a position in percent, 0 closed."""

    action: Literal["cover.set_cover_position"] = "cover.set_cover_position"


class Tilt(Command):
    """Turn the slats."""

    @abstractmethod
    def target(self, before: State) -> int:
        """Return the tilt to turn to, in percent, 100 open."""

    def expected(self, before: State) -> Expectation | None:
        """Expect the tilt."""
        tilt = self.target(before)
        check = ("current_tilt_position", close_to(tilt, POSITION_TOLERANCE))
        return Expectation(f"tilted to {tilt} %", attributes=(check,))


class SetTiltPosition(Tilt):
    """Turn the slats to a tilt in percent."""

    action: Literal["cover.set_cover_tilt_position"] = "cover.set_cover_tilt_position"
    tilt_position: Position

    def target(self, before: State) -> int:
        """Return the tilt asked for."""
        del before
        return self.tilt_position


class OpenTilt(Tilt):
    """Turn the slats open."""

    action: Literal["cover.open_cover_tilt"] = "cover.open_cover_tilt"

    def target(self, before: State) -> int:
        """Return fully open."""
        del before
        return 100


class CloseTilt(Tilt):
    """Turn the slats shut."""

    action: Literal["cover.close_cover_tilt"] = "cover.close_cover_tilt"

    def target(self, before: State) -> int:
        """Return fully shut."""
        del before
        return 0


class ToggleTilt(Tilt):
    """Turn the slats open if shut, shut otherwise."""

    is_idempotent = False
    action: Literal["cover.toggle_cover_tilt"] = "cover.toggle_cover_tilt"

    def target(self, before: State) -> int:
        """Return the other end."""
        return 0 if before.attributes.get("current_tilt_position") else 100


class StopTilt(Command):
    """Leave the slats as they are. Nothing tells that they stand still: never verified."""

    action: Literal["cover.stop_cover_tilt"] = "cover.stop_cover_tilt"


CoverCommand = (
    Open
    | Close
    | Stop
    | Toggle
    | SetPosition
    | SetTiltPosition
    | OpenTilt
    | CloseTilt
    | StopTilt
    | ToggleTilt
)
