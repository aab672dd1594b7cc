"""How long an invariant has been broken, and when it is time to do something about it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.guard.act import World
from hub.guard.invariants import Held
from hub.home.ids import EntityId
from hub.home.model import State
from hub.home.plan import Status
from hub.record import record

# A lock or a cover that is on its way gets this long to arrive.
ARRIVES_IN = timedelta(minutes=1)
# What must be seen to be so, and is not seen at all, counts as broken after this long.
UNSEEN = timedelta(minutes=2)
_ON_ITS_WAY = frozenset({"locking", "unlocking", "opening", "closing"})


@dataclass(slots=True)
class Breach:
    """An invariant that is broken. `told` are the endings people heard of.

    `is_seen`: the entity reported it; else it is only that nobody can tell.
    """

    since: datetime
    due: datetime
    is_seen: bool
    tries: int = 0
    tried_at: datetime | None = None
    told: set[Status | None] = field(default_factory=set)

    def next_try(self, pauses: tuple[timedelta, ...]) -> datetime:
        """Return when it is time to do something about it, for the first time or again."""
        if self.tried_at is None:
            return self.due
        return self.tried_at + pauses[min(self.tries, len(pauses)) - 1]


@record(frozen=True, slots=True)
class Began:
    """Since when, and from when on it matters; `is_seen`: the entity reports it."""

    since: datetime
    due: datetime
    is_seen: bool = True


def began(one: Held, entity_id: EntityId, world: World) -> Began | None:
    """Say since when an invariant is broken on an entity; None while it is not.

    It is broken since the entity and all that the circumstances ask about are as they are: their
    last changes, which survive a restart.
    """
    state = world.home.states.get(entity_id)
    if state is None or not one.is_in_force(world):
        return None
    longer = one.invariant.longer_than or timedelta()
    now = world.clock()
    if not state.is_available:
        return Began(now, now + max(longer, UNSEEN), is_seen=False)
    if not one.invariant.is_broken_by(state.state):
        return None
    # Not later than now, even if the clock was set back.
    since = min(now, max([state.last_changed, *_circumstances_since(one, world)]))
    return Began(since, since + max(longer, _arrival(state)))


def _arrival(state: State) -> timedelta:
    return ARRIVES_IN if state.state in _ON_ITS_WAY else timedelta()


def _circumstances_since(one: Held, world: World) -> list[datetime]:
    while_, states = one.invariant.while_, world.home.states
    asked: list[EntityId] = list(while_.when or {})
    if while_.home is not None:
        asked += [person for person in world.at_home() if person in states]
    return [states[each].last_changed for each in asked if each in states]
