"""How unlike two sounds are: an edit distance in which a p is nearer to a b than to an l.

Phonemes are those of `english_sounds`; the costs follow from how they are made: vowels by where
the tongue is (front to back, close to open), consonants by voice, place and manner.
"""

import math
from functools import cache

_VOWELS: dict[str, tuple[float, float, str]] = {
    "i": (0.0, 0.0, ""), "I": (0.4, 0.4, ""), "e": (0.3, 1.0, ""), "a": (0.5, 1.8, ""),
    "o": (1.8, 1.8, ""), "O": (2.0, 1.2, ""), "u": (2.0, 0.0, ""), "U": (1.6, 0.4, ""),
    "V": (1.2, 1.5, ""), "@": (1.0, 1.0, ""), "R": (1.0, 0.9, "r"), "A": (0.2, 0.7, "i"),
    "Y": (0.8, 1.5, "i"), "W": (1.0, 1.6, "u"), "X": (1.7, 0.9, "u"), "Q": (1.9, 1.0, "i"),
}  # fmt: skip
# Voice, place from the lips to the throat, manner.
_CONSONANTS: dict[str, tuple[float, float, str]] = {
    "p": (0, 0, "stop"), "b": (1, 0, "stop"), "t": (0, 3, "stop"), "d": (1, 3, "stop"),
    "k": (0, 5, "stop"), "g": (1, 5, "stop"), "f": (0, 1, "hiss"), "v": (1, 1, "hiss"),
    "T": (0.5, 2, "hiss"), "s": (0, 3, "hiss"), "z": (1, 3, "hiss"), "S": (0, 4, "hiss"),
    "Z": (1, 4, "hiss"), "C": (0, 4, "burst"), "J": (1, 4, "burst"), "h": (0, 6, "hiss"),
    "m": (1, 0, "nose"), "n": (1, 3, "nose"), "N": (1, 5, "nose"), "l": (1, 3, "flow"),
    "r": (1, 4, "flow"), "w": (1, 0, "glide"), "y": (1, 4, "glide"),
}  # fmt: skip
_MANNERS: dict[frozenset[str], float] = {
    frozenset({"stop", "hiss"}): 0.35, frozenset({"stop", "burst"}): 0.3,
    frozenset({"hiss", "burst"}): 0.2, frozenset({"stop", "nose"}): 0.45,
    frozenset({"flow", "glide"}): 0.35, frozenset({"nose", "flow"}): 0.45,
}  # fmt: skip
_LEFT_OUT = {
    "@": 0.25, "I": 0.4, "R": 0.5, "h": 0.3, "t": 0.4, "d": 0.4, "r": 0.4, "y": 0.4, "w": 0.5,
    "n": 0.5, "l": 0.5, "s": 0.5, "z": 0.45,
}  # fmt: skip
_LEFT_OUT_VOWEL, _LEFT_OUT_CONSONANT = 0.6, 0.7
# A vowel that acts as a consonant, or is heard as one.
_HALF_VOWELS = frozenset({"uw", "Uw", "iy", "Iy", "Rr", "@r", "@l"})


def unlikeness(one: str, other: str) -> float:
    """Return how far two sounds are apart: 0 for the same, about 1 for each other phoneme."""
    before = [0.0]
    for sound in other:
        before.append(before[-1] + left_out(sound))
    for sound in one:
        skipped = left_out(sound)
        now = [before[0] + skipped]
        for at, wanted in enumerate(other):
            if sound == wanted:
                now.append(before[at])
                continue
            now.append(
                min(
                    before[at] + replaced(sound, wanted),
                    before[at + 1] + skipped,
                    now[at] + left_out(wanted),
                )
            )
        before = now
    return before[-1]


@cache
def left_out(sound: str) -> float:
    """Return what it costs that a phoneme is there and should not be, or the other way about."""
    usual = _LEFT_OUT_VOWEL if sound in _VOWELS else _LEFT_OUT_CONSONANT
    return _LEFT_OUT.get(sound, usual)


@cache
def replaced(one: str, other: str) -> float:
    """Return what it costs to hear one phoneme as another."""
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return _between_vowels(_VOWELS[one], _VOWELS[other])
    if one in _CONSONANTS and other in _CONSONANTS:
        return _between_consonants(_CONSONANTS[one], _CONSONANTS[other])
    return 0.4 if one + other in _HALF_VOWELS or other + one in _HALF_VOWELS else 1.0


def _between_vowels(one: tuple[float, float, str], other: tuple[float, float, str]) -> float:
    apart = math.hypot(one[0] - other[0], one[1] - other[1])
    return min(0.75, 0.12 + 0.26 * apart + (0.1 if one[2] != other[2] else 0.0))


def _between_consonants(one: tuple[float, float, str], other: tuple[float, float, str]) -> float:
    manner = 0.0 if one[2] == other[2] else _MANNERS.get(frozenset({one[2], other[2]}), 0.7)
    return min(1.0, 0.05 + 0.25 * abs(one[0] - other[0]) + 0.1 * abs(one[1] - other[1]) + manner)
