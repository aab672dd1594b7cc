"""Humidifiers and dehumidifiers: on or off, target humidity in percent, modes."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command, Expectation, close_to, within
from hub.home.domains.choice import Choice
from hub.home.domains.on_off import STATES, SwitchOff, SwitchOn, SwitchOver
from hub.home.model import State

__all__ = [
    "STATES", "Attributes", "HumidifierCommand", "SetHumidity", "SetMode", "Toggle", "TurnOff",
    "TurnOn",
]  # fmt: skip

HUMIDITY_TOLERANCE = 1

Humidity = Annotated[int, Field(ge=0, le=100)]


class Attributes(BaseModel):
    """What a humidifier reports; its device class says whether it wets or dries the air."""

    humidity: float | None = None
    current_humidity: float | None = None
    min_humidity: float = 0
    max_humidity: float = 100
    mode: str | None = None
    available_modes: list[str] | None = None
    action: str | None = None


class TurnOn(SwitchOn):
    """Switch on."""

    action: Literal["humidifier.turn_on"] = "humidifier.turn_on"


class TurnOff(SwitchOff):
    """Switch off."""

    action: Literal["humidifier.turn_off"] = "humidifier.turn_off"


class Toggle(SwitchOver):
    """Switch to the other state."""

    action: Literal["humidifier.toggle"] = "humidifier.toggle"


class SetHumidity(Command):
    """Set the target humidity in percent."""

    action: Literal["humidifier.set_humidity"] = "humidifier.set_humidity"
    humidity: Humidity

    def problem(self, state: State) -> str | None:
        """Check the limits."""
        return within(self.humidity, state, "min_humidity", "max_humidity", " %")

    def expected(self, before: State) -> Expectation | None:
        """Expect the target humidity."""
        del before
        check = ("humidity", close_to(self.humidity, HUMIDITY_TOLERANCE))
        return Expectation(f"set to {self.humidity} %", attributes=(check,))


class SetMode(Choice):
    """Choose a mode."""

    attribute = "mode"
    options = "available_modes"
    words = "in {}"
    action: Literal["humidifier.set_mode"] = "humidifier.set_mode"
    mode: str


HumidifierCommand = TurnOn | TurnOff | Toggle | SetHumidity | SetMode
