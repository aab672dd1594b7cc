"""Cameras: on (idle, streaming or recording) or off."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation
from hub.home.domains.on_off import SwitchOff
from hub.home.model import State

STATES = ("idle", "streaming", "recording", "off")


class Attributes(BaseModel):
    """What a camera reports besides its state."""

    brand: str | None = None
    model_name: str | None = None
    motion_detection: bool | None = None


class TurnOn(Command):
    """Switch on."""

    action: Literal["camera.turn_on"] = "camera.turn_on"

    def expected(self, before: State) -> Expectation | None:
        """Expect any state but off."""
        del before
        return Expectation("on", frozenset(STATES) - {"off"})


class TurnOff(SwitchOff):
    """Switch off."""

    action: Literal["camera.turn_off"] = "camera.turn_off"


CameraCommand = TurnOn | TurnOff
