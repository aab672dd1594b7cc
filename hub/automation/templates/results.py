"""What a rendered text means: "5" is a number, "[1]" a list, "007" stays text.

As Home Assistant parses results: a Python literal, unless it is a text itself, or a number not
written plainly ("1_000", "0x10", "1e5").
"""

import re
import warnings
from ast import literal_eval
from functools import lru_cache
from typing import Any

# Longer ones stay text: the parser needs some 0.7 microseconds a character.
MAX_LITERAL = 65_536

_PLAIN_NUMBER = re.compile(r"[+-]?(?!0\d)\d*(?:\.\d*)?")
_SHORT_INT = re.compile(r"-?[1-9]\d{0,14}|0")
# Nothing else begins a literal, after the blanks that Python skips.
_MAY_BE_LITERAL = re.compile(r"[-+.\d(\[{'\"#\\]|None|True|False|set\(|[bBrRuU]{1,2}['\"]")
_WORDS = {"True": True, "False": False, "None": None}


class ListResult(list[Any]):
    """A list that is written as the template wrote it."""

    def __init__(self, value: list[Any], text: str) -> None:
        super().__init__(value)
        self._text = text

    def __str__(self) -> str:
        return self._text


class DictResult(dict[Any, Any]):
    """A mapping that is written as the template wrote it."""

    def __init__(self, value: dict[Any, Any], text: str) -> None:
        super().__init__(value)
        self._text = text

    def __str__(self) -> str:
        return self._text


def parsed(text: str) -> Any:
    """Return what a rendered text, without blanks around it, means."""
    if _SHORT_INT.fullmatch(text):
        return int(text)
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > MAX_LITERAL or not _MAY_BE_LITERAL.match(text):
        return text
    return _wrapped(_literal(text), text)


@lru_cache(maxsize=512)
def _literal(text: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return text
    if isinstance(value, str | complex) or value is Ellipsis:
        return text
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return text if is_number and not _PLAIN_NUMBER.fullmatch(text) else value


def _wrapped(value: Any, text: str) -> Any:
    """Return a fresh copy, so that nobody changes the one that is kept."""
    if type(value) is list:
        return ListResult(value, text)
    if type(value) is dict:
        return DictResult(value, text)
    return set(value) if type(value) is set else value
