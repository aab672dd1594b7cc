"""A phrase after "when" or "if", taken apart into facts: joined ones, and bounds of time."""
# ruff: noqa: E501 (a pattern is easier to read on one line)

import re
from collections.abc import Callable

from hub.language.later.facts import Fact, Saying
from hub.language.later.felt import felt_fact
from hub.language.later.number_facts import number_fact
from hub.language.later.people import people_fact, stranger_fact
from hub.language.later.sky_facts import sky_fact
from hub.language.later.state_facts import state_fact

_READERS: tuple[Callable[[str, Saying], Fact | None], ...] = (
    sky_fact, people_fact, number_fact, felt_fact, state_fact, stranger_fact,
)  # fmt: skip
_PART = r"(?:in the |during the )(?:morning|afternoon|evening)s?"
_BOUND = (
    r"after dark|before dark|at night|during the night|in the dark|during the day(?:time)?"
    r"|(?:between|from) #\d (?:and|to|till|until|-|through) #\d"
    r"|(?:after|past|before) #\d(?: (?:in the |at )(?:morning|evening|afternoon|night))?"
    rf"|{_PART}|on (?:a )?(?:weekdays?|workdays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)"
    r"|(?:when|while|and|if) it'?s? (?:is )?(?:still |already )?dark(?: outside| out)?"
)
_AT_END = re.compile(rf"(?P<rest>.+?) (?:and |but only )?(?P<bound>{_BOUND})")
_AT_START = re.compile(rf"(?P<bound>{_BOUND}) (?:and )?(?:when |if )?(?P<rest>.+)")
_AND = re.compile(
    r" (?:and only if|but only if|only if|and if|and when|and while|and|but|while|as long as"
    r"|provided that|provided|when|if) "
)
_OR = re.compile(r" or (?:if |when )?")
_FILLERS = re.compile(
    r"^(?:that |ever |suddenly |it happens that |you (?:see|notice|detect) that )+"
)
_STRAY = re.compile(r"^(?:when|while|and|if) ")


def facts_of(phrase: str, saying: Saying) -> tuple[Fact, ...] | None:
    """Return the facts that must all be so; None if the phrase states none that is known.

    Raises:
        NotHere: this home has nothing that could tell one of them.
        NotATime: a range of times that cannot be.
    """
    phrase = _FILLERS.sub("", phrase.strip())
    for pattern in (_AT_END, _AT_START):
        match = pattern.fullmatch(phrase)
        if match is None:
            continue
        rest = facts_of(match["rest"], saying)
        bound = _single(_STRAY.sub("", match["bound"]), saying)
        if rest is not None and bound is not None:
            return (*rest, bound)
    for joint in _AND.finditer(phrase):
        left = facts_of(phrase[: joint.start()], saying)
        right = facts_of(phrase[joint.end() :], saying) if left is not None else None
        if left is not None and right is not None:
            return (*left, *right)
    either = _either(phrase, saying)
    if either is not None:
        return (either,)
    fact = _single(phrase, saying)
    return (fact,) if fact is not None else None


def _either(phrase: str, saying: Saying) -> Fact | None:
    """Return a fact of which one of several is enough: "a door or a window opens"."""
    for joint in _OR.finditer(phrase):
        left = _single(phrase[: joint.start()], saying)
        right = _single(phrase[joint.end() :], saying) if left is not None else None
        if left is not None and right is not None and left.triggers and right.triggers:
            entities = (*left.entities, *right.entities)
            is_event = left.is_event or right.is_event
            return Fact((*left.triggers, *right.triggers), None, is_event, entities)
    return None


def _single(phrase: str, saying: Saying) -> Fact | None:
    for reader in _READERS:
        fact = reader(phrase, saying)
        if fact is not None:
            return fact
    return None
