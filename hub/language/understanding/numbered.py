"""Names that are counted on: "rows one and two", "panels A and B"."""

from collections.abc import Sequence
from dataclasses import replace

from hub.language.understanding.index import NOTHING, HomeIndex, Words
from hub.language.understanding.lexicon.tables import Tag
from hub.language.understanding.parts import Noun, Part

_NOUNS = frozenset({Tag.NOUN, Tag.KIND})


def counted_on(parts: Sequence[Part], index: HomeIndex) -> list[Part]:
    """Take a lone number or letter after a numbered name for the next of these names."""
    found = list(parts)
    first: Part | None = None
    for at, part in enumerate(found):
        if part.tag in _NOUNS and part.noun is not None:
            first = part
        elif part.tag is not Tag.JOINT:
            next_one = _next(first, part, index) if at and found[at - 1].tag is Tag.JOINT else None
            if next_one is None:
                first = None
            else:
                found[at] = replace(part, tag=Tag.NOUN, noun=next_one, number=None)
    return found


def _next(first: Part | None, part: Part, index: HomeIndex) -> Noun | None:
    if first is None or first.noun is None or part.unit:
        return None
    mark = first.noun.words[-1]
    other = str(int(part.number)) if part.number is not None else part.text
    if len(mark) > 2 or len(other) > 2 or mark.isdigit() != other.isdigit():  # noqa: PLR2004
        return None
    words: Words = (*first.noun.words[:-1], other)
    if len(words) == 1 or not (mark.isdigit() or len(mark) == len(other) == 1):
        return None
    if words not in index.by_name and words not in index.by_area:
        return None
    named = frozenset.intersection(*(index.by_word.get(word, NOTHING) for word in words))
    return Noun(
        words,
        named=named,
        placed=index.by_area.get(words, NOTHING),
        areas=index.area_ids.get(words, frozenset()),
        is_name=words in index.by_name,
    )
