"""The shape of a language's tables: phrases by tag, and what each phrase means.

A phrase is one or more words in lower case. A table maps a meaning to its phrases, joined by "|".
Words are compared as said, then by their stem (`Lexicon.stem`), so plurals need no entry.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from hub.record import record


class Tag(StrEnum):
    """What a word or a phrase does in a sentence."""

    VERB = "verb"  # means a sense: "on", "open", "dim"
    PARTICLE = "particle"  # completes a verb, or stands for one: "on", "up"
    KIND = "kind"  # a kind of device
    NOUN = "noun"  # words of the home: of a name, an area, a floor
    QUANT = "quant"  # "all", "both", "every"
    EVERYTHING = "everything"  # "everything", "everywhere"
    EXCEPT = "except"  # "but", "other than"
    OTHER = "other"  # "the other"
    STATE = "state"  # "open", "that are on"
    PRONOUN = "pronoun"  # "it", "them"
    HERE = "here"  # "here", "in this room"
    PROPERTY = "property"  # "brightness", "volume"
    AMOUNT = "amount"  # a number with its unit
    LEVEL = "level"  # "half", "max": percent
    SPEED = "speed"  # "low", "high"
    COLOR = "color"
    WHITE = "white"  # a colour temperature: kelvin
    CHANGE = "change"  # "brighter", "warmer": property and direction
    DEGREE = "degree"  # "a bit", "way": how much of a change
    FACTOR = "factor"  # "twice as"
    MODE = "mode"  # "eco", "auto": a choice by its words
    OPTION = "option"  # a choice that some device of the home offers
    MODE_WORD = "mode_word"  # "mode", "setting"
    PREP = "prep"
    BY = "by"
    TO = "to"
    ARTICLE = "article"
    FILLER = "filler"
    JOINT = "joint"  # "and", a comma
    STOP = "stop"  # "then", a full stop: the next clause begins
    ABSENT = "absent"  # a well-known thing or room; not here unless a name has it
    NOT = "not"
    UNKNOWN = "unknown"


# Which tag wins where one phrase has several: the first.
RANK = tuple(Tag)


@record(frozen=True, slots=True)
class Kind:
    """A kind of device: its domains, its device classes, and words that its names have.

    `narrow`: an entity of the domain counts only with the class or with one of the words in its
    name; otherwise all of the domain do. `hvac`: the mode a thermostat must offer to count.
    """

    key: str
    domains: frozenset[str]
    classes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    narrow: bool = False
    hvac: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All tables of one language."""

    language: str
    phrases: Mapping[Tag, Mapping[str, str]]
    kinds: Mapping[str, Kind]
    kind_words: Mapping[str, str]
    numbers: Mapping[str, float]
    # What is added to the number before it: "and a half".
    fractions: Mapping[str, float]
    # What stands for a number before degrees and percent: "a", "a couple of".
    counted: Mapping[str, float]
    units: Mapping[str, str]
    stem: Callable[[str], str]
    # Never the misspelling of something else: common words of the language.
    common: frozenset[str]
    # Verbs that only stand first; elsewhere the word is a noun or an adjective.
    first_only: frozenset[str]
    # The sense of a general verb with a particle: "turn ... on".
    general: frozenset[str]
    particle_senses: Mapping[str, str]
    # Words after which "'s" is a word of its own.
    contracted: Mapping[str, str]
    floors: Mapping[str, tuple[int, ...]]
    # Places that are made of several areas, by the words of those areas' names.
    regions: Mapping[str, frozenset[str]]
    refusals: Mapping[str, re.Pattern[str]]
    wishes: tuple[tuple[re.Pattern[str], str], ...]
    # Words that say nothing, with what stands for them.
    ramblings: tuple[tuple[re.Pattern[str], str], ...]
    # How remarks begin that wish for nothing, in plain words.
    remarks: re.Pattern[str]
    entries: Mapping[tuple[str, ...], tuple[tuple[Tag, str], ...]] = field(init=False)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        entries: dict[tuple[str, ...], list[tuple[Tag, str]]] = {}
        for tag, table in self.phrases.items():
            for meaning, phrases in table.items():
                for phrase in phrases.split("|"):
                    _add(entries, phrase, (tag, meaning))
        for key, phrases in self.kind_words.items():
            for phrase in phrases.split("|"):
                _add(entries, phrase, (Tag.KIND, key))
        found = {key: tuple(dict.fromkeys(values)) for key, values in entries.items()}
        object.__setattr__(self, "entries", found)
        object.__setattr__(self, "longest", max(map(len, found), default=1))


def _add(
    entries: dict[tuple[str, ...], list[tuple[Tag, str]]], phrase: str, entry: tuple[Tag, str]
) -> None:
    words = tuple(phrase.split())
    if words:
        entries.setdefault(words, []).append(entry)
