"""Verbs whose beginning is heard as a word of its own: "and lock", "this arm", "the activate"."""

from collections.abc import Iterator

from hub.language.heard.likeness import unlikeness
from hub.language.heard.sounds import sounds_of
from hub.language.names import plain

_VERBS = ("unlock", "unmute", "unpause", "disarm", "deactivate", "disable")
# How far a sound may be from a verb, for each of its phonemes.
_FARTHEST = 0.45
_WIDEST = 2
# After these an order begins, besides at the start of a sentence.
_BEFORE = frozenset(["and", "then", "please"])
# These follow other verbs only.
_AFTER_OTHERS = frozenset(["on", "off", "up", "down"])
_MOST = 3


def with_prefixes(text: str) -> tuple[str, ...]:
    """Return an English sentence with verbs put where it sounds like them, the likest first."""
    words = text.split()
    found = sorted(_found(words), key=lambda pair: pair[0])
    return tuple(dict.fromkeys(sentence for _, sentence in found))[:_MOST]


def _found(words: list[str]) -> Iterator[tuple[float, str]]:
    for start in range(len(words)):
        if start and plain(words[start - 1]) not in _BEFORE:
            continue
        for end in range(start + 1, min(len(words), start + _WIDEST) + 1):
            said = plain(" ".join(words[start:end]))
            if plain(" ".join(words[end : end + 1])) in _AFTER_OTHERS:
                continue
            for verb in _VERBS:
                far = _far(said, verb)
                if verb not in said.split() and far <= _FARTHEST:
                    put = verb if start else verb.capitalize()
                    yield far, " ".join([*words[:start], put, *words[end:]])


def _far(said: str, verb: str) -> float:
    sounds = sounds_of(verb, "en")
    return unlikeness(sounds_of(said, "en"), sounds) / len(sounds)
