"""From the words of a question to what it asks: all readings that leave no word over."""

from collections.abc import Iterator

from hub.home.home import Home
from hub.language.meaning import Meaning
from hub.language.names import Mentions, Named
from hub.language.worded.asked import Asked
from hub.language.worded.folding import fold
from hub.language.worded.meant import meaning_of
from hub.language.worded.tongue import Lexicon, Unit, lexicon
from hub.language.worded.tongues import TONGUES
from hub.record import record

MOST_READINGS = 400
# A part of a compound word has at least this many letters.
SHORTEST_PART = 2
MOST_PARTS = 4
_FIRST_PARTS = frozenset({"area", "floor", "name", "noun"})
_LAST_PARTS = frozenset({"name", "noun", "measure", "detected", "state"})
_JOINTS = ("", "s", "n", "en", "es")


@record(frozen=True, slots=True)
class _Words:
    known: Lexicon
    is_joined: bool


class Reader:
    """Reads questions of the languages it has words for."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._words: dict[str, _Words | None] = {}

    def warm(self, language: str) -> None:
        """Prepare the words of a language (some milliseconds)."""
        if language not in self._words:
            tongue = TONGUES.get(language)
            known = lexicon(tongue) if tongue else {}
            self._words[language] = _Words(known, tongue.is_joined) if tongue else None

    def is_noun(self, said: str, language: str) -> bool:
        """Tell whether a sentence is just the word for a kind of thing."""
        self.warm(language)
        words = self._words[language]
        units = words.known.get(tuple(fold(said).split()), ()) if words else ()
        return bool(units) and {unit.role for unit in units} <= {"noun", "detected", "measure"}

    def read(self, said: str, language: str, mentions: Mentions) -> Meaning | None:
        """Return what a question asks; None if a word is unknown or nothing fits it."""
        self.warm(language)
        words = self._words[language]
        if words is None:
            return None
        known = with_names(words.known, mentions)
        tokens = fold(said).split()
        reader = Parse(tokens, known, is_joined=words.is_joined)
        readings = sorted(reader.readings(), key=len)
        best: tuple[int, Meaning] | None = None
        for units in readings:
            asked = Asked.of(units)
            meaning = meaning_of(self._home, asked) if asked else None
            if meaning is None:
                continue
            is_placed = meaning.is_area_said or meaning.floor_id is not None
            # A word may also be read as "where" or as nothing: what is asked says more.
            is_precise = meaning.response is not None
            score = len(units) - 2 * (meaning.name is not None) - is_placed - is_precise
            if best is None or score < best[0]:
                best = (score, meaning)
        return best[1] if best else None


def with_names(known: Lexicon, mentions: Mentions) -> Lexicon:
    """Return the phrases of a language with the names that a sentence mentions."""
    merged = dict(known)

    def add(text: str, unit: Unit) -> None:
        key = tuple(fold(text).split())
        if key:
            merged[key] = (*merged.get(key, ()), unit)

    by_text: dict[str, list[Named]] = {}
    for named in mentions.entities:
        by_text.setdefault(fold(named.text), []).append(named)
    for text, all_named in by_text.items():
        add(text, Unit("name", frozenset(all_named)))
    areas: dict[str, set[object]] = {}
    for text, area_id in mentions.areas:
        areas.setdefault(fold(text), set()).add(area_id)
    for text, area_ids in areas.items():
        add(text, Unit("area", frozenset(area_ids)))
    floors: dict[str, set[object]] = {}
    for text, floor_id in mentions.floors:
        floors.setdefault(fold(text), set()).add(floor_id)
    for text, floor_ids in floors.items():
        add(text, Unit("floor", frozenset(floor_ids)))
    return merged


class Parse:
    """All ways to cover the words of one sentence with known phrases."""

    def __init__(self, tokens: list[str], known: Lexicon, *, is_joined: bool) -> None:
        self._tokens = tokens
        self._known = known
        self._longest = max(map(len, known), default=1)
        self._is_joined = is_joined
        self._left = MOST_READINGS
        self._dead: set[int] = set()

    def readings(self) -> Iterator[tuple[Unit, ...]]:
        """Yield them, long phrases first, at most MOST_READINGS."""
        yield from self._from(0)

    def _from(self, start: int) -> Iterator[tuple[Unit, ...]]:
        if start == len(self._tokens):
            self._left -= 1
            yield ()
            return
        if start in self._dead:
            return
        is_dead = True
        for end, units in self._at(start):
            for rest in self._from(end):
                is_dead = False
                yield (*units, *rest)
                if self._left <= 0:
                    return
        if is_dead:
            self._dead.add(start)

    def _at(self, start: int) -> Iterator[tuple[int, tuple[Unit, ...]]]:
        is_known = False
        for size in range(min(self._longest, len(self._tokens) - start), 0, -1):
            for unit in self._known.get(tuple(self._tokens[start : start + size]), ()):
                is_known = is_known or size == 1
                yield start + size, (unit,)
        if self._is_joined and not is_known:
            for units in self._compound(self._tokens[start]):
                yield start + 1, units

    def _compound(self, word: str, parts: int = MOST_PARTS) -> Iterator[tuple[Unit, ...]]:
        """Split "zoldercomputer" into an area or a name and what follows."""
        for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART, -1):
            heads = [u for u in self._known.get((word[:cut],), ()) if u.role in _FIRST_PARTS]
            if not heads:
                continue
            for joint in _JOINTS:
                tail = word[cut + len(joint) :]
                if not word.startswith(joint, cut) or len(tail) < SHORTEST_PART:
                    continue
                last = (u for u in self._known.get((tail,), ()) if u.role in _LAST_PARTS)
                rests: list[tuple[Unit, ...]] = [(unit,) for unit in last]
                if parts > 2:  # noqa: PLR2004 - a pair is what was just split
                    rests += self._compound(tail, parts - 1)
                for head in heads:
                    for rest in rests:
                        yield (head, *rest)
