"""Words and names by how they sound; what is near to a sound is found in about a millisecond."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from hub.language.heard.likeness import unlikeness
from hub.record import record

# Phonemes that are taken for each other, as one: a first sieve.
ROUGH = str.maketrans({
    **dict.fromkeys("iIeA", "i"), **dict.fromkeys("aYVW@", "a"), **dict.fromkeys("oOuUXQ", "o"),
    "b": "p", "d": "t", "g": "k", "v": "f", "T": "f", "z": "s", "Z": "S", "C": "S", "J": "S",
    "m": "n", "N": "n", "y": "i", "R": "r",
})  # fmt: skip
# How far a sound may be from a word, for each phoneme, to be taken for it at all.
FARTHEST = 0.34
_SIEVED = 24


@record(frozen=True, slots=True)
class Spoken:
    """A word or a name that may be said; `extra` is what taking it costs besides its sound."""

    text: str
    sounds: str
    extra: float = 0.0


class SoundIndex:
    """Finds what sounds alike."""

    def __init__(self, spoken: Iterable[Spoken]) -> None:
        self._spoken = tuple(spoken)
        self.words = frozenset(one.text.casefold() for one in self._spoken)
        rough: dict[int, list[tuple[str, Spoken]]] = defaultdict(list)
        for one in self._spoken:
            if one.sounds:
                rough[len(one.sounds)].append((one.sounds.translate(ROUGH), one))
        self.longest = max(rough, default=0) + 2
        self._near: dict[int, tuple[list[str], list[Spoken]]] = {}
        for length in range(1, max(rough, default=0) + 1):
            slack = 1 + length // 4
            near = [
                pair
                for other in range(length - slack, length + slack + 1)
                for pair in rough.get(other, ())
            ]
            self._near[length] = ([key for key, _ in near], [one for _, one in near])

    def near(self, sounds: str, most: int) -> list[tuple[float, Spoken]]:
        """Return what sounds like this, the nearest first, each with how far it is."""
        keys, spoken = self._near.get(len(sounds), ((), ()))
        farthest = FARTHEST * len(sounds)
        sieved = process.extract(
            sounds.translate(ROUGH),
            keys,
            scorer=Levenshtein.distance,
            score_cutoff=1 + len(sounds) // 3,
            limit=_SIEVED,
        )
        found = [(unlikeness(sounds, spoken[at].sounds), spoken[at]) for _, _, at in sieved]
        found = [pair for pair in found if pair[0] <= farthest]
        return sorted(found, key=lambda pair: (pair[0] + pair[1].extra, pair[1].text))[:most]
