"""Times of day and lengths of time, masked in a sentence so that its grammar can be read.

"turn on the fan at half past ten for 20 minutes" becomes "turn on the fan at #0 for <0>".
"""
# ruff: noqa: E501, ISC004 (a pattern is easier to read on one line)

import re

from hub.home.rules import SunEvent
from hub.language.chores.durations import take_durations
from hub.record import record

_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_HOURS = {word: hour for hour, word in enumerate(_SMALL, start=1)}
_MINUTES = {
    "oh five": 5, "five": 5, "ten": 10, "fifteen": 15, "twenty five": 25, "twenty": 20,
    "thirty five": 35, "thirty": 30, "forty five": 45, "forty": 40, "fifty five": 55, "fifty": 50,
    "quarter": 15, "a quarter": 15, "half": 30, "twenty-five": 25,
}  # fmt: skip
_SUN_WORDS: dict[str, SunEvent] = {
    "sunrise": "sunrise", "sunset": "sunset", "dawn": "sunrise", "dusk": "sunset",
    "sundown": "sunset", "sunup": "sunrise", "nightfall": "sunset", "daybreak": "sunrise",
    "twilight": "sunset", "first light": "sunrise", "dark": "sunset",
}  # fmt: skip
_FIXED = {"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0), "noontime": (12, 0)}

_HOUR = rf"(?:2[0-4]|[01]?\d|{'|'.join(sorted(_SMALL, key=len, reverse=True))})"
_MINUTE = "|".join(sorted(_MINUTES, key=len, reverse=True))
_HALF_DAY = r"(?P<{}>[ap])\.? ?m\b\.?"
_BEFORE = (
    r"(?:(?<=\bat )|(?<=\bby )|(?<=\buntil )|(?<=\btill )|(?<=\btil )|(?<=\bbefore )"
    r"|(?<=\bafter )|(?<=\bpast )|(?<=\baround )|(?<=\babout )|(?<=\bfrom )|(?<=\bbetween )"
    r"|(?<=\bsince )|(?<=\bfor ))"
)
_NO_TIME_AFTER = (
    r"(?![.,:]?\d)(?! ?(?:%|percent|per cent|degrees?\b|°|celsius|fahrenheit|kelvin|k\b|c\b|f\b|lux"
    r"|watts?\b|w\b|volts?\b|minutes?|mins?\b|hours?|hrs?\b|seconds?|secs?\b|days?\b|weeks?|months?"
    r"|years?|km\b|kilomet|met(?:er|re)|miles?\b|m\b|times?\b|lights?\b|lamps?\b|people|persons?"
    r"|of\b|or more|or less))"
)
_CLOCKS = tuple(map(re.compile, (
    rf"(?P<part>half|(?:a )?quarter)[ -](?P<side>past|to|till|before|after) (?P<hour>{_HOUR})\b"
    rf"(?: o'?clock)?(?: ?{_HALF_DAY.format('half_day')})?",
    rf"(?<!from )(?<!between ){_BEFORE}(?P<part>{_MINUTE}|\d{{1,2}})(?: minutes?)? (?P<side>past|to|till|before|after)"
    rf" (?P<hour>{_HOUR})\b(?: o'?clock)?(?: ?{_HALF_DAY.format('half_day')})?{_NO_TIME_AFTER}",
    rf"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?: ?{_HALF_DAY.format('half_day')})?"
    r"(?: hours| hrs)?",
    rf"(?P<hour>1[0-2]|0?\d)(?:[.h ]?(?P<minute>[0-5]\d))? ?{_HALF_DAY.format('half_day')}",
    rf"(?P<hour>{_HOUR})(?: (?P<spoken>{_MINUTE}))? ?{_HALF_DAY.format('half_day')}",
    rf"(?P<hour>{_HOUR}) ?o'?clock(?: ?{_HALF_DAY.format('half_day')})?",
    r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d) (?:hours|hrs)\b",
    rf"{_BEFORE}(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\b{_NO_TIME_AFTER}",
    rf"{_BEFORE}(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)\b{_NO_TIME_AFTER}",
    rf"{_BEFORE}half (?P<half_of>{_HOUR})\b{_NO_TIME_AFTER}",
    rf"{_BEFORE}(?P<hour>{_HOUR}) (?P<spoken>{_MINUTE})\b{_NO_TIME_AFTER}",
    rf"{_BEFORE}(?P<hour>{_HOUR})\b{_NO_TIME_AFTER}",
    rf"(?:12 |twelve )?(?P<fixed>{'|'.join(_FIXED)})\b",
)))  # fmt: skip
# The second end of a range: "between #0 and 6", "from #0 to six thirty".
_RANGE_END = re.compile(
    rf"(?<=(?P<start>#\d)) (?:and|to|till|until|-|through) (?P<hour>{_HOUR})\b{_NO_TIME_AFTER}"
)
_SPELLED = re.compile(r"\b([ap])\.? m\b\.?")
_SUN = re.compile(
    rf"(?<!after )(?<!before )\b(?:the )?(?P<word>{'|'.join(w for w in _SUN_WORDS if w != 'dark')})\b"
    r"|(?<=\bafter )(?:the )?(?P<after>sunset|sunrise|dawn|dusk|sundown|sunup|nightfall|daybreak|dark)\b"
    r"|(?<=\bbefore )(?:the )?(?P<before>sunset|sunrise|dawn|dusk|sundown|sunup|nightfall|daybreak|dark)\b"
)
_LEVEL_AT = re.compile(
    r"^(?:(?:please|and|then|also|just|now|can you|could you|would you|will you) )*"
    r"(?:set|put|dim|keep|make|adjust|change|brighten|hold|raise|lower|bring|drop)\b"
)
_LEVEL_THING = re.compile(
    r"\b(?:volume|brightness|thermostats?|heating|heat|heater|temperature|ac|air con\w*|radiators?"
    r"|speed|fans?|blinds?|shades?|shutters?|curtains?|position|humidi\w+)\b"
)
# "on cool at 21": how warm, not when.
_MODE_AT = re.compile(r"\b(?:on|to|in|into) (?:cool|cooling|heat|heating|auto|dry)(?: mode)?$")
_HAS_VALUE = re.compile(
    r"\bto \w|%|\bpercent\b|\bdegrees?\b|°|\b(?:on|off|up|down|open|closed?|warmer|cooler|brighter)\b"
)
_BARE_AT = re.compile(rf"\bat (?P<hour>\d{{1,2}}|{'|'.join(_SMALL)})\b(?![:.]\d)(?! ?[ap]\.? ?m\b)"
                      r"(?! o'?clock)")  # fmt: skip
