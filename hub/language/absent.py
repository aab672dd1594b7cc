"""Orders about things this home does not have, told apart from misspelt names."""

import difflib
import re

from hub.home.home import Home
from hub.language.kinds import domain_words, stem
from hub.language.names import plain

# How alike a word must be to a known one to pass for its misspelling.
ALIKE = 0.8

_ORDER = re.compile(
    r"(?:(?:turn|switch) (?:on|off)|activate|deactivate|open|close|shut|start|stop|lock|unlock"
    r"|toggle|dim) (?:the |my |our )?(?P<late>\w+(?: \w+)?)"
    r"|(?:turn|switch) (?:the |my |our )?(?P<early>\w+(?: \w+)?) (?:on|off)"
)
_KINDS = domain_words()
_POINTING = frozenset({
    "it", "that", "this", "them", "they", "these", "those", "everything", "all", "anything",
    "something", "one", "ones", "both", "other", "others", "every", "each", "up", "down", "in",
    "on", "off", "to", "at", "of", "and", "or", "not", "my", "the", "here", "there", "now",
    "again", "back", "house", "home", "room", "rooms", "place", "mode", "scene", "party", "music",
})  # fmt: skip


_PLACE = re.compile(r"\b(?:in|inside|throughout) (?:the |my |our )?(?P<place>\w+(?: \w+)?)")
_NO_PLACE = frozenset({
    "red", "green", "blue", "white", "yellow", "orange", "purple", "pink", "colour", "color",
    "percent", "degrees", "bed", "case", "fact", "general", "total", "every", "both", "mode",
})  # fmt: skip


def absent_place(said: str, home: Home) -> str | None:
    """Return the place that an English sentence names with "in" and that this home has not."""
    found = _PLACE.search(plain(said))
    if found is None:
        return None
    words = found["place"].split()
    known = words_of(home)
    if words[0] in _NO_PLACE or any(_may_be_here(word, known) for word in words):
        return None
    return words[0]


def words_of(home: Home) -> frozenset[str]:
    """Return every word, and its stem, that areas, floors and entities go by."""
    names: list[str] = []
    for named in (home.areas, home.floors, home.entities):
        for one in named.values():
            names += (one.name, *one.aliases)
    words = {word for name in names for word in plain(name).split()}
    return frozenset(words | {stem(word) for word in words})


def absent_thing(said: str, known: frozenset[str]) -> str | None:
    """Return the thing that an English order names and of which no word is among `known`."""
    order = _ORDER.fullmatch(plain(said))
    if order is None:
        return None
    thing = order["late"] or order["early"]
    words = thing.split()
    if any(_may_be_here(word, known) for word in words):
        return None
    return str(thing)


def _may_be_here(word: str, known: frozenset[str]) -> bool:
    if word in _POINTING or stem(word) in _KINDS or word in known or stem(word) in known:
        return True
    return bool(difflib.get_close_matches(word, known, n=1, cutoff=ALIKE)) or bool(
        difflib.get_close_matches(stem(word), _KINDS, n=1, cutoff=ALIKE)
    )
