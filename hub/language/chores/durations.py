"""Lengths of time in English, found in a sentence: "an hour and a half", "90 secs", "1h 30m"."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re

from hub.record import record

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = (
    {word: float(value) for value, word in enumerate(_SMALL)}
    | {word: 10.0 * value for value, word in enumerate(_TENS, start=2)}
    | {"a": 1.0, "an": 1.0, "a couple": 2.0, "a couple of": 2.0, "couple of": 2.0}
    | {"a hundred": 100.0, "one hundred": 100.0, "hundred": 100.0}
)
_FRACTIONS = {
    "half": 0.5,
    "a half": 0.5,
    "a quarter": 0.25,
    "quarter": 0.25,
    "three quarters": 0.75,
}
_UNITS = {
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0,
    "m": 60.0, "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0,
    "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0, "hours": 3600.0,
    "day": 86400.0, "days": 86400.0,
}  # fmt: skip

_TEN = "|".join(_TENS)
_UNIT_NUMBER = "|".join(_SMALL[1:10])
_NUMBER = (
    rf"\d+(?:[.,]\d+)?|(?:{_TEN})(?:[ -](?:{_UNIT_NUMBER}))?|{'|'.join(reversed(_SMALL))}"
    r"|(?:a|one) hundred|(?:a )?couple(?: of)?|an?"
)
_PART = "half|a half|three quarters|a quarter"
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_TERM = re.compile(
    # "half an hour", "three quarters of an hour"
    rf"(?P<part>half|three quarters|(?:a )?quarter)[ -](?:of )?(?:an? )?(?P<part_unit>hour"
    rf"|minute)\b"
    # "two and a half hours"
    rf"|(?P<mixed>{_NUMBER}) (?:and )?(?P<mixed_part>{_PART})[ -]"
    rf"(?P<mixed_unit>hours?|minutes?|mins?|days?)\b"
    # "hour and a half", "hour and twenty minutes"
    rf"|(?P<bare>hour)(?= and (?:{_PART}|(?:{_NUMBER}) minutes?)\b)(?: and (?P<bare_more>{_PART})\b)?"
    # "an hour and a half", "90 seconds", "ten-minute", "1h"
    rf"|(?P<number>{_NUMBER})(?:[ -]|(?<=\d))(?P<unit>{_UNIT})(?:\b|(?=\d))"
    rf"(?: and (?P<more>{_PART})\b(?! (?:an? )?(?:hour|minute))"
    # "1 hour 30"
    rf"|(?<=hour) (?:and )?(?P<minutes>[1-5]\d|{_TEN})(?= timer|$)"
    r"|(?<=h)(?P<min>[1-5]\d)(?= timer|$)"
    rf"|(?:(?<=minute)|(?<=minutes)) (?:and )?(?P<over>[1-5]\d|{_TEN})(?= timer|$))?"
)
_STARTS = re.compile(r"(?<![\w.,:])(?=[\dhtacqosefnz])")
_HALF = re.compile(r"\b1/2\b|½")
_JOINT = re.compile(r"(?:,? and |, | )?")
# "start a second timer" has no length.
_ORDINAL = re.compile(r"an? second (?:timer|one|countdown)\b")


@record(frozen=True, slots=True)
class Durations:
    """A sentence with its lengths of time taken out: `skeleton` holds `<0>`, `<1>` for them.

    `texts` are their words as they were said.
    """

    skeleton: str
    seconds: tuple[float, ...]
    texts: tuple[str, ...]


def take_durations(said: str) -> Durations:
    """Return a lower-case sentence with its lengths of time, in seconds, taken out."""
    said = _HALF.sub("half", said)
    pieces: list[str] = []
    found: list[float] = []
    texts: list[str] = []
    at = 0
    for start in (match.start() for match in _STARTS.finditer(said)):
        if start < at:
            continue
        length = _duration(said, start)
        if length is None:
            continue
        seconds, end = length
        pieces += [said[at:start], f"<{len(found)}>"]
        found.append(seconds)
        texts.append(said[start:end])
        at = end
    return Durations("".join((*pieces, said[at:])), tuple(found), tuple(texts))


def _duration(said: str, start: int) -> tuple[float, int] | None:
    """Return the seconds of the length that begins at `start`, and where it ends."""
    if _ORDINAL.match(said, start):
        return None
    total, end, smallest = 0.0, start, float("inf")
    while (match := _TERM.match(said, start)) is not None:
        seconds, unit = _seconds(match)
        if unit >= smallest:
            break
        total, end, smallest = total + seconds, match.end(), unit
        joint = _JOINT.match(said, end)
        start = joint.end() if joint else end
    return (total, end) if end > 0 and total > 0 else None


def _seconds(match: re.Match[str]) -> tuple[float, float]:
    """Return what a term comes to in seconds, and its unit in seconds."""
    if match["part"]:
        unit = _UNITS[match["part_unit"]]
        return _FRACTIONS[match["part"]] * unit, unit
    if match["mixed"]:
        unit = _UNITS[match["mixed_unit"]]
        return (_value(match["mixed"]) + _FRACTIONS[match["mixed_part"]]) * unit, unit
    if match["bare"]:
        unit = _UNITS[match["bare"]]
        return (1.0 + (_FRACTIONS[match["bare_more"]] if match["bare_more"] else 0.0)) * unit, unit
    unit = _UNITS[match["unit"]]
    more = _FRACTIONS[match["more"]] * unit if match["more"] else 0.0
    minutes = _value(match["minutes"] or match["min"] or "0")
    seconds = _value(match["over"] or "0")
    return _value(match["number"]) * unit + more + minutes * _UNITS["minute"] + seconds, unit


def _value(number: str) -> float:
    if number[0].isdecimal():
        return float(number.replace(",", "."))
    if number in _WORDS:
        return _WORDS[number]
    if number.endswith("hundred"):
        return 100.0
    if "couple" in number:
        return 2.0
    tens, _, units = number.replace("-", " ").partition(" ")
    return _WORDS[tens] + (_WORDS[units] if units else 0.0)
