"""Invariants before an act: what would break one at once is denied."""

from collections.abc import Iterable

from hub.guard.act import Act, World
from hub.guard.invariant_file import Invariant
from hub.guard.moments import MomentTest, moment_tests
from hub.guard.words import Word
from hub.home.commands import Command
from hub.home.ids import EntityId
from hub.home.model import State
from hub.home.plan import Effect
from hub.record import record


@record(frozen=True, slots=True)
class Held:
    """An invariant with the tests of its circumstances; what nobody knows does not count."""

    invariant: Invariant
    tests: tuple[MomentTest, ...]

    def is_in_force(self, world: World) -> bool:
        """Tell whether the circumstances are such that it has to hold."""
        return all(each.test(world) for each in self.tests)

    @property
    def reason(self) -> str:
        """Why, in words."""
        invariant = self.invariant
        while_ = f" while {' and '.join(each.asked for each in self.tests)}" if self.tests else ""
        rule = f"{invariant.in_words(' and '.join(invariant.entity_id))}{while_}"
        return (invariant.reason or f"it is a rule of the house that {rule}").rstrip(". ")


def held(invariant: Invariant) -> Held:
    """Make an invariant ready to be asked."""
    return Held(invariant, tuple(moment_tests(invariant.while_, unsure=False)))


class Invariants:
    """Those of a house, by the entities they are about."""

    def __init__(self, invariants: Iterable[Invariant]) -> None:
        self._by_entity: dict[EntityId, list[Held]] = {}
        for one in invariants:
            for entity_id in one.entity_id:
                self._by_entity.setdefault(entity_id, []).append(held(one))

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._by_entity)

    def about(self, entity_id: EntityId) -> tuple[Held, ...]:
        """Return those about an entity."""
        return tuple(self._by_entity.get(entity_id, ()))

    def objection(self, act: Act) -> Word | None:
        """Return the word that denies an act because it would break an invariant at once."""
        world = act.judging.world
        before = world.home.states.get(act.entity_id)
        for one in self._by_entity.get(act.entity_id, ()):
            if not breaks(one.invariant, act.command, before) or not one.is_in_force(world):
                continue
            return Word(Effect.DENY, one.invariant.name, one.reason)
        return None

    def objection_to_message(self, act: Act, addressed: Iterable[EntityId]) -> Word | None:
        """Return the word that denies a message past the hub: nobody knows what it brings about."""
        for entity_id in addressed:
            for one in self._by_entity.get(entity_id, ()):
                is_at_once = one.invariant.longer_than is None
                if is_at_once and one.is_in_force(act.judging.world):
                    reason = f"{one.reason}; what this message does to {entity_id} is not known"
                    return Word(Effect.DENY, one.invariant.name, reason)
        return None


def breaks(invariant: Invariant, command: Command, before: State | None) -> bool:
    """Tell whether a command may leave an entity as it must not be, as far as can be foreseen."""
    if invariant.longer_than is not None:
        return False
    if not command.is_idempotent and (before is None or not before.is_available):
        return True  # from nobody knows where to nobody knows where
    expected = None if before is None else command.expected(before)
    if expected is None or not expected.states:
        return False
    ends = [invariant.is_broken_by(state) for state in expected.states]
    return any(ends) if invariant.never is not None else all(ends)
