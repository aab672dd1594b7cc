"""How far a reading is to be believed, and whether anybody spoke at all."""

import math

from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the decoder knows of its best reading.

    `mean_log`: of the probability of its tokens. `lead`: how far the next reading lies behind.
    `no_speech`: the probability that Whisper gives to nobody speaking. `seconds`: of sound.
    """

    text: str
    mean_log: float
    lead: float
    no_speech: float
    seconds: float


def confidence(evidence: Evidence) -> float:
    """Return how likely every word is right."""
    return round(math.exp(evidence.mean_log), 3) if evidence.text else 0.0


def is_speech(evidence: Evidence) -> float:
    """Return how likely anybody spoke."""
    return round(1 - evidence.no_speech, 3) if evidence.text else 0.0
