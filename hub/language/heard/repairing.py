"""Sentences that sound like one that was heard, in words that may be said here.

Any few words in a row may be other words that sound alike, across their boundaries: "the star
lights" is "the stairs lights". Which of the sentences makes sense, the planner tells.
"""

from collections.abc import Iterator, Sequence

from hub.language.heard.sound_index import SoundIndex
from hub.language.heard.sounds import sounds_of
from hub.language.heard.vocabulary import Vocabulary
from hub.language.heard.word_order import ANYTHING, END, START
from hub.language.understanding.lexicon.english_words import COMMON
from hub.record import record

# As many words in a row are taken together.
_WIDEST = 6
# Longer sentences are no misheard orders.
MOST_WORDS = 24
# What taking other words costs besides their sound, keeping a word that no order has, and a word
# after one that it does not follow in orders.
_CHANGE = 0.3
_STRANGE, _COMMON_WORD = 0.7, 0.3
_UNUSUAL = 0.4
_EACH = 10
_BEAM = 40
# Nobody begins with these, but engines do: "and lock" for "unlock".
_JOINTS, _JOINED = frozenset(["and", "or"]), 0.4
# Each change must make a sentence so much less strange, unless it was not strange at all.
_GAIN = 0.15
# Stranger sentences are no orders, the longer the stranger they may be; and sounds that are farther
# off, for each phoneme, are others.
_STRANGEST, _STRANGEST_WORD = 0.35, 0.05
_FARTHEST = 0.25
# What sounds as good as the same may be meant even if it is strange.
_SAME = 0.02
# Short words that are hardly spoken are hardly heard; never those that switch.
_WEAK = frozenset(
    ["a", "an", "the", "to", "of", "in", "at", "and", "is", "are", "for", "my", "or", "it"]
)
_WEAKLY = 0.6


@record(frozen=True, slots=True)
class Repair:
    """A sentence that sounds like another.

    `distance` is how far, of `length` phonemes; `strangeness` how far the sentence is from those
    that people say here, whatever was heard.
    """

    text: str
    strangeness: float
    distance: float
    changes: int
    length: int

    @property
    def score(self) -> float:
        """What puts sentences in order: the lower, the likelier."""
        return self.strangeness + self.distance + _CHANGE * self.changes


@record(frozen=True, slots=True)
class _Path:
    strangeness: float = 0.0
    distance: float = 0.0
    changes: int = 0
    words: tuple[str, ...] = ()
    last: frozenset[str] = frozenset({START})

    @property
    def score(self) -> float:
        return self.strangeness + self.distance + _CHANGE * self.changes


@record(frozen=True, slots=True)
class _Step:
    width: int
    text: str
    strangeness: float
    distance: float
    changes: int
    roles: frozenset[str]


def strangeness_of(text: str, vocabulary: Vocabulary) -> float:
    """Return how far a sentence is from those that people say here; about 0 for a usual one."""
    words = _words(text)
    path = _Path(_JOINED if words and words[0].casefold() in _JOINTS else 0.0)
    for word in words:
        oddness = _oddness(word, vocabulary.index)
        path = _gone(
            path, _Step(1, word, oddness, 0.0, 0, _roles(word, vocabulary)), vocabulary.pairs
        )
    return path.strangeness + _unusual(path.last, frozenset({END}), vocabulary.pairs)


def repairs_of(text: str, vocabulary: Vocabulary, language: str) -> list[Repair]:
    """Return a text and those that sound like it, the likeliest first."""
    words = _words(text)
    if not words or len(words) > MOST_WORDS:
        return []
    sounds = [sounds_of(word, language) for word in words]
    beams: list[list[_Path]] = [[_Path()]]
    steps = [list(_steps(words, sounds, at, vocabulary)) for at in range(len(words))]
    for end in range(1, len(words) + 1):
        paths = (
            _gone(path, step, vocabulary.pairs)
            for begin in range(max(0, end - _WIDEST), end)
            for step in steps[begin]
            if begin + step.width == end
            for path in beams[begin]
        )
        beams.append(_best(paths))
    length = sum(map(len, sounds))
    found = [_repair(path, length, vocabulary.pairs) for path in beams[-1]]
    most = next((one.strangeness for one in found if not one.changes), 0.0)
    kept = [one for one in found if not one.changes or _is_likely(one, most)]
    return sorted(kept, key=lambda repair: repair.score)


