"""The when of a sentence: every time, day, recurrence and length in it, taken out of its words."""
# ruff: noqa: E501, ISC004 (a pattern is easier to read on one line)

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from hub.home.rules import WEEKDAYS, WEEKEND, Weekday
from hub.language.later.lexing import Clock, Masked, Point, Sun

EVERY_DAY: tuple[Weekday, ...] = (*WEEKDAYS, *WEEKEND)

_DAYS: dict[str, Weekday] = {
    "monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu", "friday": "fri",
    "saturday": "sat", "sunday": "sun",
}  # fmt: skip
_DAY = "|".join(_DAYS)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), start=1,
    )
}  # fmt: skip
_MONTH = "|".join(_MONTHS)
# The hour meant when only a part of the day is said.
PARTS: dict[str, Clock] = {
    "early morning": Clock(6), "morning": Clock(8), "late morning": Clock(11),
    "lunchtime": Clock(12, 30), "lunch": Clock(12, 30), "afternoon": Clock(15),
    "late afternoon": Clock(17), "early evening": Clock(18), "evening": Clock(19),
    "dinnertime": Clock(18, 30), "dinner": Clock(18, 30), "breakfast": Clock(8),
    "breakfast time": Clock(8), "dinner time": Clock(18, 30), "lunch time": Clock(12, 30),
    "tonight": Clock(20), "night": Clock(22), "bedtime": Clock(22), "bed": Clock(22),
    "late evening": Clock(21), "workday": Clock(8), "day": Clock(8),
}  # fmt: skip
_PART = "early morning|late morning|morning|early evening|late evening|evening|late afternoon|afternoon|night"
_MEAL = "lunchtime|lunch time|lunch|dinnertime|dinner time|dinner|breakfast time|breakfast|bedtime"
_ABOUT = r"(?:(?:at|by|for|around|about|from|starting at|starting from|exactly at|precisely at|shortly after|just after|just before|after|before|past) )?(?:around |about |exactly |precisely )?"
_DAY_SET = rf"(?:{_DAY})s?(?:(?: and| or|,| &) (?:on )?(?:{_DAY})s?)+"
_SPAN = {"weekday": WEEKDAYS, "workday": WEEKDAYS, "working day": WEEKDAYS, "week day": WEEKDAYS,
         "work day": WEEKDAYS, "school day": WEEKDAYS, "business day": WEEKDAYS,
         "weeknight": WEEKDAYS, "week night": WEEKDAYS,
         "school night": ("mon", "tue", "wed", "thu", "sun"),
         "weekend": WEEKEND, "day": EVERY_DAY}  # fmt: skip
_SPAN_WORD = "|".join(_SPAN)


