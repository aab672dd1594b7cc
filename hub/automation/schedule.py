"""When a time trigger fires next.

A local time that daylight saving skips runs at the offset from before the gap (02:30 becomes
03:30); one that comes twice runs at the first (RFC 5545, section 3.3.5). Patterns follow the wall
clock: they skip what it skips and repeat what it repeats.
"""

from datetime import UTC, datetime, time, timedelta
from typing import assert_never

from hub.automation.place import Place
from hub.home.rules import SunTrigger, TimePatternTrigger, TimeTrigger

ScheduleTrigger = TimeTrigger | TimePatternTrigger | SunTrigger

_HOURS, _SIXTY = 24, 60
# Far enough to find an hour that one day skips.
_PATTERN_LIMIT = timedelta(days=3)


def next_run(trigger: ScheduleTrigger, after: datetime, place: Place) -> datetime | None:
    """Return the first moment later than `after` at which `trigger` fires, in UTC; None if never.

    Raises:
        ValueError: a pattern cannot be read.
    """
    found: datetime | None
    match trigger:
        case TimeTrigger(at=at):
            found = _daily(at, after, place) if isinstance(at, time) else _once(at, after)
        case SunTrigger():
            offset = timedelta(seconds=trigger.offset_s)
            found = place.next_sun(trigger.event, offset, after)
        case TimePatternTrigger():
            found = _pattern(trigger, after, place)
        case _:
            assert_never(trigger)
    return found.astimezone(UTC) if found is not None else None


def values_of(pattern: str | None, limit: int) -> frozenset[int]:
    """Return the numbers below `limit` that a pattern stands for: "*", "/5", "30" or none.

    Raises:
        ValueError: it is no pattern, or stands for nothing.
    """
    text = "*" if pattern is None else str(pattern).strip()
    if text == "*":
        return frozenset(range(limit))
    step = text.startswith("/")
    digits = text.removeprefix("/")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"{text!r} is no time pattern; write '/5' for every 5, or a number")
    number = int(digits)
    if number >= limit or (step and number == 0):
        raise ValueError(f"{text!r} is out of range; it must be below {limit}")
    return frozenset(range(0, limit, number)) if step else frozenset({number})


def _once(at: datetime, after: datetime) -> datetime | None:
    return at if at > after else None


def _daily(at: time, after: datetime, place: Place) -> datetime:
    at = at.replace(tzinfo=None, fold=0)
    day = place.local(after).date() - timedelta(days=1)
    while True:
        local = datetime.combine(day, at, tzinfo=place.time_zone)
        if local.astimezone(UTC) > after:
            return local
        day += timedelta(days=1)


def _pattern(trigger: TimePatternTrigger, after: datetime, place: Place) -> datetime | None:
    hours = values_of(trigger.hours, _HOURS)
    has_hours = trigger.hours is not None
    minutes = values_of(trigger.minutes or ("0" if has_hours else None), _SIXTY)
    has_minutes = has_hours or trigger.minutes is not None
    seconds = values_of(trigger.seconds or ("0" if has_minutes else None), _SIXTY)
    moment = after.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    while moment - after < _PATTERN_LIMIT:
        local = place.local(moment)
        if local.hour not in hours:
            step_s = 3600 - local.minute * 60 - local.second
        elif local.minute not in minutes:
            step_s = 60 - local.second
        elif local.second not in seconds:
            step_s = 1
        else:
            return moment
        moment += timedelta(seconds=step_s)
    return None
