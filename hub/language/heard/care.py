"""What becomes of a plan of words that were misheard, if nobody reads it back."""

from enum import Enum

from hub.home.plan import Effect, Verdict


class Care(Enum):
    """How much care a plan takes that may have been misheard."""

    USUAL = "it does no harm"
    SENSITIVE = "it could do harm, and nobody would ask"
    ASKED = "the guard asks, and names what would be done, unless it is too much to name"


def cared_for(verdict: Verdict) -> Care:
    """Return how much care a plan takes that the guard has judged."""
    if verdict.effect in {Effect.CONFIRM, Effect.PIN}:
        return Care.ASKED
    is_risky = any(word.risk is not None for word in verdict.steps)
    return Care.SENSITIVE if is_risky else Care.USUAL