_TWELVE, _LAST_HOUR = 12, 24
_DISTANCE = re.compile(
    r"\b(?P<number>\d+(?:[.,]\d+)?(?= ?[a-z])|(?:half an?|an?|one|two|three|five|ten|twenty|fifty"
    r"|(?:a|one|two|five) hundred)(?= )) ?(?P<unit>km|kms|kilomet(?:er|re)s?|m|met(?:er|re)s?"
    r"|miles?|mi|yards?|feet|ft)\b"
    r"(?= (?:away|from|of|or less|around|near|out|to (?:home|the house))|$|,)"
)
_UNIT_M = {"k": 1000.0, "mi": 1609.344, "y": 0.9144, "f": 0.3048, "m": 1.0}
_NUMBERS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "five": 5.0, "ten": 10.0,
            "half a": 0.5, "half an": 0.5, "twenty": 20.0, "fifty": 50.0, "a hundred": 100.0,
            "one hundred": 100.0, "two hundred": 200.0, "five hundred": 500.0}  # fmt: skip


@record(frozen=True, slots=True)
class Clock:
    """A time of day as said. Unless `is_sure`, morning or evening was left open (hour 1 to 12)."""

    hour: int
    minute: int = 0
    is_sure: bool = True


@record(frozen=True, slots=True)
class Sun:
    """Sunrise or sunset, and seconds after it (before it if negative)."""

    event: SunEvent
    offset_s: float = 0.0


Point = Clock | Sun


@record(frozen=True, slots=True)
class Masked:
    """A sentence whose times are masked: `#n` points, `<n>` lengths in seconds, `~n` metres."""

    text: str
    points: tuple[Point, ...] = ()
    lengths_s: tuple[float, ...] = ()
    distances_m: tuple[float, ...] = ()
    said: tuple[tuple[str, str], ...] = ()

    def restored(self, text: str) -> str:
        """Put back the words for every mask left in `text`."""
        for mask, words in reversed(self.said):
            text = text.replace(mask, words)
        return " ".join(text.split())


