"""Candidate selection: out of a whole home, the entities that one sentence can mean."""

import heapq
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from hub.home.events import EntityAdded, EntityRemoved, HomeEvent
from hub.home.home import Home
from hub.home.model import Area, Entity, Floor
from hub.home.plan import Request
from hub.language.candidate import Candidate
from hub.language.kinds import domain_words, stem
from hub.language.names import plain

if TYPE_CHECKING:
    from hub.home.ids import AreaId, FloorId

# What the parts of a score weigh: the whole name said, its words, its area, floor and kind.
WHOLE_NAME = 12.0
NAME_WORDS = 5.0
AREA_SAID = 3.0
FLOOR_SAID = 1.5
KIND_SAID = 2.5
SPEAKERS_AREA = 0.8
SETTINGS_FACTOR = 0.4
# A misspelt word still counts when it shares this much of its letters' threes.
ALIKE = 0.45
ALIKE_WEIGHT = 0.8
# A slip of the fingers, such as two letters in the wrong order, counts as this likeness.
SLIPPED = 0.8

_DOMAIN_WORDS = domain_words()
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "my",
        "our",
        "to",
        "of",
        "in",
        "on",
        "off",
        "at",
        "is",
        "are",
        "be",
        "it",
        "and",
        "or",
        "for",
        "please",
        "turn",
        "switch",
        "set",
        "make",
        "put",
        "all",
        "every",
        "up",
        "down",
        "with",
        "what",
        "which",
        "how",
        "many",
        "any",
        "some",
        "this",
        "that",
        "there",
        "here",
        "room",
    ]
)


def select(home: Home, request: Request, limit: int = 24) -> list[Candidate]:
    """Return the entities that `request` may mean, the likeliest first."""
    index = _INDEXES.get(home)
    if index is None:
        index = _INDEXES[home] = CandidateIndex(home)
    return index.select(home, request, limit)


