"""Durations as Home Assistant writes them: "00:10:00", seconds, or `{minutes: 10}`."""

import re
from collections.abc import Mapping
from typing import Any

_UNITS = {
    "days": 86400.0, "hours": 3600.0, "minutes": 60.0, "seconds": 1.0, "milliseconds": 0.001,
}  # fmt: skip
_CLOCK = re.compile(r"([+-]?)(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?")


def seconds_of(value: Any) -> float:
    """Return a duration in seconds.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, Mapping) and value and set(value) <= set(_UNITS):
        return float(sum(float(number) * _UNITS[unit] for unit, number in value.items()))
    clock = _CLOCK.fullmatch(str(value).strip())
    if clock is None:
        raise ValueError(f"{value!r} is no duration; write it as '00:10:00' or {{minutes: 10}}")
    sign, hours, minutes, seconds = clock.groups()
    total = int(hours) * 3600 + int(minutes) * 60 + float(seconds or 0)
    return -total if sign == "-" else total


def as_clock(seconds: float) -> str | dict[str, float]:
    """Write a duration as "00:10:00", or `{seconds: 0.5}` if it has a fraction."""
    if seconds != int(seconds):
        return {"seconds": seconds}
    minutes, rest = divmod(abs(int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if seconds < 0 else ''}{hours:02}:{minutes:02}:{rest:02}"
