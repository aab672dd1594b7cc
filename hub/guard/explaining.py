"""Why the guard says what it says: each policy there is, whether it matches, and which decides."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from hub.guard.act import Act, Judging, World
from hub.guard.invariants import Held, breaks
from hub.guard.matching import Ready, reason_of
from hub.guard.words import Word, floor
from hub.home.approving import named
from hub.home.frozen import Frozen
from hub.home.ids import EntityId
from hub.home.model import Source
from hub.home.people import Who
from hub.home.plan import Effect, StepVerdict, Verdict
from hub.record import record

Origin = Literal["yours", "shipped", "built-in", "invariant"]
_LOOSENS = "it loosens this only for those it names, and it does not name who or what asks here"
_NOT_ASKED = "it matches, but one of yours decides"
_LESS = "it matches, but another is stricter, or comes first"


@record(frozen=True, slots=True, kw_only=True)
class Supposed:
    """A "what if": who asks, when, and who is home; what is None is as it is.

    `who` counts where somebody attends.
    """

    who: Who | None = None
    now: datetime | None = None
    at_home: Mapping[EntityId, bool | None] | None = None

    def world(self, world: World) -> World:
        """Return the world as it would be."""
        now = self.now
        if now is not None:
            world = replace(world, clock=lambda: now)
        return world if self.at_home is None else replace(world, supposed=self.at_home)


class Considered(Frozen):
    """One policy, whether it matches an act, and why it does or does not decide."""

    policy: str
    of: Origin
    effect: Effect
    matches: bool
    decides: bool
    why: str


class ActExplained(Frozen):
    """The guard's word on one target of one step, with all that was considered for it.

    `with_pin`: over which ways a yes counts only with a PIN.
    """

    step: int
    action: str
    entity_id: EntityId
    effect: Effect
    policy: str
    reason: str
    risk: str | None = None
    who_may_approve: str | None = None
    with_pin: tuple[Source, ...] = ()
    considered: tuple[Considered, ...] = ()

    def or_else(self, other: "ActExplained") -> "ActExplained":
        """Return the other, of whoever stands behind the act, if this one does not decide."""
        return self if any(one.decides for one in self.considered) else other


class Explained(Frozen):
    """A verdict with its reasons."""

    verdict: Verdict
    acts: tuple[ActExplained, ...]


@record(frozen=True, slots=True)
class Asked:
    """What the guard goes by for one act. `refused` comes before any policy.

    `loosening`: the owner's policies that have the last word on it, if they match.
    """

    refused: Word | None
    invariants: tuple[Held, ...]
    owner: tuple[Ready, ...]
    shipped: tuple[Ready, ...]
    loosening: frozenset[str]


def explained(act: Act, judged: StepVerdict, asked: Asked) -> ActExplained:
    """Explain the word on one act."""
    return ActExplained(
        step=judged.step,
        action=act.action,
        entity_id=judged.entity_id,
        effect=judged.effect,
        policy=judged.policy,
        reason=judged.reason,
        risk=act.risk,
        who_may_approve=named(judged.approvers) if judged.approvers else None,
        with_pin=tuple(dict.fromkeys(way for one in judged.approvers for way in one.with_pin)),
        considered=tuple(_considered(act, judged, asked)),
    )


def _considered(act: Act, judged: StepVerdict, asked: Asked) -> Iterator[Considered]:
    yield from _before_policies(act, judged, asked)
    owner = [(one, _wanted(one, act)) for one in asked.owner]
    matching = [one.policy.name for one, wanted in owner if wanted is None]
    decides = not asked.loosening.isdisjoint(matching)
    for one, wanted in owner:
        aside = None if one.policy.name in asked.loosening else _LOOSENS
        yield _policy(act, judged, one, "yours", wanted, aside)
    shipped = [(one, _wanted(one, act)) for one in asked.shipped]
    for one, wanted in shipped:
        yield _policy(act, judged, one, "shipped", wanted, _NOT_ASKED if decides else None)
    if not decides:
        is_mentioned = any(wanted is None for _, wanted in shipped)
        for word in floor(act, is_mentioned=is_mentioned):
            yield _built_in(word, judged)
    if judged.policy.startswith("read back"):
        yield _built_in(Word(judged.effect, judged.policy, judged.reason), judged)


def _wanted(one: Ready, act: Act) -> str | None:
    """Return what a policy wants that is not so; None if it matches."""
    mismatch = one.mismatch(act)
    return None if mismatch is None else mismatch.asked


def _before_policies(act: Act, judged: StepVerdict, asked: Asked) -> Iterator[Considered]:
    if asked.refused is not None and asked.refused.policy.startswith("built-in"):
        yield _built_in(asked.refused, judged)
    before = act.judging.world.home.states.get(act.entity_id)
    for held in asked.invariants:
        invariant, is_broken = held.invariant, breaks(held.invariant, act.command, before)
        is_in_force = held.is_in_force(act.judging.world)
        why = held.reason
        if not is_broken:
            why = "this does not break it at once"
        elif not is_in_force:
            why = f"only while {' and '.join(each.asked for each in held.tests)}"
        yield Considered(
            policy=invariant.name,
            of="invariant",
            effect=Effect.DENY,
            matches=is_broken and is_in_force,
            decides=invariant.name == judged.policy,
            why=why,
        )


def _policy(  # noqa: PLR0913, PLR0917 -- one line of a table
    act: Act, judged: StepVerdict, one: Ready, of: Origin, wanted: str | None, aside: str | None
) -> Considered:
    decides = wanted is None and one.policy.name == judged.policy
    why = f"only if {wanted}"
    if wanted is None:
        why = reason_of(one.policy, act) if decides else aside or _LESS
    return Considered(
        policy=one.policy.name,
        of=of,
        effect=one.policy.effect,
        matches=wanted is None,
        decides=decides,
        why=why,
    )


def _built_in(word: Word, judged: StepVerdict) -> Considered:
    decides = word.policy == judged.policy
    why = word.reason if decides else _LESS
    return Considered(
        policy=word.policy,
        of="built-in",
        effect=word.effect,
        matches=True,
        decides=decides,
        why=why,
    )


def anew(judging: Judging) -> Judging:
    """Return the same, with nothing counted yet."""
    return Judging(judging.plan, judging.who, judging.world)
