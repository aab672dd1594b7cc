"""Which sentences may have been said instead of what was heard, to be held against the sound."""

from collections.abc import Iterable, Iterator

from hub.home.home import Home
from hub.home.plan import Heard
from hub.language.heard.guessing import guesses
from hub.language.heard.places import in_for_and
from hub.language.heard.prefixes import with_prefixes
from hub.language.heard.repairing import repairs_of
from hub.language.heard.tidying import tidied
from hub.language.heard.turning_round import turned_round
from hub.language.heard.vocabulary import Vocabulary
from hub.language.names import plain

# How many of the engine's other readings are weighed; of how many of them those in which a torn
# verb is put together, and so many that sound like each.
_OTHERS, _JOINED, _REPAIRED, _REPAIRS = 4, 3, 2, 3
_ENGLISH = "en"


def opposites(heard: Heard) -> tuple[str, ...]:
    """Return what was heard as an order turned round."""
    return _ended(turned_round(heard.text), but=heard.text)


def other_names(heard: Heard, home: Home) -> tuple[str, ...]:
    """Return what was heard turned round, and with other names of this home."""
    return _ended((*turned_round(heard.text), *guesses(heard, home)), but=heard.text)


def all_candidates(heard: Heard, home: Home, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return what else may have been said by somebody who was not understood."""
    readings = (heard.text, *heard.others)
    joined = (text for reading in readings[:_JOINED] for text in with_prefixes(reading))
    placed = in_for_and(tidied(heard.text, _ENGLISH), home)
    found = _in_turn(guesses(heard, home), _repairs(readings[:_REPAIRED], vocabulary))
    first = (*joined, *turned_round(heard.text), *(() if placed is None else (placed,)))
    return _ended((*first, *heard.others[:_OTHERS], *found), but=heard.text)


def _repairs(readings: Iterable[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what sounds like readings in the words that may be said here."""
    for text in readings:
        found = repairs_of(tidied(text, _ENGLISH), vocabulary, _ENGLISH)
        yield from [one.text for one in found if one.changes][:_REPAIRS]


def _in_turn(one: Iterable[str], other: Iterable[str]) -> Iterator[str]:
    ones, others = list(one), list(other)
    for at in range(max(len(ones), len(others))):
        yield from (*ones[at : at + 1], *others[at : at + 1])


def _ended(texts: Iterable[str], *, but: str) -> tuple[str, ...]:
    """Return sentences once each, with a sign at their ends, but one."""
    ended = (text if text[-1:] in ".?!" else f"{text}." for text in texts)
    return tuple(text for text in dict.fromkeys(ended) if plain(text) != plain(but))
