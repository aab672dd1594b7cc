"""Which plain sentences of this home sound most like what was heard."""

import re
from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from hub.home.home import Home
from hub.home.plan import Heard
from hub.language.heard.frames import NUMBER, sentences_of
from hub.language.heard.homophones import with_homophones
from hub.language.heard.sound_index import ROUGH
from hub.language.heard.sounds import sounds_of
from hub.language.heard.tidying import tidied
from hub.language.names import plain

# So many are weighed; each costs the engine 25 ms.
MOST_GUESSES = 8
# Of what sounds less alike than this, nothing was said.
LEAST_ALIKE = 0.45
_READINGS = 3
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_ENGLISH = "en"

_Sounds = tuple[tuple[str, tuple[str, ...]], ...]
_KNOWN: WeakKeyDictionary[Home, tuple[int, _Sounds]] = WeakKeyDictionary()


def guesses(heard: Heard, home: Home) -> tuple[str, ...]:
    """Return the sentences that sound most like what was heard in English, the likest first."""
    said = [tidied(text, _ENGLISH) for text in (heard.text, *heard.others)[:_READINGS]]
    numbers = _numbers(said)
    choices = dict(_spoken(home, numbers))
    sentences, sounds = list(choices), list(choices.values())
    alike: dict[str, float] = {}
    for text in said:
        for _, share, place in process.extract(
            _rough(text),
            sounds,
            scorer=Levenshtein.normalized_similarity,
            limit=MOST_GUESSES,
            score_cutoff=LEAST_ALIKE,
        ):
            sentence = sentences[place]
            alike[sentence] = max(share, alike.get(sentence, 0.0))
    return tuple(sorted(alike, key=lambda one: -alike[one])[:MOST_GUESSES])


def _spoken(home: Home, numbers: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Yield the sentences with how they sound; those with a number once for each number heard."""
    for sentence, parts in _sounds(home):
        if len(parts) == 1:
            yield sentence, parts[0]
        for number in numbers if len(parts) > 1 else ():
            yield sentence.replace(NUMBER, number, 1), _rough(number).join(parts)


def _sounds(home: Home) -> _Sounds:
    """Return how each sentence of a home sounds, in two parts where a number stands between."""
    version, known = _KNOWN.get(home, (-1, ()))
    if version != home.version:
        known = tuple((one, tuple(map(_rough, one.split(NUMBER, 1)))) for one in sentences_of(home))
        _KNOWN[home] = (home.version, known)
    return known


def _rough(text: str) -> str:
    return sounds_of(plain(text), _ENGLISH).translate(ROUGH)


def _numbers(said: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers that may have been said, in figures."""
    found = (number for text in said for number in _NUMBER.findall(with_homophones(text)))
    return tuple(dict.fromkeys(found))[:2]
