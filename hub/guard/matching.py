"""Policies made ready: each key of a match becomes a test, in the order of its cost.

What depends only on the action and on who asks is told apart: the guard remembers it.
"""

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase, translate

from hub.guard.act import Act, World
from hub.guard.conditions import Rate, Touches, in_words
from hub.guard.limits import over
from hub.guard.match import Match
from hub.guard.moments import moment_tests
from hub.guard.policy_file import Policy
from hub.guard.words import Word
from hub.home.ids import domain_of, slugify
from hub.home.plan import Effect
from hub.record import record

Test = Callable[[Act], bool]
_WILD = re.compile(r"[*?\[]")


@record(frozen=True, slots=True)
class Clause:
    """One key of a match as a test. `asked` says in words what it wants."""

    key: str
    asked: str
    test: Test


@record(frozen=True, slots=True)
class Ready:
    """A policy with its tests. `still` ask about the action and who asks, `moving` about the rest.

    The last of `moving` counts acts where there is one that does: no test follows it. `word` is
    what the policy says, if that is always the same.
    """

    policy: Policy
    still: tuple[Clause, ...]
    moving: tuple[Clause, ...]
    rate: Rate | None
    word: Word | None

    def may_be_about(self, act: Act) -> bool:
        """Tell whether it fits the action and who asks for it, and by which way."""
        return all(clause.test(act) for clause in self.still)

    def matches(self, act: Act) -> bool:
        """Tell whether it is about this act, if `may_be_about` holds."""
        for clause in self.moving:  # noqa: SIM110 -- twice as fast, thousands of times a second
            if not clause.test(act):
                return False
        return True

    def counts(self, act: Act) -> bool:
        """Tell whether an act that was let through counts."""
        uncounted = (clause for clause in (*self.still, *self.moving) if clause.key != "rate")
        return self.rate is not None and all(clause.test(act) for clause in uncounted)

    def goes_by_people(self, act: Act) -> bool:
        """Tell whether what it matched was chosen by people, and not by the device itself."""
        match = self.policy.match
        if match.names_entities:
            return True
        if match.label is not None and not _fits(match.label, _own_labels(act)):
            return False  # the label is that of a place, which devices suggest for themselves
        return not match.asks_devices

    def mismatch(self, act: Act) -> Clause | None:
        """Return the first key that does not fit."""
        clauses = (*self.still, *self.moving)
        return next((clause for clause in clauses if not clause.test(act)), None)


def ready(policy: Policy) -> Ready:
    """Make a policy ready to be asked."""
    match, limit = policy.match, policy.limit
    rate = match.rate or (limit.rate if limit is not None else None)
    moving = [*_about_entity(match), *_at_moment(match, unsure=policy.effect is not Effect.ALLOW)]
    moving += [_touching(match.touches)] if match.touches is not None else []
    if limit is not None and (limit.max or limit.min):
        test: Test = lambda act: _excess(policy, act) is not None  # noqa: E731 -- closes over it
        moving.append(Clause("limit", "it is over the limit", test))
    moving += [_often(policy.name, rate)] if rate is not None else []
    word = None
    if rate is None and limit is None and policy.effect is not Effect.PIN:
        asks = policy.effect is Effect.CONFIRM
        approvers = (policy.approvers,) if asks else ()
        word = Word(policy.effect, policy.name, policy.reason.rstrip(". "), approvers)
    return Ready(policy, tuple(_still(match)), tuple(moving), rate, word)


def reason_of(policy: Policy, act: Act) -> str:
    """Say why a policy that matches decides as it does."""
    reason = policy.reason.rstrip(". ")
    excess = _excess(policy, act)
    if excess is not None:
        return f"{reason}; {excess}"
    rate = policy.limit.rate if policy.limit is not None else policy.match.rate
    if rate is not None:
        return f"{reason}; this would be more than {rate.times} times in {in_words(rate.within)}"
    return reason


def _still(match: Match) -> Iterator[Clause]:
    keys: tuple[tuple[str, tuple[str, ...] | None, Callable[[Act], list[str]]], ...] = (
        ("action", match.action, lambda act: [act.action]),
        ("domain", match.domain, lambda act: [domain_of(act.action)]),
        ("source", match.source, lambda act: [act.source]),
        ("role", match.role, lambda act: [] if (w := act.judging.who) is None else [w.role]),
        ("person", match.person, _person),
    )
    yield from (_named(key, names, values) for key, names, values in keys if names is not None)
    if match.user is not None:
        folded = tuple(name.casefold() for name in match.user)
        yield _named("user", folded, _user)


