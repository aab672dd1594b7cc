"""Orders put off for a while: "in 5 Minuten", split from what is then to be done."""

import re
from functools import cache

from hub.language.worded.folding import variants
from hub.language.worded.numbers import spelled
from hub.language.worded.timer_words import TIMER_WORDS

_BEFORE = {
    "de": "in|nach", "nl": "over|na|binnen", "fr": "dans|d'ici|après", "es": "dentro de|en|tras",
    "it": "tra|fra|in|dopo",
}  # fmt: skip
_FACTORS = {"hours": 3600.0, "minutes": 60.0, "seconds": 1.0}


def without_delay(said: str, language: str) -> tuple[str, float] | None:
    """Return what is to be done and in how many seconds; None if nothing is put off."""
    if language not in _BEFORE:
        return None
    pattern, numbers = _pattern(language)
    found = pattern.search(said)
    if found is None:
        return None
    seconds = 0.0
    for unit, factor in _FACTORS.items():
        number = found[unit]
        if number:
            value = numbers.get(number.casefold(), numbers.get(number.lower()))
            seconds += factor * (value if value is not None else float(number))
    rest = f"{said[: found.start()]} {said[found.end() :]}".strip(" ,")
    return (" ".join(rest.split()), seconds) if seconds > 0 and rest else None


@cache
def _pattern(language: str) -> tuple[re.Pattern[str], dict[str, float]]:
    words = TIMER_WORDS[language]
    numbers = {**spelled(language), **words.numbers}
    number = "|".join([r"\d+", *sorted(map(re.escape, numbers), key=len, reverse=True)])
    parts = [
        rf"(?:(?P<{unit}>{number}) ?(?:{'|'.join(_phrases(getattr(words, unit)))})\b[ ,]*"
        rf"(?:(?:und|en|et|y|e) )?)?"
        for unit in _FACTORS
    ]
    text = rf"(?:^|(?<=\s))(?:{_BEFORE[language]}) (?=(?:{number}) ?[a-z])" + "".join(parts)
    return re.compile(text, re.IGNORECASE), numbers


def _phrases(pattern: str) -> list[str]:
    found = [" ".join(words) for words in variants(pattern)]
    return sorted(map(re.escape, found), key=len, reverse=True)
