"""A sentence with several wishes, taken apart: "turn off the lamp and close the blinds"."""

import re

from hub.language.sentence import Mood, Sentence
from hub.language.verb_words import VERB_WORDS

MAX_CLAUSES = 4
# A wish says early on what to do; later words like "on" do not begin another one.
_EARLY = 2

_JOINT = re.compile(r"\s*(?:[;,]|\b(?:and\s+then|then|and)\b)\s*", re.IGNORECASE)
# "set the blind to 30 % and the lamp to red": the second wish has no verb of its own.
_VALUE = re.compile(r"\bto\b", re.IGNORECASE)
_COURTESIES = frozenset({"please", "also", "and", "then", "now", "just"})


def clauses(text: str) -> list[str]:
    """Return the wishes of an order one by one; a sentence that cannot be split stays whole."""
    if Sentence(text).mood is not Mood.ORDER:
        return [text]
    found: list[str] = []
    for piece, joint in _pieces(text):
        if found and not _is_wish(piece):
            if _VALUE.search(piece) and _VALUE.search(found[-1]):
                found.append(f"set {piece}")
            else:
                found[-1] += joint + piece
        else:
            found.append(piece)
    return found if 1 < len(found) <= MAX_CLAUSES else [text]


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the pieces between joints, each with the joint before it."""
    pieces, start, joint = [], 0, ""
    for match in _JOINT.finditer(text):
        if match.start() > start:
            pieces.append((text[start : match.start()], joint))
        joint, start = match.group(), match.end()
    return [*pieces, (text[start:], joint)] if start < len(text) else pieces


def _is_wish(piece: str) -> bool:
    words = [word for word in Sentence(piece).words if word not in _COURTESIES]
    return len(words) > 1 and bool(VERB_WORDS & set(words[:_EARLY]))
