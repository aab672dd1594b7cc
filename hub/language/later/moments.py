"""From what was said of time to the triggers and conditions of a rule.

Where people leave open what they mean ("at 7", "in the evening"), the next likely time is taken,
and what was assumed is said.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hub.home.rules import (
    AnyCondition,
    AnyTrigger,
    SunTrigger,
    TimeCondition,
    TimePatternTrigger,
    TimeTrigger,
)
from hub.language.later.lexing import Clock, Point, Sun
from hub.language.later.whens import EVERY_DAY, PARTS, When, on_side
from hub.language.lengths import in_words
from hub.record import record

_HOUR_S, _MINUTE_S, _DAY_H, _WEEK = 3600, 60, 24, 7
# Of two times of day, a day without another hint means the one in the twelve hours from here.
_EARLIEST_HOUR = 6
_LONGEST_SEARCH = 366 * 4
# What follows sunset or sunrise with an open time comes in the twelve hours from here.
_AFTER_SUN = {"sunset": time(20, 30), "sunrise": time(6)}


class NotATime(Exception):
    """A time cannot be kept; says why, for the user."""


class NoTimeSaid(NotATime):
    """It is to be done again and again, but when was not said."""


@record(frozen=True, slots=True)
class Start:
    """When a rule runs, and what was assumed for it. `moment`: when, if that is a single moment.

    `end` ends it, where the sentence said "from ... to ...".
    """

    triggers: tuple[AnyTrigger, ...]
    conditions: tuple[AnyCondition, ...] = ()
    once: bool = True
    assumed: tuple[str, ...] = ()
    moment: datetime | None = None
    end: AnyTrigger | None = None


def start_of(when: When, now: datetime) -> Start | None:
    """Return when to begin; None if that was not said. `now` is local time.

    Raises:
        NotATime: the time has passed, or comes at intervals that no clock has.
    """
    if when.every_s is not None:
        return _regular(when)
    if when.delay_s is not None:
        moment = now + timedelta(seconds=when.delay_s)
        return Start((TimeTrigger(at=moment),), moment=moment)
    if not when.has_start:
        return None
    return _recurring(when) if when.weekdays else _once(when, now)


def following(when: When, first: AnyTrigger | None) -> When:
    """Return a daily when with its open times set in the half of the day after `first`.

    "on at 10 pm and off at 2, every day" ends in the small hours; "on at sunset and off at 11"
    late in the evening, "closed at sunset and open at 8" in the morning.
    """
    if isinstance(first, SunTrigger) and (when.weekdays or not when.has_day):
        at = _AFTER_SUN[first.event]
    elif isinstance(first, TimeTrigger) and isinstance(first.at, time) and when.weekdays:
        at = first.at
    else:
        return when
    start = datetime.combine(date.min, at)
    points: list[Point] = []
    for point in when.points:
        if isinstance(point, Clock) and not point.is_sure and not when.part:
            times = [time(hour, point.minute) for hour in (point.hour % 12, point.hour % 12 + 12)]
            ahead = min(times, key=lambda at: (datetime.combine(date.min, at) - start).seconds)
            points.append(Clock(ahead.hour, ahead.minute))
        else:
            points.append(point)
    return replace(when, points=points)


def end_of(when: When, start: datetime) -> AnyTrigger:
    """Return what ends something that begins at `start`: "until 11 pm".

    Raises:
        NotATime: no end was said.
    """
    if when.for_s is not None:
        return TimeTrigger(at=start + timedelta(seconds=when.for_s))
    point = when.until or PARTS.get(when.until_part or "")
    if point is None:
        raise NotATime("I don't know until when.")
    if isinstance(point, Sun):
        return SunTrigger(event=point.event, offset_s=point.offset_s)
    if when.until_is_tomorrow:
        day = start.date() + timedelta(days=1)
        return TimeTrigger(at=_combine(day, settled(point), start))
    return TimeTrigger(at=_next_of(point, start))


def _regular(when: When) -> Start:
    seconds = when.every_s or 0.0
    minutes, hours = round(seconds / _MINUTE_S), round(seconds / _HOUR_S)
    if seconds == _HOUR_S:
        trigger = TimePatternTrigger(minutes="0")
    elif seconds % _HOUR_S == 0 and hours < _DAY_H and _DAY_H % hours == 0:
        trigger = TimePatternTrigger(hours=f"/{hours}", minutes="0")
    elif seconds % _MINUTE_S == 0 and minutes < _MINUTE_S and _MINUTE_S % minutes == 0:
        trigger = TimePatternTrigger(minutes=f"/{minutes}")
    else:
        text = f"I can't do something every {in_words(seconds)}; the clock has no such steps."
        raise NotATime(text)
    conditions: list[AnyCondition] = []
    if when.window is not None:
        conditions.append(between(*when.window))
    if when.weekdays:
        conditions.append(TimeCondition(weekday=_days_left(when)))
    return Start((trigger,), tuple(conditions), once=False)


def between(start: Point, end: Point) -> TimeCondition:
    """Return the condition for a range of the clock.

    Raises:
        NotATime: one end is sunrise or sunset.
    """
    if isinstance(start, Sun) or isinstance(end, Sun):
        raise NotATime("I can't mix the clock and the sun in one range.")
    return TimeCondition(after=settled(start), before=settled(end))


def _days_left(when: When) -> tuple[str, ...]:
    return tuple(day for day in when.weekdays if day not in when.without)


def _recurring(when: When) -> Start:
    days = _days_left(when)
    points, end = _ends(when)
    assumed: list[str] = []
    if not points:
        if when.part is None:
            raise NoTimeSaid("At what time of the day?")
        points = [PARTS[when.part]]
        assumed.append(f"{settled(PARTS[when.part]):%H:%M} assumed")
    triggers: list[AnyTrigger] = []
    for point in points:
        if isinstance(point, Sun):
            triggers.append(SunTrigger(event=point.event, offset_s=point.offset_s))
            continue
        at = settled(_sided(point, when.part))
        if not point.is_sure and not when.part:
            assumed.append(f"{at:%H:%M} assumed, not {_other(at):%H:%M}")
        triggers.append(TimeTrigger(at=at))
    conditions: tuple[AnyCondition, ...] = ()
    if set(days) != set(EVERY_DAY):
        conditions = (TimeCondition.model_validate({"weekday": days}),)
    return Start(tuple(triggers), conditions, once=False, assumed=tuple(assumed),
                 end=_daily_trigger(end))  # fmt: skip


def _ends(when: When) -> tuple[list[Point], Point | None]:
    """Return the starts that were said, and the end if a range was."""
    if when.window is None:
        return list(when.points), None
    return [when.window[0]], when.window[1]


def _daily_trigger(point: Point | None) -> AnyTrigger | None:
    if point is None:
        return None
    if isinstance(point, Sun):
        return SunTrigger(event=point.event, offset_s=point.offset_s)
    return TimeTrigger(at=settled(point))


def _once(when: When, now: datetime) -> Start:
    day = _day_of(when, now)
    points, end = _ends(when)
    assumed: list[str] = []
    if not points:
        points = [PARTS[when.part or "morning"]]
    triggers: list[AnyTrigger] = []
    moment: datetime | None = None
    for point in points:
        if isinstance(point, Sun):
            triggers.append(SunTrigger(event=point.event, offset_s=point.offset_s))
            continue
        moment, is_assumed = _moment(point, day, when, now)
        if is_assumed:
            assumed.append(f"{moment:%H:%M} assumed")
        triggers.append(TimeTrigger(at=moment))
    conditions: tuple[AnyCondition, ...] = ()
    if day is not None and any(isinstance(trigger, SunTrigger) for trigger in triggers):
        is_other_day = day != now.date()
        conditions = (TimeCondition(weekday=(EVERY_DAY[day.weekday()],)),) if is_other_day else ()
    ending = _daily_trigger(end)
    if isinstance(end, Clock) and moment is not None:
        ending = TimeTrigger(at=_next_of(end, moment))
    return Start(tuple(triggers), conditions, assumed=tuple(assumed),
                 moment=moment if len(points) == 1 else None, end=ending)  # fmt: skip


def _moment(point: Clock, day: date | None, when: When, now: datetime) -> tuple[datetime, bool]:
    """Return the moment meant, and whether it took an assumption."""
    is_said = bool(when.points or when.window)
    sided = _sided(point, when.part)
    if day is None:
        return _next_of(sided, now), not sided.is_sure or not is_said
    is_small_hours = when.part in {"night", "tonight"} and sided.hour < _EARLIEST_HOUR
    moment = _combine(day + timedelta(days=int(is_small_hours)), settled(sided), now)
    if moment <= now and not sided.is_sure:
        moment = _combine(day, _other(settled(sided)), now)
    if moment <= now and not is_said and day == now.date():
        moment = now + timedelta(hours=1)
    if moment <= now:
        raise NotATime(f"{moment:%H:%M} has passed already today.")
    return moment, not sided.is_sure or not is_said


def _day_of(when: When, now: datetime) -> date | None:
    today = now.date()
    if when.days_ahead is not None:
        return today + timedelta(days=when.days_ahead)
    if when.weekday is not None:
        ahead = (EVERY_DAY.index(when.weekday) - today.weekday()) % _WEEK
        if ahead == 0 and (when.is_next_week or _has_passed(when, now)):
            ahead = _WEEK
        return today + timedelta(days=ahead)
    if when.date is not None:
        return _next_date(when.date[0], when.date[1], today)
    return None


def _has_passed(when: When, now: datetime) -> bool:
    clocks = [point for point in when.points if isinstance(point, Clock)] or [PARTS["morning"]]
    clock = _sided(clocks[0], when.part)
    hour = clock.hour if clock.is_sure else clock.hour % 12 + 12
    return (hour, clock.minute) <= (now.hour, now.minute)


def _next_date(month: int | None, day: int, today: date) -> date:
    for ahead in range(_LONGEST_SEARCH):
        found = today + timedelta(days=ahead)
        if found.day == day and month in {None, found.month}:
            return found
    raise NotATime("There is no such day.")


def _sided(clock: Clock, part: str | None) -> Clock:
    return on_side(clock, part) if part and not clock.is_sure else clock


def _next_of(clock: Clock, after: datetime) -> datetime:
    """Return the next moment at which a clock shows this, in either half of the day if open."""
    at = time(clock.hour, clock.minute)
    times = [at] if clock.is_sure else [at, _other(at)]
    days = [after.date() + timedelta(days=ahead) for ahead in (0, 1)]
    return min(m for day in days for t in times if (m := _combine(day, t, after)) > after)


def settled(clock: Clock) -> time:
    """Return the likelier of two times of day: from six in the morning until six."""
    hour = clock.hour
    if not clock.is_sure and hour < _EARLIEST_HOUR:
        hour += 12
    return time(hour, clock.minute)


def _other(at: time) -> time:
    return at.replace(hour=(at.hour + 12) % _DAY_H)


def _combine(day: date, at: time, near: datetime) -> datetime:
    """Return a local moment, with the offset that its own day has where the hub runs."""
    naive = datetime.combine(day, at)
    local = naive.astimezone()
    is_local = near.utcoffset() == near.astimezone().utcoffset()
    return local if is_local else naive.replace(tzinfo=near.tzinfo)
