"""Timers: idle, active or paused; durations as "H:MM:SS"."""

import math
import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator

from hub.home.commands import Command, Expectation
from hub.home.model import State

STATES = ("idle", "active", "paused")

_CLOCK = re.compile(r"(\d+):([0-5]\d)(?::([0-5]\d))?")
_UNITS = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
_LONGEST = timedelta(days=366)


def clock_time(value: object) -> Any:
    """Write a duration as "H:MM:SS", from that, "H:MM", seconds, or a mapping of units.

    Raises:
        ValueError: it is none of them, not longer than nothing, or longer than a year.
    """
    seconds = _seconds(value)
    if not 0 < seconds <= _LONGEST.total_seconds():
        raise ValueError('expected a duration such as "0:05:00", 300 or {minutes: 5}')
    whole = max(1, round(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _seconds(value: object) -> float:
    match value:
        case bool():
            return math.nan
        case int() | float():
            return value
        case str() if found := _CLOCK.fullmatch(value):
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return hours * 3600 + minutes * 60 + seconds
        case str() if value.isdecimal():
            return float(value)
        case dict() if value.keys() <= _UNITS.keys():
            lengths = [(value.get(unit, 0), size) for unit, size in _UNITS.items()]
            if all(isinstance(length, int | float) for length, _ in lengths):
                return float(sum(length * size for length, size in lengths))
    return math.nan


Duration = Annotated[str, BeforeValidator(clock_time)]


def _signed(value: object) -> Any:
    """Write a duration that may be negative as "H:MM:SS" or "-H:MM:SS"."""
    match value:
        case str() if value.startswith(("-", "+")):
            sign, rest = value[0].strip("+"), value[1:]
            return f"{sign}{clock_time(rest)}"
        case int() | float() if value < 0 and not isinstance(value, bool):
            return f"-{clock_time(-value)}"
        case dict() if value and all(
            isinstance(one, int | float) and one <= 0 for one in value.values()
        ):
            return f"-{clock_time({unit: -one for unit, one in value.items()})}"
    return clock_time(value)


SignedDuration = Annotated[str, BeforeValidator(_signed)]


class Attributes(BaseModel):
    """What a timer reports; `finishes_at` is ISO 8601."""

    duration: str | None = None
    remaining: str | None = None
    finishes_at: str | None = None
    restore: bool = False


class Start(Command):
    """Start, over `duration` if given, or go on after a pause."""

    action: Literal["timer.start"] = "timer.start"
    duration: Duration | None = None

    def expected(self, before: State) -> Expectation | None:
        """Expect it to run."""
        del before
        words = f"running for {self.duration}" if self.duration else "running"
        return Expectation(words, frozenset({"active"}))


class Pause(Command):
    """Pause."""

    action: Literal["timer.pause"] = "timer.pause"

    def problem(self, state: State) -> str | None:
        """Check that it runs."""
        return "it does not run" if state.state == "idle" else None

    def expected(self, before: State) -> Expectation | None:
        """Expect it paused."""
        del before
        return Expectation("paused", frozenset({"paused"}))


class Cancel(Command):
    """Stop without finishing."""

    action: Literal["timer.cancel"] = "timer.cancel"

    def expected(self, before: State) -> Expectation | None:
        """Expect it idle."""
        del before
        return Expectation("cancelled", frozenset({"idle"}))


class Finish(Command):
    """Finish before the time."""

    action: Literal["timer.finish"] = "timer.finish"

    def expected(self, before: State) -> Expectation | None:
        """Expect it idle."""
        del before
        return Expectation("finished", frozenset({"idle"}))


class Change(Command):
    """Let it run longer, or less long if `duration` is negative."""

    is_idempotent = False
    action: Literal["timer.change"] = "timer.change"
    duration: SignedDuration

    def problem(self, state: State) -> str | None:
        """Check that it runs."""
        return None if state.state == "active" else "it does not run"


TimerCommand = Start | Pause | Cancel | Finish | Change
