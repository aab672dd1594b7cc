"""Small words that something has to follow: "in the", "to", "the". Where it was lost, all is."""

from collections.abc import Sequence
from dataclasses import replace

from hub.language.understanding.lexicon.tables import Tag
from hub.language.understanding.parts import Part

_ENDS = frozenset({Tag.JOINT, Tag.STOP})
_LIGHT = frozenset({Tag.FILLER, Tag.ARTICLE})
# What cannot be what the small word was said for.
_AFTER_ARTICLE = _ENDS | {
    Tag.PREP, Tag.TO, Tag.BY, Tag.PARTICLE, Tag.VERB, Tag.EXCEPT, Tag.NOT, Tag.HERE,
}  # fmt: skip
_AFTER_IN = _ENDS | {Tag.TO, Tag.BY, Tag.PARTICLE, Tag.VERB, Tag.EXCEPT, Tag.NOT}
_AFTER_TO = _ENDS | {Tag.PREP, Tag.EXCEPT}
# These end a phrase as well: "turn it around to red", "switch over to HDMI".
_IN = frozenset({"in", "inside", "of", "from", "within", "into"})
# "For half an": a measure, and what of was lost.
_MEASURES = frozenset({Tag.AMOUNT, Tag.LEVEL, Tag.SPEED, Tag.FACTOR})
# These count when they stand before a thing: "the first lights" are not the lights.
_ORDINALS = frozenset({"first", "back"})
# After an article only these say nothing: "the um lights"; "the computer lights" are others.
_HESITATIONS = frozenset({
    "um", "uh", "erm", "hmm", "oh", "well", "so", "yeah", "yes", "please", "house", "just",
})  # fmt: skip
_ADDRESSED = frozenset({"house", "computer", "assistant", "home assistant"})
_WHOLE = frozenset({"whole", "entire", "house"})
_NOUNS = frozenset({Tag.NOUN, Tag.KIND})


def without_dangling(parts: Sequence[Part]) -> list[Part]:
    """Return the parts, those for unknown that lack what has to follow them."""
    return [
        replace(part, tag=Tag.UNKNOWN, noun=None) if _dangles(parts, at) else part
        for at, part in enumerate(parts)
    ]


def _dangles(parts: Sequence[Part], at: int) -> bool:
    part = parts[at]
    following = _following(parts, at)
    match part.tag:
        case Tag.ARTICLE | Tag.FACTOR if part.tag is Tag.ARTICLE or part.text.endswith(" the"):
            return _lacks_thing(following) and not _is_said_again(parts, at)
        case Tag.PREP if part.text in _IN:
            return _lacks(following, _AFTER_IN)
        case Tag.PREP if part.text == "for":
            return following is not None and following.tag in _MEASURES
        case Tag.TO:
            return _lacks(following, _AFTER_TO)
        case Tag.FILLER:
            return _limits(parts, at) or _addresses_nobody(parts, at)
        case _:
            return False


def _following(parts: Sequence[Part], at: int) -> Part | None:
    return next((part for part in parts[at + 1 :] if part.tag not in _LIGHT), None)


def _lacks(following: Part | None, others: frozenset[Tag]) -> bool:
    return following is None or following.tag in others


def _lacks_thing(following: Part | None) -> bool:
    """Tell whether no thing follows an article: "the off", "the in every room"."""
    if following is not None and following.tag is Tag.EVERYTHING and following.value == "where":
        return following.text.split()[0] not in _WHOLE
    return _lacks(following, _AFTER_ARTICLE)


def _is_said_again(parts: Sequence[Part], at: int) -> bool:
    """Tell whether the speaker only faltered: "the, uh, the counter lights"."""
    rest = (p for p in parts[at + 1 :] if p.tag not in {Tag.FILLER, Tag.JOINT})
    again = next(rest, None)
    return again is not None and again.tag is Tag.ARTICLE


def _addresses_nobody(parts: Sequence[Part], at: int) -> bool:
    """Tell whether "house" stands where nobody speaks to one: "lamp 2 and house"."""
    if parts[at].text not in _ADDRESSED or (at and parts[at - 1].text == ","):
        return False
    is_first = all(part.tag is Tag.FILLER for part in parts[:at])
    is_said_of_things = at + 1 < len(parts) and parts[at + 1].tag in _NOUNS
    return not (is_first or is_said_of_things)


def _limits(parts: Sequence[Part], at: int) -> bool:
    """Tell whether a filler says which are meant: "the computer lights", "off first lights"."""
    following = parts[at + 1] if at + 1 < len(parts) else None
    if following is None or following.tag not in _NOUNS:
        return False
    if at and parts[at - 1].tag is Tag.ARTICLE:
        return parts[at].text not in _HESITATIONS
    return parts[at].text in _ORDINALS
