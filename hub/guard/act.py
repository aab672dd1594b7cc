"""One act as the guard sees it, and the world in which it is judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from hub.guard.rates import Rates
from hub.guard.risk import Risk
from hub.home.commands import Command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Entity, Source
from hub.home.people import Who
from hub.home.plan import Plan

UNATTENDED = frozenset({Source.EVENT, Source.RULE, Source.DEVICE, Source.HUB, Source.INVARIANT})


@dataclass(slots=True)
class World:
    """What policies ask about besides the act: the home, the moment, who is there, what was done.

    `zone` is that of the house's clocks; `supposed` tells who is home where somebody tries
    "what if", instead of what the home says.
    """

    home: Home
    clock: Callable[[], datetime]
    is_sun_up: Callable[[datetime], bool]
    zone: tzinfo = UTC
    rates: Rates = field(default_factory=Rates)
    supposed: Mapping[EntityId, bool | None] | None = None
    _persons: tuple[EntityId, ...] = ()
    _persons_of: int = -1

    def local_now(self) -> datetime:
        """Tell the time as the house's clocks show it."""
        return self.clock().astimezone(self.zone)

    def at_home(self) -> Mapping[EntityId, bool | None]:
        """Tell of each person whether they are home; None where it is not known."""
        if self.supposed is not None:
            return self.supposed
        if self._persons_of != self.home.version:
            people = (entity.id for entity in self.home.entities_of({"person"}))
            self._persons, self._persons_of = tuple(people), self.home.version
        states = self.home.states
        return {
            person: state.state == "home" if (state := states[person]).is_available else None
            for person in self._persons
            if person in states
        }


@dataclass(slots=True, eq=False)
class Judging:
    """One plan before the guard. `who` asks for it, None where nobody attends.

    `counted` are its acts so far, by the policies that count them.
    """

    plan: Plan
    who: Who | None
    world: World
    counted: dict[str, int] = field(default_factory=dict)
    _touched: tuple[int, int] | None = None

    def touched(self) -> tuple[int, int]:
        """Return how many entities, and how many domains of them, the plan touches."""
        if self._touched is None:
            targets = {target for step in self.plan.steps for target in step.targets}
            domains = {target.partition(".")[0] for target in targets}
            self._touched = len(targets), len(domains)
        return self._touched


@dataclass(slots=True, eq=False)
class Act:
    """One step on one target, with all that policies ask about."""

    judging: Judging
    step: int
    command: Command
    entity_id: EntityId
    entity: Entity | None
    risk: Risk | None

    @property
    def action(self) -> str:
        """The full name of the action, such as "light.turn_on"."""
        return self.command.action

    @property
    def source(self) -> Source:
        """The way it came."""
        return self.judging.plan.request.source

    @property
    def is_unattended(self) -> bool:
        """Whether no person stands behind it."""
        return self.source in UNATTENDED
