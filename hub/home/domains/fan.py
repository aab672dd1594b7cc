"""Fans: on or off, speed in percent, preset modes, oscillation, direction."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command, Expectation, close_to, equals, one_of
from hub.home.domains.choice import Choice
from hub.home.domains.on_off import STATES, SwitchOff, SwitchOver
from hub.home.model import State

__all__ = [
    "STATES", "Attributes", "DecreaseSpeed", "FanCommand", "IncreaseSpeed", "Oscillate",
    "SetDirection", "SetPercentage", "SetPresetMode", "Toggle", "TurnOff", "TurnOn",
]  # fmt: skip

# A fan of three speeds reports 33 for a request of 50.
PERCENTAGE_TOLERANCE = 17
# How much faster "faster" is, in percent, where the fan does not tell its steps.
DEFAULT_STEP = 10

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
    """Expect a speed that was named: the nearest of the fan's, or the next one up.

    Home Assistant's MQTT fans go to the next one up.
    """
    step = before.attributes.get("percentage_step")
    near = step - 0.1 if isinstance(step, int | float) else PERCENTAGE_TOLERANCE
    return _around(percentage, near)


def _around(percentage: int, tolerance: float) -> Expectation:
    if percentage == 0:
        return Expectation("off", frozenset({"off"}))
    check = ("percentage", close_to(percentage, max(1.0, tolerance)))
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


class TurnOff(SwitchOff):
    """Switch off."""

    action: Literal["fan.turn_off"] = "fan.turn_off"


class Toggle(SwitchOver):
    """Switch to the other state."""

    action: Literal["fan.toggle"] = "fan.toggle"


class SetPercentage(Command):
    """Set the speed; 0 switches off."""

    action: Literal["fan.set_percentage"] = "fan.set_percentage"
    percentage: Percentage

    def expected(self, before: State) -> Expectation | None:
        """Expect the speed, as near as the fan's steps allow."""
        return _speed(self.percentage, before)


class _Step(Command):
    direction: ClassVar[int]

    is_idempotent = False
    percentage_step: Percentage | None = None

    def target(self, before: State) -> int:
        """Return the speed to go to: one step of the fan from `before`, or `percentage_step`."""
        reported = before.attributes.get("percentage") if before.state == "on" else 0
        now = reported if isinstance(reported, int | float) else 0
        step = self.percentage_step or before.attributes.get("percentage_step")
        size = step if isinstance(step, int | float) and step > 0 else DEFAULT_STEP
        return round(max(0.0, min(100.0, now + self.direction * size)))

    def expected(self, before: State) -> Expectation | None:
        """Expect the speed."""
        step = before.attributes.get("percentage_step")
        near = step / 2 + 1 if isinstance(step, int | float) else PERCENTAGE_TOLERANCE
        return _around(self.target(before), near)


class IncreaseSpeed(_Step):
    """Go a step faster."""

    direction = 1
    action: Literal["fan.increase_speed"] = "fan.increase_speed"


class DecreaseSpeed(_Step):
    """Go a step slower; below the lowest speed it stops."""

    direction = -1
    action: Literal["fan.decrease_speed"] = "fan.decrease_speed"


class SetPresetMode(Choice):
    """Choose a preset mode."""

    attribute = "preset_mode"
    options = "preset_modes"
    action: Literal["fan.set_preset_mode"] = "fan.set_preset_mode"
    preset_mode: str


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


FanCommand = (
    TurnOn
    | TurnOff
    | Toggle
    | SetPercentage
    | IncreaseSpeed
    | DecreaseSpeed
    | SetPresetMode
    | Oscillate
    | SetDirection
)