class CandidateIndex:
    """Which words point to which entities; rebuilt only after the home's make-up changed."""

    def __init__(self, home: Home) -> None:
        self._is_stale = True
        self._places: tuple[object, ...] = ()
        self._entities: list[Entity] = []
        self._names: list[tuple[str, int]] = []
        self._by_word: dict[str, dict[int, float]] = {}
        self._by_area: dict[AreaId, list[int]] = {}
        self._by_floor: dict[FloorId, list[int]] = {}
        self._by_domain: dict[str, list[int]] = {}
        self._place_names: list[tuple[str, frozenset[str], list[int], float]] = []
        self._threes: dict[str, frozenset[str]] = {}
        home.listen(self._listen, EntityAdded, EntityRemoved)

    def select(self, home: Home, request: Request, limit: int) -> list[Candidate]:
        """Return at most `limit` candidates, the likeliest first."""
        self._refresh(home)
        scores = self._scores(request)
        best = heapq.nlargest(limit, scores.items(), key=lambda pair: (pair[1], -pair[0]))
        top = max((score for _, score in best), default=1.0)
        return [self._candidate(home, number, score / top) for number, score in best]

    def _listen(self, _: HomeEvent) -> None:
        self._is_stale = True

    def _scores(self, request: Request) -> dict[int, float]:
        said = _fold(plain(request.text))
        scores: defaultdict[int, float] = defaultdict(float)
        for name, number in self._names:
            if name in said:
                scores[number] += WHOLE_NAME + len(name) / 20
        heard: dict[str, float] = {}
        for word in set(said.split()) - _EMPTY:
            self._score_word(stem(word), scores, heard)
        for numbers, weight in self._places_in(said, heard, request):
            for number in numbers:
                scores[number] += weight
        for number, score in scores.items():
            if self._entities[number].entity_category is not None and score < WHOLE_NAME:
                scores[number] = score * SETTINGS_FACTOR
        return scores

    def _places_in(
        self, said: str, heard: dict[str, float], request: Request
    ) -> Iterator[tuple[list[int], float]]:
        for place, words, numbers, weight in self._place_names:
            if place in said:
                yield numbers, weight
            elif words and words <= heard.keys():
                yield numbers, weight * min(heard[word] for word in words)
        if request.area_id is not None:
            yield self._by_area.get(request.area_id, []), SPEAKERS_AREA

    def _score_word(
        self, word: str, scores: defaultdict[int, float], heard: dict[str, float]
    ) -> None:
        for known, likeness in self._known(word):
            heard[known] = max(likeness, heard.get(known, 0.0))
            for number, weight in self._by_word[known].items():
                scores[number] += NAME_WORDS * weight * likeness
        for domain in _DOMAIN_WORDS.get(word, ()):
            for number in self._by_domain.get(domain, ()):
                scores[number] += KIND_SAID

    def _known(self, word: str) -> list[tuple[str, float]]:
        """Return the words of names that `word` is, contains or resembles."""
        if word in self._by_word:
            return [(word, 1.0)]
        if len(word) < 4:  # noqa: PLR2004 - too short to be misspelt recognisably
            return []
        threes = _threes(word)
        found = []
        for known, known_threes in self._threes.items():
            if len(known) > 3 and known in word:  # noqa: PLR2004 - "Wohnzimmerlampe"
                found.append((known, ALIKE_WEIGHT))
                continue
            shared = len(threes & known_threes)
            likeness = 2 * shared / (len(threes) + len(known_threes)) if shared else 0.0
            if likeness < SLIPPED and _is_slip(word, known):
                likeness = SLIPPED
            if likeness >= ALIKE:
                found.append((known, ALIKE_WEIGHT * likeness))
        return found

    def _candidate(self, home: Home, number: int, score: float) -> Candidate:
        entity = self._entities[number]
        area, floor = home.area_of(entity), home.floor_of(entity)
        return Candidate(
            entity=entity,
            state=home.state(entity.id),
            area_name=area.name if area else None,
            floor_name=floor.name if floor else None,
            score=score,
        )

    def _refresh(self, home: Home) -> None:
        places = (*home.areas.values(), *home.floors.values(), *home.devices.values())
        if not self._is_stale and places == self._places:
            return
        self._places, self._is_stale = places, False
        self._entities = list(home.entities_of())
        self._index_places(home)
        self._index_words(home)

    def _index_places(self, home: Home) -> None:
        self._by_area, self._by_floor, self._by_domain = {}, {}, {}
        for number, entity in enumerate(self._entities):
            self._by_domain.setdefault(entity.domain, []).append(number)
            area, floor = home.area_of(entity), home.floor_of(entity)
            if area:
                self._by_area.setdefault(area.id, []).append(number)
            if floor:
                self._by_floor.setdefault(floor.id, []).append(number)
        self._place_names = []
        for area in home.areas.values():
            self._note_place(area, self._by_area.get(area.id, []), AREA_SAID)
        for floor in home.floors.values():
            self._note_place(floor, self._by_floor.get(floor.id, []), FLOOR_SAID)

    def _note_place(self, place: Area | Floor, numbers: list[int], weight: float) -> None:
        for name in {_fold(plain(name)) for name in (place.name, *place.aliases)} - {""}:
            words = frozenset(stem(word) for word in name.split()) - _EMPTY
            self._place_names.append((name, words, numbers, weight))

    def _index_words(self, home: Home) -> None:
        self._names = []
        words: dict[str, set[int]] = {}
        sizes: dict[int, int] = {}
        for number, entity in enumerate(self._entities):
            mine: set[str] = set()
            for name in (entity.name, *entity.aliases):
                folded = _fold(plain(name))
                if folded:
                    self._names.append((folded, number))
                mine |= {stem(word) for word in folded.split()}
            area = home.area_of(entity)
            mine |= {stem(word) for word in _fold(plain(area.name)).split()} if area else set()
            sizes[number] = max(1, len(mine))
            for word in mine - _EMPTY:
                words.setdefault(word, set()).add(number)
        count = max(2, len(self._entities))
        self._by_word = {
            word: {n: _rarity(count, len(numbers)) / math.sqrt(sizes[n]) for n in numbers}
            for word, numbers in words.items()
        }
        self._threes = {word: _threes(word) for word in words}


# The index lives exactly as long as its home, which listeners must not keep alive.
_INDEXES: WeakKeyDictionary[Home, CandidateIndex] = WeakKeyDictionary()


def _rarity(count: int, having: int) -> float:
    return 0.3 + 0.7 * math.log(count / having) / math.log(count)


def _threes(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _is_slip(word: str, known: str) -> bool:
    """Tell whether the letters are the same but for one, in whatever order, the first in place."""
    if word[0] != known[0] or abs(len(word) - len(known)) > 1:
        return False
    rest = list(known)
    for letter in word:
        if letter in rest:
            rest.remove(letter)
    same = len(known) - len(rest)
    return max(len(word), len(known)) - same <= 1


def _fold(text: str) -> str:
    """Drop accents, so that "lumiere" finds "lumière"."""
    if text.isascii():
        return text
    spread = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
