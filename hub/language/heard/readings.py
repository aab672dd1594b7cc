"""The sentences that what was heard may have been, each with how far it is from the sound."""

import math
from collections.abc import Iterator

from hub.home.plan import Heard
from hub.language.heard.number_words import with_numbers
from hub.language.heard.tidying import tidied
from hub.language.names import plain
from hub.language.wording import base_language
from hub.record import record

# What an engine that tells no confidence is taken to have.
USUAL_CONFIDENCE = 0.8
# How much less each further reading of the engine counts, and one that lacks a number.
_EACH_OTHER = 0.25
_NUMBER = 0.05


@record(frozen=True, slots=True)
class Reading:
    """A sentence that may have been said.

    `cost` is 0 for what the engine heard, and grows with every change; `is_verbatim` holds for the
    engine's own best reading, without its fillers.
    """

    text: str
    cost: float = 0.0
    is_verbatim: bool = False

    def likelihood(self, heard: Heard) -> float:
        """Return how far it can be trusted, 0..1."""
        confidence = USUAL_CONFIDENCE if heard.confidence is None else heard.confidence
        return confidence * math.exp(-self.cost)


def readings_of(heard: Heard, language: str) -> list[Reading]:
    """Return what the engine heard, tidied, the likeliest first; none is left of noise."""
    found: dict[str, Reading] = {}
    for reading in _all(heard, language):
        found.setdefault(plain(reading.text), reading)
    found.pop("", None)
    return sorted(found.values(), key=lambda reading: reading.cost)


def _all(heard: Heard, language: str) -> Iterator[Reading]:
    for number, text in enumerate((heard.text, *heard.others)):
        cost = _EACH_OTHER * number
        said = tidied(text, language)
        if base_language(language) == "en" and (counted := with_numbers(said)) != said:
            yield Reading(counted, cost)
            cost += _NUMBER
        yield Reading(said, cost, is_verbatim=number == 0)
