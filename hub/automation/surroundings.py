"""What rules read: the home, where it stands, and the time."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from hub.automation.place import Place
from hub.home.events import HomeEvent
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.rules import AnyCondition, NotCondition, Rule


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rules read."""

    home: Home
    place: Place
    now: Callable[[], datetime]


async def reported(home: Home, entity_ids: Iterable[EntityId], *, within_s: float) -> None:
    """Wait until all of the entities have reported, `within_s` seconds at most.

    After a start, devices are heard of one by one.
    """
    waited_for = set(entity_ids)
    news = asyncio.Event()

    def hear(_: HomeEvent) -> None:
        news.set()

    def is_missing(entity_id: EntityId) -> bool:
        state = home.states.get(entity_id)
        return state is None or not state.is_available

    unsubscribe = home.listen(hear)
    try:
        async with asyncio.timeout(within_s):
            while any(map(is_missing, waited_for)):
                news.clear()
                await news.wait()
    except TimeoutError:
        return
    finally:
        unsubscribe()


def entities_of(rule: Rule) -> frozenset[EntityId]:
    """Return the entities that a rule's conditions read and its steps move."""
    moved = (target for step in rule.steps for target in step.targets)
    return frozenset(moved).union(*map(_read, rule.conditions))


def _read(condition: AnyCondition) -> frozenset[EntityId]:
    if isinstance(condition, NotCondition):
        return frozenset[EntityId]().union(*map(_read, condition.conditions))
    return frozenset(getattr(condition, "entity_id", ()))