def _about_entity(match: Match) -> Iterator[Clause]:
    keys: tuple[tuple[str, tuple[str, ...] | None, Callable[[Act], list[str]]], ...] = (
        ("risk", match.risk, lambda act: [] if act.risk is None else [act.risk]),
        ("entity_id", match.entity_id, lambda act: [act.entity_id]),
        ("device_class", match.device_class, _device_class),
        ("area", match.area, _area),
        ("floor", match.floor, _floor),
        ("label", match.label, _labels),
    )
    yield from (_named(key, names, values) for key, names, values in keys if names is not None)
    if match.name is not None:
        folded = tuple(name.casefold() for name in match.name)
        yield _named("name", folded, _names)


def _named(key: str, names: tuple[str, ...], values: Callable[[Act], list[str]]) -> Clause:
    plain = frozenset(name for name in names if not _WILD.search(name))
    wild = [name for name in names if name not in plain]
    asked = f"{key} is {' or '.join(names)}"
    if not wild:
        return Clause(key, asked, lambda act: not plain.isdisjoint(values(act)))
    pattern = re.compile("|".join(translate(name) for name in names))
    return Clause(key, asked, lambda act: any(map(pattern.match, values(act))))


def _user(act: Act) -> list[str]:
    """Return how a user is called, id and name; rules keep the user they run for."""
    user_id, who = act.judging.plan.request.user_id, act.judging.who
    found = [] if user_id is None else [user_id.casefold()]
    return found if who is None else [*found, who.name.casefold()]


def _person(act: Act) -> list[str]:
    who = act.judging.who
    return [] if who is None or who.person_id is None else [who.person_id]


def _device_class(act: Act) -> list[str]:
    return [] if act.entity is None else [act.entity.device_class or ""]


def _area(act: Act) -> list[str]:
    area = None if act.entity is None else act.judging.world.home.area_of(act.entity)
    return [] if area is None else [area.id, area.name, slugify(area.name)]


def _floor(act: Act) -> list[str]:
    floor = None if act.entity is None else act.judging.world.home.floor_of(act.entity)
    return [] if floor is None else [floor.id, floor.name, slugify(floor.name)]


def _labels(act: Act) -> list[str]:
    area = None if act.entity is None else act.judging.world.home.area_of(act.entity)
    return [*_own_labels(act), *(area.labels if area else ())]


def _own_labels(act: Act) -> list[str]:
    entity, home = act.entity, act.judging.world.home
    if entity is None:
        return []
    device = home.devices.get(entity.device_id) if entity.device_id is not None else None
    return [*entity.labels, *(device.labels if device else ())]


def _fits(patterns: tuple[str, ...], values: list[str]) -> bool:
    return any(fnmatchcase(value, pattern) for value in values for pattern in patterns)


def _names(act: Act) -> list[str]:
    entity = act.entity
    return [] if entity is None else [n.casefold() for n in (entity.name, *entity.aliases)]


def _at_moment(match: Match, *, unsure: bool) -> Iterator[Clause]:
    for each in moment_tests(match, unsure=unsure):
        yield Clause(each.key, each.asked, _in_world(each.test))


def _in_world(test: Callable[[World], bool]) -> Test:
    return lambda act: test(act.judging.world)


def _touching(touches: Touches) -> Clause:
    def test(act: Act) -> bool:
        entities, domains = act.judging.touched()
        fits = touches.entities is None or touches.entities.hold(entities)
        return fits and (touches.domains is None or touches.domains.hold(domains))

    return Clause("touches", "the plan touches as much", test)


def _often(policy: str, rate: Rate) -> Clause:
    """Return the test that counts: of those that fit otherwise, which one is too many."""

    def test(act: Act) -> bool:
        judging = act.judging
        here = judging.counted[policy] = judging.counted.get(policy, 0) + 1
        world = judging.world
        there = world.rates.acts(policy, world.clock(), rate.within, but=judging.plan.id)
        return here + there > rate.times

    return Clause("rate", f"more than {rate.times} times in {in_words(rate.within)}", test)


def _excess(policy: Policy, act: Act) -> str | None:
    if policy.limit is None:
        return None
    return over(policy.limit, act.command, act.judging.world.home.states.get(act.entity_id))
