"""Values that people keep in the hub itself: switches, numbers, choices, buttons and texts.

These are `input_boolean`, `input_number`, `input_select`, `input_button`, and `text`, which devices
have too. Nothing moves by them alone, but rules may follow.
"""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

from hub.home.commands import Command, Expectation, one_of, within
from hub.home.domains import controls
from hub.home.domains.controls import NUMBER_TOLERANCE, NumberExpectation, expected_number
from hub.home.domains.on_off import SwitchOff, SwitchOn, SwitchOver
from hub.home.model import State


class BooleanAttributes(BaseModel):
    """An `input_boolean` reports nothing besides "on" or "off"."""


class NumberAttributes(controls.NumberAttributes):
    """The limits of an `input_number`; the state is its value."""

    min: float = 0
    mode: str = "slider"


class ButtonAttributes(BaseModel):
    """An `input_button` reports nothing; its state is when it was last pressed."""


class TextAttributes(BaseModel):
    """The limits of a `text`, in characters; the state is the text."""

    min: int = 0
    max: int = 255
    pattern: str | None = None
    mode: Literal["text", "password"] = "text"


class TurnOn(SwitchOn):
    """Switch on."""

    action: Literal["input_boolean.turn_on"] = "input_boolean.turn_on"


class TurnOff(SwitchOff):
    """Switch off."""

    action: Literal["input_boolean.turn_off"] = "input_boolean.turn_off"


class Toggle(SwitchOver):
    """Switch to the other state."""

    action: Literal["input_boolean.toggle"] = "input_boolean.toggle"


class SetNumber(Command):
    """Set the number."""

    action: Literal["input_number.set_value"] = "input_number.set_value"
    value: float

    def problem(self, state: State) -> str | None:
        """Check the limits."""
        return within(self.value, state, "min", "max")

    def expected(self, before: State) -> Expectation | None:
        """Expect the number as state."""
        return expected_number(self.value, before)


class Increment(Command):
    """Raise the number by one step."""

    is_idempotent = False
    action: Literal["input_number.increment"] = "input_number.increment"

    def expected(self, before: State) -> Expectation | None:
        """Expect one step more, as far as the limit allows."""
        return expected_step(before, 1, "min", "max")


class Decrement(Command):
    """Lower the number by one step."""

    is_idempotent = False
    action: Literal["input_number.decrement"] = "input_number.decrement"

    def expected(self, before: State) -> Expectation | None:
        """Expect one step less, as far as the limit allows."""
        return expected_step(before, -1, "min", "max")


def expected_step(before: State, sign: int, low: str, high: str) -> Expectation | None:
    """Expect the number `step` higher or lower; None if the number before is not known.

    `low` and `high` name the attributes that hold the limits.
    """
    step, lowest, highest = (before.attributes.get(name) for name in ("step", low, high))
    try:
        value = float(before.state) + sign * (step if isinstance(step, int | float) else 1)
    except ValueError:
        return None
    if isinstance(lowest, int | float):
        value = max(lowest, value)
    if isinstance(highest, int | float):
        value = min(highest, value)
    return NumberExpectation(f"{value:g}", value, NUMBER_TOLERANCE)


class SelectOption(Command):
    """Choose an option."""

    action: Literal["input_select.select_option"] = "input_select.select_option"
    option: str

    def problem(self, state: State) -> str | None:
        """Check the option."""
        return one_of(self.option, state, "options")

    def expected(self, before: State) -> Expectation | None:
        """Expect the option as state."""
        del before
        return Expectation(self.option, frozenset({self.option}))


class SelectNext(Command):
    """Choose the next option; after the last comes the first, unless `cycle` is off."""

    is_idempotent = False
    action: Literal["input_select.select_next"] = "input_select.select_next"
    cycle: bool = True

    def expected(self, before: State) -> Expectation | None:
        """Expect the next option."""
        return _expected_neighbour(before, 1, is_ring=self.cycle)


class SelectPrevious(Command):
    """Choose the option before; before the first comes the last, unless `cycle` is off."""

    is_idempotent = False
    action: Literal["input_select.select_previous"] = "input_select.select_previous"
    cycle: bool = True

    def expected(self, before: State) -> Expectation | None:
        """Expect the option before."""
        return _expected_neighbour(before, -1, is_ring=self.cycle)


def _expected_neighbour(before: State, step: int, *, is_ring: bool) -> Expectation | None:
    options = before.attributes.get("options")
    if not isinstance(options, list | tuple) or before.state not in options:
        return None
    place = options.index(before.state) + step
    last = len(options) - 1
    option = str(options[place % len(options) if is_ring else max(0, min(last, place))])
    return Expectation(option, frozenset({option}))


class Press(Command):
    """Press the button. It reports nothing, so this can never be verified."""

    is_idempotent = False
    action: Literal["input_button.press"] = "input_button.press"


class SetText(Command):
    """Set the text."""

    action: Literal["text.set_value"] = "text.set_value"
    value: str = Field(max_length=255)

    def problem(self, state: State) -> str | None:
        """Check its length."""
        return within(len(self.value), state, "min", "max", " characters")

    def expected(self, before: State) -> Expectation | None:
        """Expect the text as state."""
        del before
        return Expectation(f"set to {self.value!r}", frozenset({self.value}))


class SelectFirst(Command):
    """Choose the first option."""

    action: Literal["input_select.select_first"] = "input_select.select_first"


class SelectLast(Command):
    """Choose the last option."""

    action: Literal["input_select.select_last"] = "input_select.select_last"


class SetOptions(Command):
    """Replace the options; if the chosen one is gone, the first is chosen."""

    action: Literal["input_select.set_options"] = "input_select.set_options"
    options: list[str] = Field(min_length=1, max_length=1000)


class SetInputText(Command):
    """Set the text that is kept in the hub."""

    action: Literal["input_text.set_value"] = "input_text.set_value"
    value: str = Field(max_length=255)

    def problem(self, state: State) -> str | None:
        """Check its length."""
        return within(len(self.value), state, "min", "max", " characters")

    def expected(self, before: State) -> Expectation | None:
        """Expect the text as state."""
        del before
        return Expectation(f"set to {self.value!r}", frozenset({self.value}))


class SetDatetime(Command):
    """Set a date, a time of day, or both; `timestamp` is in seconds since 1970."""

    action: Literal["input_datetime.set_datetime"] = "input_datetime.set_datetime"
    date: dt.date | None = None
    time: dt.time | None = None
    datetime: dt.datetime | None = None
    timestamp: float | None = Field(default=None, ge=0, le=32503680000)

    def moment(self, zone: dt.tzinfo, before: dt.datetime) -> dt.datetime | None:
        """Return the local time asked for, what is left out as `before`; None if nothing was."""
        if self.timestamp is not None:
            return dt.datetime.fromtimestamp(self.timestamp, zone).replace(tzinfo=None)
        if self.datetime is not None:
            given = self.datetime
            return (given.astimezone(zone) if given.tzinfo else given).replace(tzinfo=None)
        if self.date is None and self.time is None:
            return None
        return dt.datetime.combine(self.date or before.date(), self.time or before.time())


InputCommand = (
    TurnOn
    | TurnOff
    | Toggle
    | SetNumber
    | Increment
    | Decrement
    | SelectOption
    | SelectNext
    | SelectPrevious
    | Press
    | SetText
    | SelectFirst
    | SelectLast
    | SetOptions
    | SetInputText
    | SetDatetime
)
