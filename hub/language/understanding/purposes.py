"""Whom or what an order is for: "unlock the door for the plumber" names no place."""

from collections.abc import Sequence
from dataclasses import replace

from hub.language.understanding.lexicon.tables import Lexicon, Tag
from hub.language.understanding.parts import Part

# "for a while" says how long, "for sunset" when: nothing that may be left out.
_TIMES = frozenset({
    "while", "day", "night", "week", "weekend", "hour", "minute", "bit", "moment", "second", "sec",
    "min", "evening", "morning", "afternoon", "month", "year", "time", "ever", "now", "later",
    "today", "tonight", "tomorrow", "sunrise", "sunset", "dusk", "dawn", "noon", "midnight",
    "long", "longer", "season", "winter", "summer",
})  # fmt: skip


def without_purpose(parts: Sequence[Part], lexicon: Lexicon) -> list[Part]:
    """Take "for" and words that neither the home nor the language knows for fillers."""
    found = list(parts)
    for at, part in enumerate(found):
        if part.text != "for" or at == 0:
            continue
        end = next(
            (n for n in range(at + 1, len(found)) if found[n].tag in {Tag.JOINT, Tag.STOP}),
            len(found),
        )
        if end + 1 < len(found) and _is_measure(found[end + 1 :]):
            continue  # "for an hour and a half" in other words
        said = [p for p in found[at + 1 : end] if p.tag not in {Tag.ARTICLE, Tag.FILLER}]
        is_plain = all(p.tag is Tag.UNKNOWN and p.noun is None for p in said)
        is_plain = is_plain and not any((p.text,) in lexicon.entries for p in said)
        if said and is_plain and not {lexicon.stem(p.text) for p in said} & _TIMES:
            found[at:end] = [replace(p, tag=Tag.FILLER) for p in found[at:end]]
    return found


def _is_measure(parts: Sequence[Part]) -> bool:
    """Tell whether a measure comes first that nothing is said of."""
    following = next((part for part in parts if part.tag is not Tag.ARTICLE), None)
    return following is not None and following.tag in {Tag.AMOUNT, Tag.LEVEL, Tag.FACTOR}
