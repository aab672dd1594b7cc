"""Whether what was said became a verified change of state, and nothing else.

Three witnesses have to agree: the commands on the broker, the states that the hub reports
afterwards, and the hub's own word in the trace of the plan.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum

from hub.home.commands import Expectation
from hub.home.ids import EntityId
from hub.home.model import State
from hub.language.evaluation.cases import Case, Does
from hub.record import record
from tests.bench.voice.suites import timeable

# What tells that a device is as it was before.
TELLING = frozenset({
    "state", "brightness", "hs_color", "current_position", "temperature", "percentage",
    "volume_level", "items",
})  # fmt: skip

Wish = Mapping[EntityId, Expectation | None]


class CameTo(StrEnum):
    """What a sentence came to, the better first.

    Missed: nothing was done, not all of it, or it was not verified.
    """

    RIGHT = "right"
    ASKED = "asked"
    MISSED = "missed"
    WRONG = "wrong action"


@record(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen after a sentence.

    `moved` got a command; `is_verified`: the hub says that all it did is done; `asks`: it asked
    something back.
    """

    moved: AbstractSet[EntityId]
    states: Mapping[EntityId, State]
    is_verified: bool
    asks: bool = False


@record(frozen=True, slots=True)
class Verdict:
    """What a sentence came to, and in words why it is not right."""

    came_to: CameTo
    why: str = ""


def provable(cases: Sequence[Case]) -> list[Case]:
    """Return the sentences whose change can be verified, and put back for the next one."""
    return [
        case
        for case in timeable(cases)
        if len(found := wishes(case)) == len(case.expected) and all(map(_is_provable, found))
    ]


def wishes(case: Case) -> list[Wish]:
    """Return what each entity should report afterwards, in each way in which it would be right."""
    before = case.home.build(case.at, case.states).states
    return [
        {
            target: step.command.expected(before[target])
            for step in each.steps.low
            for target in step.targets
        }
        for each in case.expected
        if isinstance(each, Does) and each.steps.low == each.steps.high
    ]


def verdict(case: Case, seen: Seen) -> Verdict:
    """Judge what was seen; of several ways to be right the nearest counts."""
    found = [_against(wish, seen) for wish in wishes(case)]
    best = min(found, key=lambda each: list(CameTo).index(each.came_to))
    if best.came_to is CameTo.MISSED and seen.asks:
        return Verdict(CameTo.ASKED, "it asked back")
    return best


def is_back(one: State, other: State) -> bool:
    """Tell whether two states are one, in all that `TELLING` names."""
    mine, others = one.attributes, other.attributes
    names = TELLING - {"state"}
    return one.state == other.state and all(mine.get(n) == others.get(n) for n in names)


def _is_provable(wish: Wish) -> bool:
    told = [expected.names <= TELLING for expected in wish.values() if expected is not None]
    return bool(wish) and len(told) == len(wish) and all(told)


def _against(wish: Wish, seen: Seen) -> Verdict:
    unwanted = sorted(seen.moved - wish.keys())
    if unwanted:
        return Verdict(CameTo.WRONG, f"moved {', '.join(unwanted)}")
    if not seen.moved:
        return Verdict(CameTo.MISSED, "nothing was done")
    otherwise = {
        entity_id: f"{entity_id} is {seen.states[entity_id].state}, not {expected.description}"
        for entity_id, expected in wish.items()
        if expected is not None and not expected.is_met_by(seen.states[entity_id])
    }
    told = ", ".join(otherwise.values())
    if seen.is_verified and seen.moved & otherwise.keys():
        return Verdict(CameTo.WRONG, told)
    if not seen.is_verified:
        return Verdict(CameTo.MISSED, "the hub does not call it done")
    return Verdict(CameTo.MISSED, told) if otherwise else Verdict(CameTo.RIGHT)
