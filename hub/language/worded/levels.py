"""Numbers in orders: figures, spelled-out numbers, and the word before that says "to" or "by"."""

import re
from functools import cache

from hub.language.worded.change_words import CHANGE_WORDS
from hub.language.worded.folding import fold, variants
from hub.language.worded.numbers import spelled
from hub.language.worded.order_words import ORDER_WORDS

_DIGITS = re.compile(r"\d+(?:p\d+)?")
# Words before a number, such as "about", that are looked over for "to" and "by".
_REACH = 2
Phrases = frozenset[tuple[str, ...]]


def value_of(token: str) -> float | None:
    """Return the number that a token stands for ("21p5" is 21.5); None if it is a word."""
    return float(token.replace("p", ".")) if _DIGITS.fullmatch(token) else None


def with_figures(tokens: list[str], language: str) -> list[str]:
    """Return the words with numbers before a unit, or after "to" or "by", in figures."""
    numbers, units = _numbers(language), _units(language)
    made: list[str] = []
    at = 0
    while at < len(tokens):
        for size in (3, 2, 1):
            value = numbers.get(tuple(tokens[at : at + size]))
            after = tuple(tokens[at + size : at + size + 2])
            if value is not None and (after in units or after[:1] in units):
                made.append(str(value))
                at += size
                break
        else:
            made.append(tokens[at])
            at += 1
    return made


def direction(tokens: list[str], language: str) -> str | None:
    """Return whether the words before a number end in "to" or "by"; None if in neither."""
    words = CHANGE_WORDS[language]
    to, by, about = (_phrases(text) for text in (words.to, words.by, words.about))
    for _ in range(_REACH):
        for size in (2, 1):
            before = tuple(tokens[-size:])
            if len(before) == size and before in by and before not in to:
                return "by"
            if len(before) == size and before in to:
                return "to"
        if tuple(tokens[-1:]) not in about:
            return None
        tokens = tokens[:-1]
    return None


@cache
def _phrases(pattern: str) -> Phrases:
    return frozenset(variants(pattern))


@cache
def _units(language: str) -> Phrases:
    words = ORDER_WORDS[language]
    return _phrases(f"{words.percent}|{words.degrees}")


@cache
def _numbers(language: str) -> dict[tuple[str, ...], int]:
    return {
        tuple(fold(text).split()): number
        for text, number in spelled(language).items()
        if number > 1
    }
