"""Words as they are compared: without case, accents and punctuation."""

import re
import unicodedata
from collections.abc import Iterator

_NOT_WORD = re.compile(r"[^\w]+|_", re.UNICODE)
_GROUP = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")


def fold(text: str) -> str:
    """Return `text` in lower case and without accents, its words joined by single blanks."""
    split = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in split if not unicodedata.combining(char))
    return " ".join(_NOT_WORD.sub(" ", bare).split())


def variants(pattern: str) -> Iterator[tuple[str, ...]]:
    """Yield the phrases of "a|b", each as folded words; `[x]` is optional, `(x|y)` a choice."""
    for phrase in _outer(pattern):
        yield from _spelled_out(phrase)


def _outer(pattern: str) -> Iterator[str]:
    depth = start = 0
    for place, char in enumerate(pattern):
        depth += (char in "[(") - (char in "])")
        if char == "|" and depth == 0:
            yield pattern[start:place]
            start = place + 1
    yield pattern[start:]


def _spelled_out(phrase: str) -> Iterator[tuple[str, ...]]:
    found = _GROUP.search(phrase)
    if found is None:
        words = tuple(fold(phrase).split())
        if words:
            yield words
        return
    is_optional = found[1] is not None
    choices = (found[1] if is_optional else found[2]).split("|")
    for choice in [*choices, *([""] if is_optional else [])]:
        yield from _spelled_out(f"{phrase[: found.start()]}{choice}{phrase[found.end() :]}")
