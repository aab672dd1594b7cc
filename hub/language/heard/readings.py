"""The sentences that what was heard may have been, each with how far it is from the sound."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hub.home.plan import Heard
from hub.language.heard.homophones import with_homophones
from hub.language.heard.repairing import Repair, repairs_of
from hub.language.heard.tidying import tidied
from hub.language.heard.vocabulary import Vocabulary
from hub.language.names import plain
from hub.language.wording import base_language
from hub.record import record

# What an engine that tells no confidence is taken to have.
USUAL_CONFIDENCE = 0.8
# How much less each further reading of the engine counts, and one that lacks a number.
_EACH_OTHER = 0.15
_NUMBER = 0.05
# So many of the readings are searched for what sounds alike.
_REPAIRED = 3
_EACH_SOUND = 0.8
_EACH_CHANGE = 0.1


@record(frozen=True, slots=True)
class Reading:
    """A sentence that may have been said.

    `cost` is 0 for what the engine heard, and grows with every change; `strangeness` tells how
    far it is from the sentences that people say, `oddness` takes both together, to put readings in
    order. `is_verbatim` holds for the engine's own best reading,
    without its fillers, `is_heard` for all of its readings.
    """

    text: str
    cost: float = 0.0
    oddness: float = 0.0
    strangeness: float = 0.0
    is_verbatim: bool = False
    is_heard: bool = True

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


def with_repairs(
    readings: Sequence[Reading], vocabulary: Vocabulary, language: str
) -> list[Reading]:
    """Return readings and what sounds like the first of them, the likeliest first."""
    found: dict[str, Reading] = {}
    for number, reading in enumerate(readings):
        for repair in repairs_of(reading.text, vocabulary, language):
            if repair.changes == 0:
                other = replace(
                    reading,
                    oddness=reading.cost + repair.score,
                    strangeness=repair.strangeness,
                )
            elif number < _REPAIRED:
                other = _repaired(reading, repair)
            else:
                continue
            known = found.get(plain(other.text))
            if known is None or known.oddness > other.oddness:
                found[plain(other.text)] = other
    return sorted(found.values(), key=lambda reading: reading.oddness)


def _repaired(reading: Reading, repair: Repair) -> Reading:
    cost = _EACH_SOUND * repair.distance / repair.length**0.5 + _EACH_CHANGE * repair.changes
    odd = reading.cost + repair.score
    return Reading(repair.text, reading.cost + cost, odd, repair.strangeness, is_heard=False)


def _all(heard: Heard, language: str) -> Iterator[Reading]:
    for number, text in enumerate((heard.text, *heard.others)):
        cost = _EACH_OTHER * number
        said = tidied(text, language)
        if base_language(language) == "en" and (counted := with_homophones(said)) != said:
            yield Reading(counted, cost)
            cost += _NUMBER
        yield Reading(said, cost, is_verbatim=number == 0)
