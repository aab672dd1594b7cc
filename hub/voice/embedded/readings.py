"""What the decoder wrote, as readings: each once, without what it repeated."""

import re
from collections.abc import Sequence

from hub.record import record

# From this many words on, a sentence said twice at once was said by the decoder.
_REPEATED_WORDS = 3
_SENTENCE = re.compile(r"(?<=[.!?,])\s+")
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DIGITS = {
    **{word: str(number) for number, word in enumerate(_NUMBERS.split())},
    **{word: str(10 * number) for number, word in enumerate(_TENS.split(), 2)},
    "percent": "%",
}
_SPACE = re.compile(r"\s+")


@record(frozen=True, slots=True)
class Reading:
    """Words that a sound may hold; `score` is the mean log probability of their tokens."""

    text: str
    score: float


def readings(texts: Sequence[str], scores: Sequence[float]) -> list[Reading]:
    """Return different readings, the likelier first; those that differ in signs only are one."""
    found: dict[str, Reading] = {}
    for text, score in zip(texts, scores, strict=True):
        once = without_repeats(_SPACE.sub(" ", text).strip())
        found.setdefault(_words(once), Reading(once, score))
    found.pop("", None)
    return list(found.values())


def without_repeats(text: str) -> str:
    """Return a text with the first of sentences that follow themselves, however often."""
    kept: list[str] = []
    for part in _SENTENCE.split(text):
        words = _words(part)
        if kept and words.count(" ") + 1 >= _REPEATED_WORDS and words == _words(kept[-1]):
            continue
        kept.append(part)
    return " ".join(kept)


def _words(text: str) -> str:
    """Return what makes a reading differ: "5" and "five" do not, nor do signs."""
    words = re.findall(r"[^\W_]+(?:['.][^\W_]+)*|[%°]", text.lower())
    return " ".join(_DIGITS.get(word, word) for word in words)
