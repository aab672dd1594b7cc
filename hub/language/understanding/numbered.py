"""Names that are counted on: "rows one and two", "panels A and B"."""

from collections.abc import Sequence
from dataclasses import replace

from hub.language.understanding.index import NOTHING, HomeIndex, Words
from hub.language.understanding.lexicon.tables import Tag
from hub.language.understanding.parts import Noun, Part

# Higher numbers are values: "dorm 21" may be degrees.
_MOST = 12
_NOUNS = frozenset({Tag.NOUN, Tag.KIND})


def counted_on(parts: Sequence[Part], index: HomeIndex) -> list[Part]:
    """Take a lone number or letter after a numbered name for the next of these names."""
    found = _with_missing(parts, index)
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


def _with_missing(parts: Sequence[Part], index: HomeIndex) -> list[Part]:
    """Return the parts with "dorm 9" as one noun where there is only a "dorm 1"."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if before is None or before.noun is None or not _is_missing(before, part, index):
            found.append(part)
            continue
        words = (*before.noun.words, str(int(part.number or 0)))
        text = f"{before.text} {part.text}"
        found[-1] = replace(before, tag=Tag.NOUN, text=text, noun=Noun(words), end=part.end)
    return found


def _is_missing(before: Part, part: Part, index: HomeIndex) -> bool:
    """Tell whether a number is that of a namesake that is not here: "dorm 9" beside "dorm 1"."""
    if before.noun is None or before.tag not in _NOUNS or part.tag is not Tag.AMOUNT or part.unit:
        return False
    stem, number = before.noun.words, part.number or 0.5
    if not number.is_integer() or not 0 < number <= _MOST:
        return False
    names = {*index.by_name, *index.area_ids}
    return (*stem, str(int(number))) not in names and any(
        (*stem, str(n)) in names for n in range(_MOST)
    )


def _next(first: Part | None, part: Part, index: HomeIndex) -> Noun | None:
    if first is None or first.noun is None or part.unit:
        return None
    mark = first.noun.words[-1]
    other = str(int(part.number)) if part.number is not None else part.text
    if len(mark) > 2 or len(other) > 2 or mark.isdecimal() != other.isdecimal():  # noqa: PLR2004
        return None
    words: Words = (*first.noun.words[:-1], other)
    if len(words) == 1 or not (mark.isdecimal() or len(mark) == len(other) == 1):
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