def _words(text: str) -> list[str]:
    words = (word.strip(".,;:!?") for word in text.replace("-", " ").split())
    return [word for word in words if word]


def _is_likely(repair: Repair, most: float) -> bool:
    """Tell whether a sentence can be meant by one that is so strange."""
    is_near = repair.distance <= _FARTHEST * repair.length
    strangest = _STRANGEST + _STRANGEST_WORD * len(repair.text.split())
    is_plainer = most < _GAIN or repair.strangeness <= most - _GAIN * repair.changes
    is_usual = repair.strangeness <= strangest or repair.distance <= _SAME * repair.length
    return is_near and is_plainer and is_usual


def _repair(path: _Path, length: int, pairs: frozenset[tuple[str, str]]) -> Repair:
    strangeness = path.strangeness + _unusual(path.last, frozenset({END}), pairs)
    return Repair(" ".join(path.words), strangeness, path.distance, path.changes, length)


def _steps(
    words: Sequence[str], sounds: Sequence[str], at: int, vocabulary: Vocabulary
) -> Iterator[_Step]:
    """Yield how the sentence may go on from a word."""
    index, word = vocabulary.index, words[at]
    yield _Step(1, word, _oddness(word, index), 0.0, 0, _roles(word, vocabulary))
    for width in range(1, min(_WIDEST, len(words) - at) + 1):
        said = "".join(sounds[at : at + width])
        if len(said) > index.longest:
            break
        plain = " ".join(words[at : at + width]).casefold()
        for distance, spoken in index.near(said, _EACH):
            roles = _roles(spoken.text, vocabulary)
            is_same_number = not distance and plain[:1].isdecimal() and ANYTHING in roles
            if spoken.text.casefold() != plain and not is_same_number:
                yield _Step(width, spoken.text, spoken.extra, distance, 1, roles)
    if word.casefold() in _WEAK:
        for other in _WEAK & index.words:
            yield _Step(1, other, 0.0, _WEAKLY, 1, _roles(other, vocabulary))


def _roles(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return what a word or name may stand for in a template."""
    key = text.casefold()
    is_name = " " in key or key in vocabulary.own or key not in vocabulary.index.words
    is_number = key in vocabulary.numbers or key[:1].isdecimal()
    return frozenset({key, ANYTHING}) if is_name or is_number else frozenset({key})


def _oddness(word: str, index: SoundIndex) -> float:
    key = word.casefold()
    if key in index.words or key[:1].isdecimal():
        return 0.0
    return _COMMON_WORD if key in COMMON else _STRANGE


def _gone(path: _Path, step: _Step, pairs: frozenset[tuple[str, str]]) -> _Path:
    """Return a path with one more step."""
    return _Path(
        path.strangeness + step.strangeness + _unusual(path.last, step.roles, pairs),
        path.distance + step.distance,
        path.changes + step.changes,
        (*path.words, step.text),
        step.roles,
    )


def _unusual(
    before: frozenset[str], after: frozenset[str], pairs: frozenset[tuple[str, str]]
) -> float:
    if ANYTHING in before and ANYTHING in after:
        return 0.0
    return 0.0 if any((one, other) in pairs for one in before for other in after) else _UNUSUAL


def _best(paths: Iterator[_Path]) -> list[_Path]:
    """Return the best paths of those that lead to one place, one for each wording."""
    found: dict[str, _Path] = {}
    for path in sorted(paths, key=lambda path: path.score):
        found.setdefault(" ".join(path.words).casefold(), path)
        if len(found) == _BEAM:
            break
    return list(found.values())
