"""Whether English words ask, and what they ask once their frame is taken off."""

import re

from hub.language.sentence import Mood, Sentence

_OPENING = r"(?:(?:hey|hi|ok|okay|so|and|um+|uh+|erm|well|oh|please|lares|quick question) )*"
# "could you check whether the garage is shut" asks: is the garage shut?
_FRAME = re.compile(
    rf"^{_OPENING}(?:(?:can|could|would|will) you )?(?:please |quickly |just )?"
    r"(?:check|tell me|find out|see|look|have a look|say|do you(?: happen to)? know"
    r"|i wonder|im wondering|i was wondering|any idea|i want to know|id like to know|remind me)"
    r" (?:if|whether)(?: or not)? (?P<rest>.+)"
)
_HAPPENS = re.compile(
    r"\b(?:drops?|falls?|rises?|climbs?|exceeds?|goes|gets?|opens?|closes?|starts?|stops?|turns?"
    r"|leaves?|arrives?|comes?|reaches|changes|finishes|ever|(?:at|after|by|for) (?:\d|half"
    r"|more|noon|midnight|\w+ (?:minutes?|hours?)))\b"
)
_ASKS = re.compile(
    rf"^{_OPENING}(?:who|whos|whose|what|whats|where|wheres|when|whens|why|whys|how|hows|which|is"
    r"|are|was|were|am|did|do|does|has|have|had|any|anything|anyone|anybody|read me|show me|list"
    r"|tell me (?:what|which|how|about)|status)\b"
)
_TRAILING = re.compile(r" (?:then|please|lares|right now|at the moment|by the way|btw|mate|now)$")
# What was done, as the state it leads to.
_DEEDS = {
    "lock": "locked", "unlock": "unlocked", "close": "closed", "shut": "closed", "open": "open",
    "pause": "paused", "mute": "muted",
}  # fmt: skip
_DID = re.compile(
    r"^(?:did|have|has|had) (?P<who>i|we|you|he|she|they|anyone|anybody|someone|somebody|\w+)"
    r" (?:already |really |remember to |forget to )?(?P<verb>\w+)\b(?P<rest>.*)"
)


def unframed(said: str) -> str | None:
    """Return the clause that plain words ask about in a frame ("i wonder if ..."); else None.

    "tell me if it drops below 18" waits for something to happen, and asks nothing now.
    """
    found = _FRAME.match(said)
    return found["rest"] if found and not _HAPPENS.search(found["rest"]) else None


def is_asked(text: str, said: str) -> bool:
    """Tell whether a sentence asks; `said` are its plain words."""
    return bool(_ASKS.match(said)) or Sentence(text).mood is Mood.QUESTION


def bare(said: str) -> str:
    """Return plain words without what opens and closes them, a deed told as the state it left."""
    said = re.sub(rf"^{_OPENING}", "", said)
    said = _TRAILING.sub("", said)
    found = _DID.match(said)
    if found and found["verb"] in _DEEDS:
        return f"is{found['rest']} {_DEEDS[found['verb']]}"
    return said
