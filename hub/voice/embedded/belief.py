"""How far a reading is to be believed, and whether anybody spoke at all.

Both are logistic functions, fitted to synthesised orders of four voices in rooms with noise and
echo, and to rooms alone: tests/bench/results/voice/engines.md says how well they hold.
"""

import math
import re
from collections.abc import Sequence

from hub.record import record
from hub.voice.embedded.readings import Reading

# What Whisper makes of noise: the ends of the films that it learned from.
_MADE_UP = re.compile(
    r"(?:you|bye|oh|thank(?: you|s)(?: (?:very|so) much| for watching)?|let's go"
    r"|(?:please |make sure to )?subscribe.*|(?:i'll )?see you (?:next time|later))\W*",
    re.IGNORECASE,
)
_MOST_LEAD = 0.4
# A single word made up out of a cough may look sure; nothing that makes sense is this unsure.
_SURE_OF_MADE_UP = -0.25
_LEAST_LOG = -1.1


@record(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the decoder knows of its best reading.

    `mean_log`: of the probability of its tokens. `lead`: how far the next reading lies behind.
    `no_speech`: the probability that Whisper gives to nobody speaking.
    """

    text: str = ""
    mean_log: float = 0.0
    lead: float = 0.0
    no_speech: float


def evidence_of(found: Sequence[Reading], no_speech: float) -> Evidence:
    """Return the evidence for the first of some readings."""
    if not found:
        return Evidence(no_speech=no_speech)
    lead = found[0].score - found[1].score if len(found) > 1 else _MOST_LEAD
    return Evidence(
        text=found[0].text,
        mean_log=found[0].score,
        lead=min(_MOST_LEAD, lead),
        no_speech=no_speech,
    )


def confidence(evidence: Evidence) -> float:
    """Return how likely two words in three are right, so that what was meant can be found."""
    if not evidence.text:
        return 0.0
    return _logistic(2.2 + 4.7 * evidence.mean_log + 3.0 * evidence.lead)


def is_speech(evidence: Evidence) -> float:
    """Return how likely anybody spoke."""
    if not evidence.text:
        return 0.0
    against = evidence.no_speech + max(0.0, _LEAST_LOG - evidence.mean_log)
    if _MADE_UP.fullmatch(evidence.text) and evidence.mean_log < _SURE_OF_MADE_UP:
        against += 0.5
    return _logistic(12 * (0.55 - against))


def _logistic(value: float) -> float:
    return round(1 / (1 + math.exp(-value)), 3)
