"""When a clock or the sun fires next.

A local time that daylight saving skips runs at the offset from before the gap (02:30 becomes
03:30); one that comes twice runs at the first (RFC 5545, section 3.3.5). Patterns follow the wall
clock: they skip what it skips and repeat what it repeats.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from hub.automation.model.triggers import SunTrigger, TimePatternTrigger
from hub.automation.place import Place
from hub.home.rules import Weekday
from hub.record import record

DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS, _SIXTY = 24, 60
# Far enough to find an hour that one day skips.
_PATTERN_LIMIT = timedelta(days=3)
# Far enough for every weekday, and for a day that a country skips.
_DAYS_AHEAD = 17


@record(frozen=True, slots=True)
class Moment:
    """A time of day, or one moment; and an offset. `entity_id`: whose time it is."""

    at: time | datetime
    offset: timedelta = timedelta()
    entity_id: str | None = None


def next_moment(
    moments: Iterable[Moment], weekdays: tuple[Weekday, ...], after: datetime, place: Place
) -> tuple[datetime, Moment] | None:
    """Return the first of some moments later than `after`, in UTC, and which one it is."""
    found = [
        (due, number, moment)
        for number, moment in enumerate(moments)
        if (due := _next(moment, weekdays, after, place)) is not None
    ]
    if not found:
        return None
    due, _, moment = min(found, key=lambda one: one[:2])
    return due, moment


def next_sun(trigger: SunTrigger, after: datetime, place: Place) -> datetime | None:
    """Return the next moment of a sun trigger later than `after`, in UTC."""
    found = place.next_sun(trigger.event, timedelta(seconds=trigger.offset_s), after)
    return None if found is None else found.astimezone(UTC)


def next_pattern(trigger: TimePatternTrigger, after: datetime, place: Place) -> datetime | None:
    """Return the next moment later than `after` at which the wall clock fits, in UTC.

    Raises:
        ValueError: the pattern cannot be read.
    """
    hours, minutes, seconds = _fields(trigger)
    moment = after.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    while moment - after < _PATTERN_LIMIT:
        local = place.local(moment)
        if local.hour not in hours:
            # Half an hour at most: offsets change by that much in some places.
            step_s = min(3600 - local.minute * 60 - local.second, _to_half_hour(moment))
        elif local.minute not in minutes:
            step_s = 60 - local.second
        elif local.second not in seconds:
            step_s = 1
        else:
            return moment
        moment += timedelta(seconds=step_s)
    return None


def numbers_of(pattern: str, limit: int) -> frozenset[int]:
    """Return the numbers below `limit` that a pattern stands for: "*", "/5", "30".

    Raises:
        ValueError: it is no pattern, or stands for nothing.
    """
    text = pattern.strip()
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


def local_moment(day: date, at: time, place: Place) -> datetime:
    """Return a local time of a day in UTC: skipped ones by the offset before, else the first."""
    naive = at.replace(tzinfo=None, fold=0)
    return datetime.combine(day, naive, tzinfo=place.time_zone).astimezone(UTC)


def _next(
    moment: Moment, weekdays: tuple[Weekday, ...], after: datetime, place: Place
) -> datetime | None:
    if isinstance(moment.at, datetime):
        at = moment.at if moment.at.tzinfo else moment.at.replace(tzinfo=place.time_zone)
        due = at.astimezone(UTC) + moment.offset
        return due if due > after and _is_on(due, weekdays, place) else None
    first = place.local(after - moment.offset).date() - timedelta(days=2)
    for number in range(_DAYS_AHEAD):
        due = local_moment(first + timedelta(days=number), moment.at, place) + moment.offset
        if due > after and _is_on(due, weekdays, place):
            return due
    return None


def _is_on(due: datetime, weekdays: tuple[Weekday, ...], place: Place) -> bool:
    return not weekdays or DAYS[place.local(due).weekday()] in weekdays


def _fields(trigger: TimePatternTrigger) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Return hours, minutes and seconds: what stands below a given unit is 0, above it any."""
    hours, minutes, seconds = trigger.hours, trigger.minutes, trigger.seconds
    minutes = minutes or ("0" if hours is not None else "*")
    has_minutes = hours is not None or trigger.minutes is not None
    seconds = seconds or ("0" if has_minutes else "*")
    return (
        numbers_of(str(hours or "*"), _HOURS),
        numbers_of(str(minutes), _SIXTY),
        numbers_of(str(seconds), _SIXTY),
    )


def _to_half_hour(moment: datetime) -> int:
    return 1800 - (moment.minute % 30) * 60 - moment.second
