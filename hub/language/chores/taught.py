"""What may be taught as a name or a phrase: nothing that has a meaning already."""

import re

from hub.home.home import Home
from hub.home.keeping import Kept
from hub.language.kinds import domain_words, stem
from hub.language.names import plain
from hub.language.noun_phrases import things
from hub.language.verb_words import VERB_WORDS

LONGEST = 60
_NUMBERS = frozenset({
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    "hundred", "half",
})  # fmt: skip
# Words that answer, point, or carry a sentence: as a name they would change what others mean.
_TAKEN = frozenset({
    "yes", "no", "ok", "okay", "sure", "cancel", "stop", "undo", "it", "them", "that", "this",
    "these", "those", "all", "everything", "everyone", "everywhere", "here", "there", "nothing",
    "something", "please", "thanks", "hello", "hi", "lares", "on", "off", "up", "down", "in",
    "out", "and", "or", "not", "the", "a", "an", "my", "i", "me", "you", "we", "what", "when",
    "who", "why", "how", "if", "is", "are", "do", "confirm", "approve", "home", "house", "room",
    "nevermind", "again", "more", "less", "both", "none",
})  # fmt: skip
_PARTICLES = frozenset({"on", "off", "up", "down", "open", "closed", "shut", "locked", "unlocked"})
_PHRASES_TAKEN = frozenset({
    "never mind", "do it", "go ahead", "forget it", "thank you", "undo that",
})  # fmt: skip
_KINDS = domain_words()


def name_problem(name: str, home: Home, kept: Kept) -> str | None:  # noqa: PLR0911 - one a case
    """Say why something cannot be called `name`; None if it can."""
    wanted = plain(name)
    words = wanted.split()
    if not words or len(wanted) > LONGEST:
        return "That is no name."
    if wanted in _TAKEN or wanted in _PHRASES_TAKEN or wanted in VERB_WORDS:
        return f'"{wanted}" means something else already; choose another name.'
    if all(_is_number(word) for word in words):
        return "A number can't be a name."
    if len(words) == 1 and stem(words[0]) in _KINDS:
        return f'"{wanted}" is a kind of thing; choose another name.'
    for known in things(home):
        if wanted in {plain(n) for n in (known.name, *known.aliases)}:
            return f'"{wanted}" is already a name of {known.name}.'
    if wanted in kept.phrases:
        return f'"{wanted}" is already a phrase you taught me.'
    return None


def phrase_problem(phrase: str, home: Home, kept: Kept) -> str | None:
    """Say why `phrase` cannot stand for sentences; None if it can. It may be taught anew."""
    wanted = plain(phrase)
    if wanted in kept.phrases:
        return None
    words = wanted.split()
    if not words:
        return name_problem(phrase, home, kept)
    known = {
        word
        for thing in things(home)
        for name in (thing.name, *thing.aliases)
        for word in plain(name).split()
    }
    said_of: list[str] = words[1:] if words[0] in VERB_WORDS else []
    said_of += words[:-1] if words[-1] in _PARTICLES else []
    if len(words) > 1 and any(word in known or stem(word) in _KINDS for word in said_of):
        return f'"{wanted}" is an order by itself; choose another phrase.'
    return name_problem(phrase, home, kept)


def _is_number(word: str) -> bool:
    return word in _NUMBERS or re.fullmatch(r"\d+(?:st|nd|rd|th)?", word) is not None
