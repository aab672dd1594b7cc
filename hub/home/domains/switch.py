"""Switches and sockets: on or off."""

from typing import Literal

from pydantic import BaseModel

from hub.home.domains.on_off import STATES, SwitchOff, SwitchOn, SwitchOver

__all__ = ["STATES", "Attributes", "SwitchCommand", "Toggle", "TurnOff", "TurnOn"]


class Attributes(BaseModel):
    """A switch reports nothing besides its state."""


class TurnOn(SwitchOn):
    """Switch on."""

    action: Literal["switch.turn_on"] = "switch.turn_on"


class TurnOff(SwitchOff):
    """Switch off."""

    action: Literal["switch.turn_off"] = "switch.turn_off"


class Toggle(SwitchOver):
    """Switch to the other state."""

    action: Literal["switch.toggle"] = "switch.toggle"


SwitchCommand = TurnOn | TurnOff | Toggle
