"""The orders that are taken for each other most easily, and do the opposite: on and off."""

import re

_PAIRS = (
    ("on", "off"), ("lock", "unlock"), ("open", "close"), ("arm", "disarm"), ("start", "stop"),
    ("up", "down"), ("activate", "deactivate"), ("mute", "unmute"), ("pause", "unpause"),
    ("enable", "disable"),
)  # fmt: skip
_OPPOSITES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}
_WORD = re.compile(r"[A-Za-z]+")
# Further words of a sentence are seldom its verb.
_MOST = 2


def turned_round(text: str) -> tuple[str, ...]:
    """Return an English sentence with one word after another put into its opposite."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        opposite = _OPPOSITES.get(word.lower())
        if opposite is not None:
            put = opposite.capitalize() if word[0].isupper() else opposite
            found.append(text[: match.start()] + put + text[match.end() :])
    return tuple(found[:_MOST])
