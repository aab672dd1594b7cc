"""Valves: open or closed, position in percent (100 is open)."""

from typing import Literal

from pydantic import BaseModel

from hub.home.domains.opening import (
    STATES,
    CloseFully,
    GoToPosition,
    OpenFully,
    Position,
    StopMoving,
    TurnRound,
)

__all__ = ["STATES", "Attributes", "Close", "Open", "SetPosition", "Stop", "Toggle", "ValveCommand"]


class Attributes(BaseModel):
    """What a valve reports; positions are percent, 0 closed."""

    current_position: Position | None = None


class Open(OpenFully):
    """Open fully."""

    action: Literal["valve.open_valve"] = "valve.open_valve"


class Close(CloseFully):
    """Close fully."""

    action: Literal["valve.close_valve"] = "valve.close_valve"


class Stop(StopMoving):
    """Stop where it is."""

    action: Literal["valve.stop_valve"] = "valve.stop_valve"


class Toggle(TurnRound):
    """Open if closed, close if open."""

    action: Literal["valve.toggle"] = "valve.toggle"


class SetPosition(GoToPosition):
    """Go to a position in percent, 0 closed."""

    action: Literal["valve.set_valve_position"] = "valve.set_valve_position"


ValveCommand = Open | Close | Stop | Toggle | SetPosition
