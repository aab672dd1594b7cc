""" "The lights and living room": "in" that was heard as "and", before a place."""

import re

from hub.home.home import Home
from hub.language.names import plain

_AND = re.compile(r"\band\b", re.IGNORECASE)
_HERE = frozenset(["here"])
_ARTICLES = frozenset(["the", "my", "our"])


def in_for_and(text: str, home: Home) -> str | None:
    """Return a sentence with "in" where a place follows "and" and none came before, else None."""
    places = _places(home)
    for found in _AND.finditer(text):
        before, after = plain(text[: found.start()]), plain(text[found.end() :]).split()
        after = after[1:] if after[:1] and after[0] in _ARTICLES else after
        is_place = any(" ".join(after[:width]) in places for width in range(1, len(after) + 1))
        if is_place and not any(f" {place} " in f" {before} " for place in places):
            return f"{text[: found.start()]}in{text[found.end() :]}"
    return None


def _places(home: Home) -> frozenset[str]:
    named = (*home.areas.values(), *home.floors.values())
    names = (plain(name) for place in named for name in (place.name, *place.aliases))
    return frozenset(names) | _HERE
