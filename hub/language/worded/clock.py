"""Orders for a time of day in five languages: "morgen um 7", "jeden Tag um halb acht".

An hour up to eleven of no said half of the day is the next one to come, as people mean it; of a
day to come, and again and again, it is the one in the morning.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from hub.home.rules import (
    WEEKDAYS,
    WEEKEND,
    AnyTrigger,
    SunTrigger,
    TimeCondition,
    TimeTrigger,
    Weekday,
)
from hub.language.worded.clock_words import CLOCK_WORDS, ClockWords
from hub.language.worded.numbers import spelled
from hub.record import record

_DAYS: tuple[Weekday, ...] = (*WEEKDAYS, *WEEKEND)
_HOURS = 24
_MINUTES = 60
_NOON = 12
# Stands in a text for an evening that was said with the recurrence ("jeden Abend").
_EVENING = "@evening"
_LATER = re.compile(
    "abend|avond|soir|noche|ser[ae]|nachmittag|middag|tarde|pomeriggio", re.IGNORECASE
)
# "morgenochtend" is two words to those who read it.
_JOINED = re.compile(r"\bmorgen(?=ochtend|middag|avond)", re.IGNORECASE)


@record(frozen=True, slots=True)
class When:
    """When an order is to be carried out."""

    trigger: AnyTrigger
    conditions: tuple[TimeCondition, ...]
    is_once: bool


@dataclass(slots=True)
class _Said:
    """A sentence, out of which its words about time are taken one by one."""

    text: str
    taken: list[re.Match[str]] = field(default_factory=list)

    def take(self, pattern: str) -> re.Match[str] | None:
        """Cut the first match of a pattern, as whole words, out of the text."""
        found = re.search(rf"(?<![\w@])(?:{pattern})(?!\w)", self.text, re.IGNORECASE)
        if found is not None:
            # What is cut must not join its neighbours to a phrase.
            self.text = f"{self.text[: found.start()]}\n{self.text[found.end() :]}"
        return found


def without_time(said: str, language: str, now: datetime) -> tuple[str, When] | None:
    """Return what is to be done and when; None if no time of day is said, or it is past."""
    words = CLOCK_WORDS.get(language)
    if words is None:
        return None
    text = _Said(_JOINED.sub("morgen ", said.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))
    every = _every(text, words)
    when = _sun(text, words, every) or _clock(text, words, language, every, now)
    rest = " ".join(text.text.replace("\n", " ").split()).strip(" ,")
    return (rest, when) if when is not None and rest else None


def _every(text: _Said, words: ClockWords) -> tuple[Weekday, ...] | None:
    """Return the days of a recurrence; None if it is said of one time."""
    if text.take(words.workdays):
        return WEEKDAYS
    if text.take(words.weekends):
        return WEEKEND
    for day, name in zip(_DAYS, words.weekdays, strict=True):
        if text.take(words.each.replace("{d}", name)):
            return (day,)
    found = text.take(words.daily)
    if found is not None and _LATER.search(found[0]):
        text.text += f" {_EVENING}"
    return _DAYS if found is not None else None


def _sun(text: _Said, words: ClockWords, every: tuple[Weekday, ...] | None) -> When | None:
    for pattern, event in ((words.sunset, "sunset"), (words.sunrise, "sunrise")):
        if text.take(pattern):
            text.take(words.today)
            trigger = SunTrigger.model_validate({"event": event})
            return When(trigger, _on(every), is_once=every is None)
    return None


def _clock(
    text: _Said, words: ClockWords, language: str, every: tuple[Weekday, ...] | None, now: datetime
) -> When | None:
    at = _time(text, words, language)
    if at is None:
        return None
    evening = text.take(f"{words.later}|{_EVENING}")
    is_told = evening is not None or text.take(words.morning) is not None
    if evening is not None and at.hour < _NOON:
        at = at.replace(hour=at.hour + _NOON)
    elif evening is not None and at.hour == _NOON and "noche" in evening[0]:
        at = at.replace(hour=0)
    if every is not None:
        return When(TimeTrigger(at=at), _on(every), is_once=False)
    day = _day(text, words, now)
    moment = datetime.combine(now + timedelta(days=day or 0), at, now.tzinfo)
    if moment <= now and not is_told and 0 < at.hour < _NOON:
        moment += timedelta(hours=_NOON)
    if moment <= now and day is None:
        moment += timedelta(days=1)
        if not is_told and at.hour < _NOON:
            moment = datetime.combine(moment, at, now.tzinfo)
    return When(TimeTrigger(at=moment), (), is_once=True) if moment > now else None


def _time(text: _Said, words: ClockWords, language: str) -> time | None:
    if text.take(words.noon):
        return time(_NOON)
    if text.take(words.midnight):
        return time(0)
    numbers = spelled(language)
    number = "|".join([r"\d{1,2}", *sorted(map(re.escape, numbers), key=len, reverse=True)])
    for pattern, minutes in (
        (words.half_to, -30), (words.quarter_to, -15), (words.quarter_past, 15),
        (words.half_past, 30), (words.at, 0),
    ):  # fmt: skip
        found = text.take(pattern.replace("{n}", f"(?:{number})"))
        if found is None:
            continue
        said = found.groupdict()
        hour = _number(said.get("h") or said.get("h1"), numbers)
        minute = _number(said.get("m") or said.get("m2"), numbers) + minutes
        if hour > _HOURS or not -_MINUTES < minute < _MINUTES:
            return None
        total = (hour * _MINUTES + minute) % (_HOURS * _MINUTES)
        return time(total // _MINUTES, total % _MINUTES)
    return None


def _day(text: _Said, words: ClockWords, now: datetime) -> int | None:
    """Return in how many days; None if no day is said."""
    for pattern, days in ((words.after_tomorrow, 2), (words.tomorrow, 1), (words.today, 0)):
        if text.take(pattern):
            return days
    for number, name in enumerate(words.weekdays):
        if text.take(words.on.replace("{d}", name)):
            return (number - now.weekday()) % len(_DAYS) or len(_DAYS)
    return None


def _on(every: tuple[Weekday, ...] | None) -> tuple[TimeCondition, ...]:
    is_some = every is not None and every != _DAYS
    return (TimeCondition(weekday=every or ()),) if is_some else ()


def _number(said: str | None, numbers: dict[str, int]) -> int:
    if said is None:
        return 0
    return int(said) if said.isdecimal() else numbers[said.lower()]
