"""Where a place follows "and", "in" was said: "the lights and living room"."""

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
    rooms = [(area.name, *area.aliases) for area in home.areas.values()]
    floors = [(floor.name, *floor.aliases) for floor in home.floors.values()]
    return frozenset(plain(name) for names in (*rooms, *floors) for name in names) | _HERE
