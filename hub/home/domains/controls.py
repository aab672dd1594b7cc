"""Buttons, numbers and selects: the small controls of devices."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation, close_to, one_of, within
from hub.home.model import State

# Devices round to their step; half a thousandth covers the way through decimal text.
NUMBER_TOLERANCE = 5e-4


class ButtonAttributes(BaseModel):
    """A button reports nothing."""


class NumberAttributes(BaseModel):
    """The limits of a number; the state is its value."""

    min: float = 1
    max: float = 100
    step: float = 1
    mode: str = "auto"
    unit_of_measurement: str | None = None


class SelectAttributes(BaseModel):
    """The options of a select; the state is the chosen one."""

    options: list[str] = []


class Press(Command):
    """Press a button. Buttons report nothing, so this can never be verified."""

    is_idempotent = False
    action: Literal["button.press"] = "button.press"


class SetNumber(Command):
    """Set a number."""

    action: Literal["number.set_value"] = "number.set_value"
    value: float

    def problem(self, state: State) -> str | None:
        """Check the limits."""
        return within(self.value, state, "min", "max")

    def expected(self, before: State) -> Expectation | None:
        """Expect the number as state."""
        return expected_number(self.value, before)


def expected_number(value: float, before: State) -> Expectation:
    """Expect `value` as state, as near as the step of the number allows."""
    step = before.attributes.get("step")
    tolerance = step / 2 if isinstance(step, int | float) and step > 0 else 0.0
    return NumberExpectation(f"{value:g}", value, max(tolerance, NUMBER_TOLERANCE))


class NumberExpectation(Expectation):
    """The state, read as a number, lies near a value."""

    __slots__ = ("near",)

    def __init__(self, description: str, value: float, tolerance: float) -> None:
        super().__init__(description)
        object.__setattr__(self, "near", close_to(value, tolerance))

    def is_met_by(self, state: State) -> bool:
        """Tell whether the state is a number near enough."""
        try:
            return bool(self.near(float(state.state)))  # type: ignore[attr-defined]
        except ValueError:
            return False


class SelectOption(Command):
    """Choose an option."""

    action: Literal["select.select_option"] = "select.select_option"
    option: str

    def problem(self, state: State) -> str | None:
        """Check the option."""
        return one_of(self.option, state, "options")

    def expected(self, before: State) -> Expectation | None:
        """Expect the option as state."""
        del before
        return Expectation(self.option, frozenset({self.option}))


ControlCommand = Press | SetNumber | SelectOption