@dataclass(slots=True)
class When:
    """What was said of time. Seconds; `days_ahead` counts from today, `part` is a part of a day.

    `unread` names what cannot be kept ("every other day").
    """

    delay_s: float | None = None
    for_s: float | None = None
    points: list[Point] = field(default_factory=list)
    until: Point | None = None
    until_part: str | None = None
    until_is_tomorrow: bool = False
    window: tuple[Point, Point] | None = None
    weekdays: tuple[Weekday, ...] = ()
    without: tuple[Weekday, ...] = ()
    every_s: float | None = None
    days_ahead: int | None = None
    weekday: Weekday | None = None
    is_next_week: bool = False
    date: tuple[int | None, int] | None = None
    part: str | None = None
    is_vague: bool = False
    unread: str | None = None

    @property
    def is_recurring(self) -> bool:
        """Whether it comes again and again."""
        return bool(self.weekdays) or self.every_s is not None

    @property
    def has_start(self) -> bool:
        """Whether it says when to begin, or how often."""
        said = (self.delay_s, self.days_ahead, self.weekday, self.date, self.part, self.window)
        return self.is_recurring or bool(self.points) or any(one is not None for one in said)

    @property
    def has_day(self) -> bool:
        """Whether it says on which day, or on which days."""
        return self.is_recurring or any(
            one is not None for one in (self.days_ahead, self.weekday, self.date)
        )

    @property
    def has_end(self) -> bool:
        """Whether it says when to end."""
        return self.for_s is not None or self.until is not None or self.until_part is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of time."""
        return not (self.has_start or self.has_end or self.is_vague or self.unread)


_DAY_S = 86400
# "turn the lamp on every monday": the "on" belongs to the lamp.
_LACKS_ON = re.compile(r"\b(?:turn|switch|put|leave|keep)\b(?! (?:on|off|up|down)\b)"
                       r"(?:(?! (?:on|off|up|down|to)\b).)*$")  # fmt: skip

Take = Callable[[When, re.Match[str], Masked], None]


def take_when(text: str, masked: Masked) -> tuple[When, str]:
    """Return the when in a masked text, and the text without it."""
    when = When()
    for pattern, take in _PATTERNS:
        while (match := pattern.search(text)) is not None:
            take(when, match, masked)
            before = text[: match.start()]
            kept = " on" if match.group().startswith("on ") and _LACKS_ON.search(before) else ""
            text = f"{before}{kept} | {text[match.end() :]}"
    return when, _tidied(text)


def days_said(text: str) -> str:
    """Return the words of a text that say on which days again and again; "" if none do."""
    found = (p.search(text) for p, take in _PATTERNS if take in {_days, _daily, _each_part})
    return next((match.group().strip() for match in found if match is not None), "")


def _tidied(text: str) -> str:
    """Return what is left, without the joints that led to what was taken."""
    left = re.sub(r"(?:\b(?:and|then|but|starting|from|at|by)\s*)*\|(?:\s*,)?", " | ", text)
    left = re.sub(r"(?:\|\s*)+(?:(?:and|then|please)\b\s*)*", "| ", f" {left} ")
    left = left.replace("|", " ")
    return " ".join(re.sub(r"\s+,", ",", left).split()).strip(" ,")


def _length(match: re.Match[str], masked: Masked) -> float:
    return masked.lengths_s[int(match["n"])]


def _point(number: str, masked: Masked) -> Point:
    return masked.points[int(number)]


def _delay(when: When, match: re.Match[str], masked: Masked) -> None:
    seconds = _length(match, masked)
    if seconds % _DAY_S == 0 and re.search(r"#\d", masked.text):
        when.days_ahead = round(seconds / _DAY_S)
    else:
        when.delay_s = (when.delay_s or 0.0) + seconds


def _offset(when: When, match: re.Match[str], masked: Masked) -> None:
    point = _point(match["p"], masked)
    seconds = _length(match, masked) * (
        1 if match["side"] in {"after", "past", "following"} else -1
    )
    if isinstance(point, Sun):
        when.points.append(Sun(point.event, point.offset_s + seconds))
        return
    minutes = (point.hour * 60 + point.minute + round(seconds / 60)) % (24 * 60)
    when.points.append(Clock(minutes // 60, minutes % 60, is_sure=point.is_sure))


def _for(when: When, match: re.Match[str], masked: Masked) -> None:
    when.for_s = _length(match, masked)


def _until(when: When, match: re.Match[str], masked: Masked) -> None:
    if match["p"] is not None:
        when.until = _point(match["p"], masked)
        part = match["until_part"]
        when.until = _sided(when.until, part) if part else when.until
    else:
        when.until_part = match["part"]
    when.until_is_tomorrow = bool(match["tomorrow"])


def _window(when: When, match: re.Match[str], masked: Masked) -> None:
    start, end = _point(match["p"], masked), _point(match["q"], masked)
    when.window = _agreeing(start, end)


def _agreeing(start: Point, end: Point) -> tuple[Point, Point]:
    """Return both ends of a range: "from 7 to 9 pm" begins in the evening."""
    if isinstance(start, Clock) and isinstance(end, Clock) and not start.is_sure and end.is_sure:
        noon = 12
        hour = start.hour % noon + (noon if end.hour >= noon else 0)
        if (hour, start.minute) >= (end.hour, end.minute):
            hour = (hour + noon) % 24
        start = Clock(hour, start.minute)
    return start, end


def _every(when: When, match: re.Match[str], masked: Masked) -> None:
    when.every_s = _length(match, masked)


def _every_word(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    when.every_s = {"hour": 3600.0, "hourly": 3600.0, "minute": 60.0}[match["word"]]


def _unread(when: When, match: re.Match[str], masked: Masked) -> None:
    when.unread = masked.restored(match.group())


def _days(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    found = match.groupdict()
    if found.get("first"):
        order = list(_DAYS)
        start, end = order.index(found["first"]), order.index(found["last"])
        count = (end - start) % 7 + 1
        when.weekdays = tuple(EVERY_DAY[(start + n) % 7] for n in range(count))
    elif found.get("span"):
        when.weekdays = _SPAN[found["span"]]
        when.part = "night" if found["span"].endswith("night") else when.part
    else:
        said = re.findall(_DAY, match["set"])
        when.weekdays = tuple(dict.fromkeys((*when.weekdays, *(_DAYS[day] for day in said))))
    if found.get("part"):
        when.part = found["part"]


def _without(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    spans = {"weekend": WEEKEND, "weekday": WEEKDAYS}
    days = [_DAYS[day] for day in re.findall(_DAY, match["set"])]
    when.without = spans.get(match["set"].removesuffix("s"), tuple(days))
    when.weekdays = when.weekdays or EVERY_DAY


def _daily(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    when.weekdays = EVERY_DAY
    when.part = {"nightly": "night"}.get(match["word"], match["part"] or None) or when.part


def _day(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    word = match["day"]
    when.days_ahead = {"tomorrow": 1, "today": 0, "tonight": 0}.get(word, 2)
    part = "tonight" if word == "tonight" else match["part"]
    when.part = part or when.part


def _weekday(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    when.weekday = _DAYS[match["day"]]
    when.is_next_week = match["next"] is not None
    when.part = match["part"] or when.part


def _date(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    found = match.groupdict()
    month = found.get("month") or found.get("month2")
    day = int(found.get("day") or found.get("day2") or 0)
    when.date = (_MONTHS[month] if month else None, day)


def _this_part(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    when.days_ahead = 0
    when.part = match["part"]


def _part(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    when.part = match["part"]


def _at(when: When, match: re.Match[str], masked: Masked) -> None:
    point = _point(match["p"], masked)
    part = match["part"]
    when.points.append(_sided(point, part) if part else point)


def _sided(point: Point, part: str) -> Point:
    """Return the time with morning or evening settled: "at 7" and "in the evening"."""
    if not isinstance(point, Clock) or point.is_sure:
        return point
    return on_side(point, part)


def on_side(clock: Clock, part: str) -> Clock:
    """Return which of two times of day is meant in a part of the day."""
    hour = clock.hour % 12
    small_hours = 5
    if "morning" in part or "breakfast" in part:
        return Clock(hour, clock.minute)
    if part in {"night", "tonight", "evening", "bedtime", "bed"} and hour < small_hours:
        return Clock(hour, clock.minute)
    return Clock(hour + 12, clock.minute)


def _later(when: When, match: re.Match[str], masked: Masked) -> None:
    del match, masked
    when.is_vague = True


def _each_part(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    when.weekdays = when.weekdays or EVERY_DAY
    when.part = match["part"]


def _each_point(when: When, match: re.Match[str], masked: Masked) -> None:
    when.weekdays = when.weekdays or EVERY_DAY
    when.points.append(_point(match["p"], masked))


def _until_tomorrow(when: When, match: re.Match[str], masked: Masked) -> None:
    del match, masked
    when.until_part, when.until_is_tomorrow = "morning", True


def _loose_part(when: When, match: re.Match[str], masked: Masked) -> None:
    del masked
    when.part = match["part"] or match["part2"]


_PATTERNS: tuple[tuple[re.Pattern[str], Take], ...] = tuple((re.compile(p), take) for p, take in (
    (r"\bevery (?:other|second|third|few|couple of) \w+\b|\b(?:every|each|once an?) (?:month|year|fortnight)\b"
     r"|\b(?:monthly|yearly|annually|fortnightly)\b|\bevery (?:\w+ )?full moon\b"
     r"|\b(?:every )?now and (?:then|again)\b|\bfrom time to time\b|\b(?:every )?once in a (?:blue moon|while)\b"
     r"|\bevery (?:so often|blue moon)\b|\b(?:occasionally|sometimes|at times|at random times)\b", _unread),
    (r"\b(?:every|each) <(?P<n>\d)>", _every),
    (r"\b(?:every|each|once an?|once every) (?P<word>hour|minute)\b(?: on the hour)?", _every_word),
    (r"\b(?P<word>hourly)\b", _every_word),
    (rf"\b(?:except|but not|other than|excluding) (?:on )?(?:the )?(?P<set>{_DAY_SET}|(?:{_DAY})s?|weekends?|weekdays?)\b", _without),
    (rf"\b(?:(?:from|on|every|each) )*(?P<first>{_DAY})s? (?:to|through|thru|until|till|-) (?P<last>{_DAY})s?\b", _days),
    (rf"\b(?:(?:every|each|on) )*(?P<set>{_DAY_SET})(?: (?P<part>{_PART})s?)?", _days),
    (rf"\b(?:every|each) (?:single )?(?P<set>{_DAY})s?(?: (?P<part>{_PART})s?)?\b", _days),
    (rf"\b(?:on )?(?P<set>(?:{_DAY})s)(?: (?P<part>{_PART})s?)?\b", _days),
    (rf"\b(?:every|each|on|during|at) (?:the |all )?(?P<span>{_SPAN_WORD})s(?: (?P<part>{_PART})s?)?\b", _days),
    (rf"\b(?:every|each|on a) (?:single )?(?P<span>{_SPAN_WORD})(?: (?P<part>{_PART})s?)?\b", _days),
    (r"\b(?:at|on) (?:the )?(?P<span>weekend)\b", _days),
    (rf"\b(?P<span>weekday|weekend|workday|weeknight|week night|school night)(?:s| (?P<part>{_PART})s)\b", _days),
    (rf"\b(?:(?:every|each) (?:single )?(?P<part>{_PART}|{_MEAL}|dawn|dusk)\b|(?P<word>daily|nightly|everyday|day in day out)\b"
     r"|(?:once|every) a day\b)", _daily),
    (r"\b(?:all )?(?:in|on) the (?P<part>morning|evening|afternoon)s\b", _each_part),
    (r"\b(?:every|each) (?:#(?P<p>\d))", _each_point),
    (rf"\b(?:up )?(?:until|till|til|up to|through) (?:(?P<tomorrow>tomorrow) ?(?:at )?)?(?:about |around )?(?:#(?P<p>\d)(?: (?:in the |at |this )?(?P<until_part>{_PART}|tonight))?"
     rf"|(?:the |in the |this )?(?P<part>{_PART}|{_MEAL}|tonight))(?(tomorrow)|(?: (?:tomorrow))?)", _until),
    (r"\buntil tomorrow\b", _until_tomorrow),
    (rf"\b(?P<day>(?:the )?day after tomorrow|tomorrow|tonight|today)(?:'s)?(?: (?:in the )?(?P<part>{_PART}))?(?! #\d (?:to|and) #)\b",
     _day),
    (rf"\b(?P<next>next (?:week )?)?(?:on )?(?:this |coming |the coming |this coming )?(?P<day>{_DAY})(?: (?:in the )?(?P<part>{_PART}))?\b", _weekday),
    (rf"\bon (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?: (?:of )?(?P<month>{_MONTH}))?\b"
     rf"|\b(?:on )?(?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{_MONTH})\b", _date),
    (rf"\b(?:on )?(?P<month>{_MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b", _date),
    (r"\b(?:between|from) (?:about |around )?#(?P<p>\d) (?:and|to|till|until|-|through|til) (?:about |around )?#(?P<q>\d)\b", _window),
    (r"<(?P<n>\d)> (?P<side>after|before|past|prior to|following) #(?P<p>\d)", _offset),
    (r"\b(?:for|during) (?:about |around |up to |at most |another |only |just |the next |a full |a whole |the following )*<(?P<n>\d)>(?: or so)?", _for),
    (r"\b(?:in|within|after|wait(?:ing)?(?: for)?) (?:about |around |roughly |exactly |another |a further |the next )*<(?P<n>\d)>(?: or so|'s?(?: time)?| time| from now)?(?! (?:after|before|of being))", _delay),
    (r"^(?:(?:just )?(?:give|wait|allow|grant)(?: (?:me|us|it|another|about|like|for))* )<(?P<n>\d)>(?: or so)?(?: (?:and then|and|then|before you|before|till you|until you))\b", _delay),
    (r"<(?P<n>\d)> (?:(?:from now|later|hence)\b|from$)", _delay),
    (rf"\b{_ABOUT}#(?P<p>\d)(?: sharp| exactly| on the dot)?(?: (?:in the |at |this )(?P<part>{_PART}))?", _at),
    (rf"\b(?:later )?this (?P<part>{_PART})\b", _this_part),
    (rf"\b(?:later )?in the (?P<part>{_PART})\b|\bat (?P<part2>night)\b", _loose_part),
    (rf"\b(?:at|by|around|before|during) (?:the )?(?P<part>{_MEAL})\b", _part),
    (r"\b(?:when it'?s|before i go to|before) (?P<part>bed)\b", _part),
    (r"\b(?:a (?:bit|little|while) later|later on|later|in a (?:bit|while|moment|few)|soon|at some point)\b", _later),
))  # fmt: skip