def mask(said: str) -> Masked:
    """Mask the times in a plain lower-case English sentence (`said_plainly`)."""
    masks: list[tuple[str, str]] = []
    distances: list[float] = []

    def far(match: re.Match[str]) -> str:
        masks.append((f"~{len(distances)}", match.group()))
        distances.append(_number(match["number"]) * _metres(match["unit"]))
        return masks[-1][0]

    points: list[Point] = []
    said = _SPELLED.sub(r"\1m", said)
    text = _clocks(_DISTANCE.sub(far, said), points, masks)
    text = _suns(text, points, masks)
    lengths = take_durations(text)
    masks += [(f"<{n}>", words) for n, words in enumerate(lengths.texts)]
    return Masked(lengths.skeleton, tuple(points), lengths.seconds, tuple(distances), tuple(masks))


def _clocks(text: str, points: list[Point], masks: list[tuple[str, str]]) -> str:
    level = _level(text)
    for pattern in _CLOCKS:
        at = 0
        while (match := pattern.search(text, at)) is not None:
            clock = _clock(match)
            is_word = match.start() > 0 and re.match(r"[\w.#<~]", text[match.start() - 1])
            if clock is None or is_word or match.start() == level:
                at = match.end()
                continue
            text = _put(text, match.span(), clock, points, masks)
            at = match.start() + 2
    while (match := _RANGE_END.search(text)) is not None:
        clock = _clock(match)
        span = match.span("hour")
        if clock is None:
            break
        text = _put(text, span, clock, points, masks)
    return text


def _level(text: str) -> int:
    """Return where "at 20" is a level ("set the volume at 20"), not a time; -1 if nowhere."""
    match = _BARE_AT.search(text)
    if match is None:
        return -1
    others = text[: match.start()] + text[match.end() :]
    hour = _HOURS.get(match["hour"]) or int(match["hour"])
    is_set = _LEVEL_AT.search(text) is not None and _HAS_VALUE.search(others) is None
    is_mode = hour > _TWELVE and _MODE_AT.search(text[: match.start()].rstrip()) is not None
    is_level = is_set or is_mode or (hour > _TWELVE and _LEVEL_THING.search(others) is not None
                          and re.search(r"\d|#", others) is None)  # fmt: skip
    return match.start("hour") if is_level else -1


def _put(
    text: str, span: tuple[int, int], point: Point, points: list[Point],
    masks: list[tuple[str, str]],
) -> str:  # fmt: skip
    masks.append((f"#{len(points)}", text[slice(*span)]))
    points.append(point)
    return f"{text[: span[0]]}{masks[-1][0]}{text[span[1] :]}"


def _suns(text: str, points: list[Point], masks: list[tuple[str, str]]) -> str:
    while (match := _SUN.search(text)) is not None:
        word = match["word"] or match["after"] or match["before"]
        text = _put(text, match.span(), Sun(_SUN_WORDS[word]), points, masks)
    return text


def _clock(match: re.Match[str]) -> Clock | None:
    found = match.groupdict()
    if found.get("fixed"):
        return Clock(*_FIXED[found["fixed"]])
    if found.get("half_of"):
        return Clock(_hour(found["half_of"]), 30, is_sure=False)
    hour = _hour(found["hour"])
    minute = int(found.get("minute") or 0) or _MINUTES.get(found.get("spoken") or "", 0)
    if found.get("part"):
        part = found["part"]
        minute = int(part) if part.isdecimal() else _MINUTES[part]
        if found["side"] in {"to", "till", "before"}:
            hour, minute = (hour - 1) % _LAST_HOUR or _TWELVE, 60 - minute
    if hour > _LAST_HOUR or not 0 <= minute < 60:  # noqa: PLR2004 - the clock
        return None
    half_day = found.get("half_day")
    if half_day:
        if hour > _TWELVE:
            return Clock(hour % _LAST_HOUR, minute)
        return Clock(hour % _TWELVE + (_TWELVE if half_day == "p" else 0), minute)
    is_sure = hour > _TWELVE or hour == 0 or found["hour"].startswith("0")
    return Clock(hour % _LAST_HOUR, minute, is_sure=is_sure)


def _hour(text: str) -> int:
    return _HOURS.get(text) or int(text)


def _number(text: str) -> float:
    return _NUMBERS[text] if text in _NUMBERS else float(text.replace(",", "."))


def _metres(unit: str) -> float:
    return next(size for start, size in _UNIT_M.items() if unit.startswith(start))
