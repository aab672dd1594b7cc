"""The words that may be said here: those of a language's commands, and the names of the home."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from weakref import WeakKeyDictionary

import home_assistant_intents

from hub.home.home import Home
from hub.language.heard.sound_index import SoundIndex, Spoken
from hub.language.heard.sounds import sounds_of
from hub.language.heard.word_order import SYMBOLS, word_pairs
from hub.language.understanding.lexicon import lexicon_for
from hub.language.understanding.lexicon.tables import Tag
from hub.language.wording import base_language
from hub.record import record

# What is in braces or brackets names lists and rules, or is optional.
_NO_WORDS = re.compile(r"\{[^}]*\}|<[^>]*>|[\[(][^\[\]()]*[\])]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
# Words of these kinds may be meant where something else was heard.
_TAGS = (
    Tag.VERB, Tag.PARTICLE, Tag.KIND, Tag.QUANT, Tag.STATE, Tag.PRONOUN, Tag.PROPERTY, Tag.LEVEL,
    Tag.SPEED, Tag.WHITE, Tag.CHANGE, Tag.DEGREE, Tag.MODE, Tag.PREP, Tag.TO, Tag.ARTICLE,
    Tag.JOINT, Tag.EXCEPT, Tag.EVERYTHING,
)  # fmt: skip
_COLORS = "red green blue yellow orange purple pink white violet turquoise cyan magenta gold"
# Misspellings that the lexicon knows; nobody says them.
_TYPOS = frozenset(
    ["trun", "tunr", "trn", "tun", "swich", "swith", "swtich", "swithc", "tern", "fourty", "un"]
)
# What a rare word costs more than a usual one, and a word that stands alone for a name.
_RAREST = 0.5
_OWN = 0.05
_MOST_PARTS = 6

_KNOWN: WeakKeyDictionary[Home, tuple[int, dict[str, "Vocabulary"]]] = WeakKeyDictionary()


@record(frozen=True, slots=True)
class Vocabulary:
    """What may be said: `index` by sound, `own` the words of names, `pairs` what follows what."""

    index: SoundIndex
    own: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    numbers: frozenset[str]


@record(frozen=True, slots=True)
class _LanguageWords:
    extras: Mapping[str, float]
    pairs: frozenset[tuple[str, str]]
    numbers: frozenset[str]


def vocabulary_of(home: Home, language: str) -> Vocabulary:
    """Return what may be said of a home, built anew after the home changed.

    The words of the language should be there: see `language_words`.
    """
    version, made = _KNOWN.get(home, (-1, {}))
    if version != home.version:
        version, made = home.version, {}
        _KNOWN[home] = (version, made)
    spoken_in = base_language(language)
    if spoken_in not in made:
        made[spoken_in] = _built(home, spoken_in)
    return made[spoken_in]


def _built(home: Home, language: str) -> Vocabulary:
    words = language_words(language)
    names = list(dict.fromkeys(_names(home)))
    own = frozenset(word.casefold() for name in names for word in name.split())
    index = SoundIndex(_spoken(words.extras, own, names, language))
    return Vocabulary(index, own, words.pairs, words.numbers)


def _spoken(
    extras: Mapping[str, float], own: frozenset[str], names: Iterable[str], language: str
) -> Iterator[Spoken]:
    for word, extra in extras.items():
        if word not in own:
            yield Spoken(word, sounds_of(word, language), extra)
    for word in sorted(own):
        yield Spoken(word, sounds_of(word, language), _OWN)
    for name in names:
        if 1 < len(name.split()) <= _MOST_PARTS:
            yield Spoken(name, sounds_of(name, language))


def _names(home: Home) -> Iterator[str]:
    for entity in home.entities_of():
        yield from (entity.name, *entity.aliases)
    for area in home.areas.values():
        yield from (area.name, *area.aliases)
    for floor in home.floors.values():
        yield from (floor.name, *floor.aliases)


@lru_cache(maxsize=8)
def language_words(language: str) -> _LanguageWords:
    """Return the words of a language's commands; takes some 500 ms once, and reads files."""
    pairs = word_pairs(language)
    counted = Counter(word for pair in pairs for word in pair if word not in SYMBOLS)
    counted.update(_listed_words(language))
    for word in _lexicon_words(language):
        counted[word] += 2
    most = math.log1p(max(counted.values(), default=1))
    extras = {w: _RAREST * (1 - math.log1p(count) / most) for w, count in counted.items()}
    lexicon = lexicon_for(language)
    return _LanguageWords(extras, pairs, frozenset(lexicon.numbers if lexicon else ()))


def _listed_words(language: str) -> Iterator[str]:
    """Yield the words of states, colours and other things that templates list."""
    data = home_assistant_intents.get_intents(language) or {}
    for each in (data.get("lists") or {}).values():
        for value in each.get("values") or () if isinstance(each, Mapping) else ():
            said = value.get("in") if isinstance(value, Mapping) else value
            if isinstance(said, str):
                yield from _WORD.findall(_NO_WORDS.sub(" ", said.casefold()))


def _lexicon_words(language: str) -> Iterable[str]:
    lexicon = lexicon_for(language)
    if lexicon is None:
        return ()
    phrases = [phrase for tag in _TAGS for table in (lexicon.phrases.get(tag) or {}).values()
               for phrase in table.split("|")]  # fmt: skip
    phrases += [phrase for table in lexicon.kind_words.values() for phrase in table.split("|")]
    words = {word for phrase in phrases for word in phrase.split() if len(word) > 1}
    units = {word for unit in lexicon.units for word in unit.split() if len(word) > 1}
    return sorted((words | units | set(lexicon.numbers) | set(_COLORS.split())) - _TYPOS)
