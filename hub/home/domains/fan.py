"""Fans: on or off, speed in percent, preset modes, oscillation, direction."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command, Expectation, close_to, equals, one_of
from hub.home.model import State

STATES = ("on", "off")
# A fan of three speeds reports 33 for a request of 50.
PERCENTAGE_TOLERANCE = 17

Percentage = Annotated[int, Field(ge=0, le=100)]


class Attributes(BaseModel):
    """What a fan reports."""

    percentage: Percentage | None = None
    percentage_step: float | None = None
    preset_mode: str | None = None
    preset_modes: list[str] | None = None
    oscillating: bool | None = None
    direction: Literal["forward", "reverse"] | None = None


def _speed(percentage: int, before: State) -> Expectation:
    if percentage == 0:
        return Expectation("off", frozenset({"off"}))
    step = before.attributes.get("percentage_step")
    tolerance = max(1.0, step / 2 + 1) if isinstance(step, int | float) else PERCENTAGE_TOLERANCE
    check = ("percentage", close_to(percentage, tolerance))
    return Expectation(f"on at {percentage} %", frozenset({"on"}), (check,))


class TurnOn(Command):
    """Switch on, at a speed or in a preset mode."""

    action: Literal["fan.turn_on"] = "fan.turn_on"
    percentage: Percentage | None = None
    preset_mode: str | None = None

    def problem(self, state: State) -> str | None:
        """Check the preset mode."""
        return one_of(self.preset_mode, state, "preset_modes")

    def expected(self, before: State) -> Expectation | None:
        """Expect on, at the speed asked for."""
        if self.percentage is not None:
            return _speed(self.percentage, before)
        return Expectation("on", frozenset({"on"}))


class TurnOff(Command):
    """Switch off."""

    action: Literal["fan.turn_off"] = "fan.turn_off"

    def expected(self, before: State) -> Expectation | None:
        """Expect off."""
        del before
        return Expectation("off", frozenset({"off"}))


class Toggle(Command):
    """Switch to the other state."""

    is_idempotent = False
    action: Literal["fan.toggle"] = "fan.toggle"

    def expected(self, before: State) -> Expectation | None:
        """Expect the other state."""
        other = "off" if before.state == "on" else "on"
        return Expectation(other, frozenset({other}))


class SetPercentage(Command):
    """Set the speed; 0 switches off."""

    action: Literal["fan.set_percentage"] = "fan.set_percentage"
    percentage: Percentage

    def expected(self, before: State) -> Expectation | None:
        """Expect the speed, as near as the fan's steps allow."""
        return _speed(self.percentage, before)


class SetPresetMode(Command):
    """Choose a preset mode."""

    action: Literal["fan.set_preset_mode"] = "fan.set_preset_mode"
    preset_mode: str

    def problem(self, state: State) -> str | None:
        """Check the mode."""
        return one_of(self.preset_mode, state, "preset_modes")

    def expected(self, before: State) -> Expectation | None:
        """Expect the mode."""
        del before
        return Expectation(
            self.preset_mode, attributes=(("preset_mode", equals(self.preset_mode)),)
        )


class Oscillate(Command):
    """Start or stop oscillating."""

    action: Literal["fan.oscillate"] = "fan.oscillate"
    oscillating: bool

    def expected(self, before: State) -> Expectation | None:
        """Expect it to oscillate or not."""
        del before
        words = "oscillating" if self.oscillating else "not oscillating"
        return Expectation(words, attributes=(("oscillating", equals(self.oscillating)),))


class SetDirection(Command):
    """Choose the direction of rotation."""

    action: Literal["fan.set_direction"] = "fan.set_direction"
    direction: Literal["forward", "reverse"]

    def expected(self, before: State) -> Expectation | None:
        """Expect the direction."""
        del before
        return Expectation(self.direction, attributes=(("direction", equals(self.direction)),))


FanCommand = TurnOn | TurnOff | Toggle | SetPercentage | SetPresetMode | Oscillate | SetDirection
