"""Counters: whole numbers that go up and down by a step."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation, within
from hub.home.domains.controls import NUMBER_TOLERANCE, NumberExpectation
from hub.home.domains.inputs import expected_step
from hub.home.model import State


class Attributes(BaseModel):
    """The limits of a counter; the state is its value."""

    initial: int = 0
    step: int = 1
    minimum: int | None = None
    maximum: int | None = None


class Increment(Command):
    """Count up by one step."""

    is_idempotent = False
    action: Literal["counter.increment"] = "counter.increment"

    def expected(self, before: State) -> Expectation | None:
        """Expect one step more, as far as the limit allows."""
        return expected_step(before, 1, "minimum", "maximum")


class Decrement(Command):
    """Count down by one step."""

    is_idempotent = False
    action: Literal["counter.decrement"] = "counter.decrement"

    def expected(self, before: State) -> Expectation | None:
        """Expect one step less, as far as the limit allows."""
        return expected_step(before, -1, "minimum", "maximum")


class Reset(Command):
    """Go back to the initial value."""

    action: Literal["counter.reset"] = "counter.reset"

    def expected(self, before: State) -> Expectation | None:
        """Expect the initial value."""
        initial = before.attributes.get("initial")
        value = initial if isinstance(initial, int | float) else 0
        return NumberExpectation(f"{value:g}", value, NUMBER_TOLERANCE)


class SetValue(Command):
    """Set the count."""

    action: Literal["counter.set_value"] = "counter.set_value"
    value: int

    def problem(self, state: State) -> str | None:
        """Check the limits."""
        return within(self.value, state, "minimum", "maximum")

    def expected(self, before: State) -> Expectation | None:
        """Expect the value."""
        del before
        return NumberExpectation(f"{self.value}", self.value, NUMBER_TOLERANCE)


CounterCommand = Increment | Decrement | Reset | SetValue
