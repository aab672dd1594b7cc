"""How words sound, in each language: English by its own rules, others by their spelling."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from hub.language.heard.english_sounds import english_sounds
from hub.language.wording import base_language

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen"
_TEENS = "fourteen fifteen sixteen seventeen eighteen nineteen"
_ONES = f"{_UNITS} {_TEENS}".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_HUNDRED = 100
_WORD = re.compile(r"[^\W\d_]+|\d+")
# "PM2.5" is heard as "PM25".
_POINT = re.compile(r"(?<=\d)[.,](?=\d)")

# What is spelt in several ways sounds as one letter; in order, on words without accents.
_SPELT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": (
        (r"sch", "S"), (r"tsch", "C"), (r"ch", "h"), (r"ck", "k"), (r"(?<=.)ie", "i"),
        (r"ei|ai|ey", "Y"), (r"eu|oi", "Q"), (r"ph|v", "f"), (r"w", "v"), (r"tz|z", "C"),
        (r"qu", "kv"), (r"st", "St"), (r"sp", "Sp"), (r"(?<=[aeiou])h", ""), (r"d\b", "t"),
        (r"b\b", "p"), (r"g\b", "k"), (r"th", "t"), (r"er\b", "R"), (r"e\b", "@"), (r"y", "u"),
        (r"c", "k"), (r"j", "y"),
    ),
    "fr": (
        (r"eaux?|au", "o"), (r"oi", "wa"), (r"ou", "u"), (r"ch", "S"), (r"ph", "f"), (r"gn", "ny"),
        (r"qu", "k"), (r"c(?=[eiy])", "s"), (r"g(?=[eiy])|j", "Z"), (r"h", ""),
        (r"[ae]in|im", "In"), (r"(?:er|ez|et|ee?s?)\b", "e"), (r"(?<=.)[sxtdp]+\b", ""),
        (r"c", "k"), (r"ill", "iy"), (r"y", "i"),
    ),
    "es": (
        (r"qu", "k"), (r"gu(?=[ei])", "g"), (r"h", ""), (r"v", "b"), (r"z|c(?=[ei])", "s"),
        (r"ll|y", "y"), (r"g(?=[ei])|j", "h"), (r"ch", "C"), (r"c", "k"), (r"x", "ks"),
    ),
    "it": (
        (r"gli", "li"), (r"gn", "ny"), (r"sc(?=[ei])", "S"), (r"ch", "k"), (r"gh", "g"),
        (r"c(?=[ei])", "C"), (r"g(?=[ei])", "J"), (r"h", ""), (r"qu", "kw"), (r"c", "k"),
        (r"z", "C"), (r"j|y", "i"), (r"x", "ks"),
    ),
    "nl": (
        (r"sch", "sh"), (r"ij|ei", "Y"), (r"oe", "u"), (r"eu", "Q"), (r"ui|ou|au", "W"),
        (r"ch|g", "h"), (r"ie", "i"), (r"d\b", "t"), (r"b\b", "p"), (r"v", "f"), (r"z", "s"),
        (r"ck|c(?![eiy])|q", "k"), (r"c", "s"), (r"en\b", "@"), (r"y", "i"), (r"x", "ks"),
        (r"j", "y"),
    ),
}  # fmt: skip


def sounds_of(word: str, language: str) -> str:
    """Return how a word or a figure sounds, one letter a phoneme; the words of a phrase in a row.

    Figures sound in English only: elsewhere they stand for themselves.
    """
    return "".join(
        _sounds(part, base_language(language)) for part in _WORD.findall(_POINT.sub("", word))
    )


@lru_cache(maxsize=20_000)
def _sounds(word: str, language: str) -> str:
    folded = word.casefold()
    if folded.isdecimal():
        return "".join(map(english_sounds, _digits_spoken(folded))) if language == "en" else folded
    parts = unicodedata.normalize("NFD", folded.replace("ß", "ss"))
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    if language == "en":
        return english_sounds(plain)
    said = plain
    for rule, sound in _rules(language):
        said = rule.sub(sound, said)
    return re.sub(r"(.)\1", r"\1", said)


@lru_cache(maxsize=8)
def _rules(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rule), sound) for rule, sound in _SPELT.get(language, ()))


def _digits_spoken(figures: str) -> list[str]:
    number = int(figures)
    if (len(figures) > 1 and figures[0] == "0") or number > _HUNDRED:
        return [_ONES[int(figure)] for figure in figures]
    if number == _HUNDRED:
        return ["one", "hundred"]
    if number < len(_ONES):
        return [_ONES[number]]
    tens, ones = divmod(number, 10)
    return [_TENS.split()[tens - 2], *([_ONES[ones]] if ones else [])]
