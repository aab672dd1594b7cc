"""How a sentence ended, and how two sets of effects differ."""

from collections.abc import Sequence
from enum import StrEnum

from hub.language.evaluation.effects import Effect, agrees
from hub.record import record


class Result(StrEnum):
    """How a sentence ended, the better first."""

    RIGHT = "right"
    ASKED = "asked"
    REFUSED = "refused"
    MISSED = "missed"
    WRONG = "wrong action"
    FAILED = "failed"


@record(frozen=True, slots=True)
class Score:
    """A result, and in words why it is not right."""

    result: Result
    why: str = ""

    @property
    def rank(self) -> int:
        """Its place among the results, 0 for right."""
        return list(Result).index(self.result)


def excess_of(got: Sequence[Effect], wanted: Sequence[Effect]) -> list[Effect]:
    """Return what was not wanted."""
    return [one for one in got if not any(agrees(one, want) for want in wanted)]


def missing_of(got: Sequence[Effect], wanted: Sequence[Effect]) -> list[Effect]:
    """Return what was wanted and is not there; what is so already may be left out beside others."""
    missing = [want for want in wanted if not any(agrees(one, want) for one in got)]
    return [want for want in missing if not (got and want.is_idle)]


def listed_effects(effects: Sequence[Effect]) -> str:
    """Return effects in one line."""
    return ", ".join(map(str, effects))
