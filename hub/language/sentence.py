"""What can be told from a sentence without knowing the home: words, numbers, mood, schedule."""

import re
from dataclasses import field
from enum import StrEnum

from hub.record import record

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?")
_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_WORDS = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
HUNDRED = 100.0
# Words that stand for a percentage. They need not be used: "half" may also be a half hour.
_FRACTIONS = {
    "half": 50.0, "halfway": 50.0, "quarter": 25.0, "third": 33.0, "max": HUNDRED,
    "maximum": HUNDRED, "full": HUNDRED, "fully": HUNDRED, "completely": HUNDRED,
    "brightest": HUNDRED,
    "min": 1.0, "minimum": 1.0, "dimmest": 1.0, "lowest": 1.0,
}  # fmt: skip

_POLITE = re.compile(
    r"^(?:(?:hey|hi|ok|okay|please|lares)\W+)*(?:can|could|would|will)\s+(?:you|we|someone|u)\b"
)
_TELL = re.compile(r"\b(?:tell|say|show|check|see|know)\b")
_ASKS = re.compile(
    r"^(?:(?:hey|hi|ok|okay|please|lares|and|so)\W+)*"
    r"(?:what|whats|which|who|whose|where|when|why|how|is|are|was|were|isn|aren|did|does|has|"
    r"have|am|do\s+(?:we|i|you|they|the|any)|should|tell\s+me|show\s+me|list|any)\b"
)
_REMARK = re.compile(
    r"\b(?:is|are|was|were|isn't|aren't|wasn't|it's|that's|there's)\b"
    r"|^i\s+(?:\w+ed|have|had|just|like|love|hate|think|saw)\b|^i've\b"
)
_NEGATION = re.compile(r"\b(?:don'?t|do\s+not|never|not|nobody|no\s+need|without|stop\s+me)\b")
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekday|weekend"
_SCHEDULE = re.compile(
    r"\b(?:tomorrow|tonight|later|daily|nightly|weekly|whenever|when|once|if|unless|until|till"
    rf"|after|before|sunrise|sunset|dawn|dusk|noon|midnight|on\s+(?:{_DAYS})s?|o'?clock"
    rf"|every\s+(?:\w+\s+)?(?:day|night|morning|evening|afternoon|week\w*|month|year|hour|minute"
    rf"|time|now|\d+|{_DAYS})s?"
    r"|this\s+(?:evening|afternoon|morning)|in\s+the\s+(?:evening|afternoon|morning|night)"
    r"|(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?)"
    r"|at\s+\d{1,2}[:.]\d\d|\d{1,2}\s?[ap]\.?m\b|half\s+past|quarter\s+(?:past|to)"
    r"|at\s+(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?!\s*(?:%|\d|percent|per\s+cent|degree|celsius|°|[.,]\d|k\b)))\b"
)


class Mood(StrEnum):
    """What a sentence wants."""

    ORDER = "order"
    QUESTION = "question"
    REMARK = "remark"


@record(frozen=True, slots=True)
class Sentence:
    """A sentence taken apart; all words in lower case."""

    text: str
    lower: str = field(init=False)
    words: tuple[str, ...] = field(init=False)
    stems: frozenset[str] = field(init=False)
    numbers: frozenset[float] = field(init=False)
    values: frozenset[float] = field(init=False)

    def __post_init__(self) -> None:
        lower = " ".join(self.text.lower().replace("\u2019", "'").split())
        words = tuple(_WORD.findall(lower))
        numbers = frozenset(_numbers(words))
        fractions = {_FRACTIONS[word] for word in words if word in _FRACTIONS}
        for name, value in (
            ("lower", lower),
            ("words", words),
            ("stems", frozenset(map(stem, words))),
            ("numbers", numbers),
            ("values", numbers | fractions),
        ):
            object.__setattr__(self, name, value)

    @property
    def mood(self) -> Mood:
        """Whether it orders, asks or remarks."""
        if _POLITE.search(self.lower):
            return Mood.QUESTION if _TELL.search(self.lower) else Mood.ORDER
        if _ASKS.search(self.lower) or self.lower.endswith("?"):
            return Mood.QUESTION
        return Mood.REMARK if _REMARK.search(self.lower) else Mood.ORDER

    @property
    def is_negated(self) -> bool:
        """Whether it says not to do something."""
        return _NEGATION.search(self.lower) is not None

    @property
    def has_schedule(self) -> bool:
        """Whether it names a time, a duration or a condition."""
        return _SCHEDULE.search(self.lower) is not None


def stem(word: str) -> str:
    """Strip a plural's ending, so that "lights" meets "light" and "switches" "switch"."""
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):  # noqa: PLR2004
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):  # noqa: PLR2004
        return word[:-1]
    return word


def _numbers(words: tuple[str, ...]) -> list[float]:
    """Return the numbers said, in figures or in words ("twenty one", "a hundred")."""
    found: list[float] = []
    tens: float | None = None
    for word in words:
        value = _NUMBER_WORDS.get(word)
        if tens is not None and value is not None and 0 < value < 10:  # noqa: PLR2004
            found[-1] = tens + value
            tens = None
        elif value is not None:
            found.append(float(value))
            tens = float(value) if word in _TENS else None
        elif word == "hundred":
            found.append(HUNDRED * (found.pop() if found and found[-1] < 10 else 1))  # noqa: PLR2004
            tens = None
        else:
            tens = None
            if word[0].isdecimal():
                found.append(_figure(word))
    return found


def _figure(word: str) -> float:
    try:
        return float(word.replace(",", "."))
    except ValueError:  # digits of other scripts in odd places
        return -1.0
