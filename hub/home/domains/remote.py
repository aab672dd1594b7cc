"""Remote controls of televisions and hi-fi, on in one of their activities or off."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import one_of
from hub.home.domains.on_off import STATES, SwitchOff, SwitchOn, SwitchOver
from hub.home.model import State

__all__ = ["STATES", "Attributes", "RemoteCommand", "Toggle", "TurnOff", "TurnOn"]


class Attributes(BaseModel):
    """What a remote reports."""

    current_activity: str | None = None
    activity_list: list[str] | None = None


class TurnOn(SwitchOn):
    """Switch on, in an activity if given."""

    action: Literal["remote.turn_on"] = "remote.turn_on"
    activity: str | None = None

    def problem(self, state: State) -> str | None:
        """Check the activity."""
        return one_of(self.activity, state, "activity_list")


class TurnOff(SwitchOff):
    """Switch off."""

    action: Literal["remote.turn_off"] = "remote.turn_off"


class Toggle(SwitchOver):
    """Switch to the other state."""

    action: Literal["remote.toggle"] = "remote.toggle"


RemoteCommand = TurnOn | TurnOff | Toggle
