"""Watches the house for invariants that are broken, and sees to them.

What it does takes the road of every plan, with a source of its own; it then tells people what it
did and what was observed of it, no more.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

from hub.guard.act import World
from hub.guard.breach import Breach, began
from hub.guard.breach_words import told
from hub.guard.invariant_file import Invariant
from hub.guard.invariants import Held, held
from hub.home.events import HomeEvent, StateReported
from hub.home.ids import EntityId, domain_of
from hub.home.model import Source
from hub.home.notifications import Notification, Teller
from hub.home.plan import Plan, PlanResult, Request, Step, Steps

# The clock, the sun and what could not be done are looked at this often.
LOOK_EVERY = timedelta(seconds=30)
# While it stays broken: when to try again, from one try to the next; then always the last.
TRY_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))

RunPlan = Callable[[Plan], Awaitable[PlanResult]]
Ring = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)


class Alarms(Protocol):
    """Wakes its callers. A moment that is over already rings at once."""

    def set(self, key: str, at: datetime, ring: Ring) -> None:
        """Ring at `at`, instead of whenever `key` was to ring before."""

    def cancel(self, key: str) -> None:
        """Never ring for `key`; an unknown one is no error."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """An invariant on one entity."""

    one: Held
    entity_id: EntityId

    def is_same(self, invariant: Invariant, entity_id: EntityId) -> bool:
        """Tell whether it keeps to what a file says, read anew."""
        return self.entity_id == entity_id and self.one.invariant == invariant

    @property
    def key(self) -> str:
        """What its alarm is called."""
        return f"invariant {self.one.invariant.name} {self.entity_id}"


class InvariantWatch:
    """Enter it to watch; leaving it ends what still waits for devices."""

    def __init__(self, world: World, run_plan: RunPlan, teller: Teller, alarms: Alarms) -> None:
        self._world = world
        self._run_plan = run_plan
        self._teller = teller
        self._alarms = alarms
        self._kept: list[_Kept] = []
        # By what their report changes; persons under the domain.
        self._by_entity: dict[str, list[_Kept]] = {}
        self._breaches: dict[_Kept, Breach] = {}
        self._tasks = asyncio.TaskGroup()
        self._acting: dict[_Kept, asyncio.Task[None]] = {}
        self._is_open = False

    async def __aenter__(self) -> Self:
        """Begin to watch."""
        await self._tasks.__aenter__()
        self._unlisten = self._world.home.listen(self._hear, StateReported)
        self._is_open = True
        self.look()
        self._wake_up()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End watching: what was sent was sent."""
        self._is_open = False
        self._unlisten()
        for key in ["invariants", *(kept.key for kept in self._kept)]:
            self._alarms.cancel(key)
        for task in self._acting.values():
            task.cancel()
        await self._tasks.__aexit__(kind, error, traceback)

    def use(self, invariants: Iterable[Invariant]) -> None:
        """Watch for these from now on; those that stay as they were go on as they were."""
        before = list(self._kept)
        self._kept = [
            next((kept for kept in before if kept.is_same(one, entity_id)), None)
            or _Kept(held(one), entity_id)
            for one in invariants
            for entity_id in one.entity_id
        ]
        self._breaches = {
            kept: self._breaches[kept] for kept in self._kept if kept in self._breaches
        }
        for gone in (kept for kept in before if kept not in self._kept):
            self._alarms.cancel(gone.key)
        self._by_entity = {}
        for kept in self._kept:
            for name in _told_by(kept):
                self._by_entity.setdefault(name, []).append(kept)
        if self._is_open:
            self.look()

    def look(self) -> None:
        """Look at all of them now."""
        for kept in self._kept:
            self._look_at(kept)

    def _hear(self, event: HomeEvent) -> None:
        if not self._by_entity or not isinstance(event, StateReported):
            return
        entity_id = event.new.entity_id
        about = self._by_entity.get(entity_id, [])
        if domain_of(entity_id) == "person":
            about = [*about, *self._by_entity.get("person", [])]
        for kept in about:
            self._look_at(kept)

    def _wake_up(self) -> None:
        async def ring() -> None:
            if self._is_open:
                self.look()
                self._wake_up()

        self._alarms.set("invariants", self._world.clock() + LOOK_EVERY, ring)

    def _look_at(self, kept: _Kept) -> None:
        """See whether it is broken, since when, and whether something is to be done by now."""
        now, since = self._world.clock(), began(kept.one, kept.entity_id, self._world)
        breach = self._breaches.get(kept)
        if since is None:
            self._breaches.pop(kept, None)
            self._alarms.cancel(kept.key)
            return
        if breach is None:
            if not since.is_seen and kept.one.invariant.always is None:
                return
            breach = self._breaches[kept] = Breach(since.since, since.due, since.is_seen)
        elif since.is_seen:
            # A device that was away for a moment has not been well meanwhile.
            breach.since = min(breach.since, since.since)
            breach.due = min(breach.due, since.due) if breach.is_seen else since.due
            breach.is_seen = True
        elif breach.is_seen:
            return
        if breach.next_try(TRY_AGAIN) <= now:
            self._see_to(kept, breach)
        elif not breach.tries:
            self._alarms.set(kept.key, breach.due, lambda: self._ring(kept))

    async def _ring(self, kept: _Kept) -> None:
        if self._is_open and kept in self._kept:
            self._look_at(kept)

    def _see_to(self, kept: _Kept, breach: Breach) -> None:
        if kept in self._acting and not self._acting[kept].done():
            return
        breach.tries += 1
        breach.tried_at = self._world.clock()
        name = f"see to {kept.one.invariant.name}"
        self._acting[kept] = self._tasks.create_task(self._act(kept, breach), name=name)

    async def _act(self, kept: _Kept, breach: Breach) -> None:
        """Do what is to be done, and tell what came of it; once for each outcome."""
        try:
            state = self._world.home.states.get(kept.entity_id)
            outcome = None
            if kept.one.invariant.command is not None:
                result = await self._run_plan(self._plan(kept))
                outcome = next(iter(result.outcomes), None)
            status = None if outcome is None else outcome.status
            if status in breach.told:
                return
            breach.told.add(status)
            text = told(kept.one, kept.entity_id, self._world.home, state, outcome)
            ending = "seen" if status is None else status.value
            await self._teller.tell(
                Notification(
                    id=f"{kept.key} {breach.since.isoformat()} {ending}",
                    text=text,
                    at=self._world.clock(),
                )
            )
        except Exception:  # noqa: BLE001 -- the outer edge of the task; it is tried again
            _log.exception("the invariant %r could not be seen to", kept.one.invariant.name)

    def _plan(self, kept: _Kept) -> Plan:
        invariant = kept.one.invariant
        step = Step.model_validate({"command": invariant.command, "targets": (kept.entity_id,)})
        request = Request(text=invariant.name, source=Source.INVARIANT, at=self._world.clock())
        return Plan(request=request, body=Steps(steps=(step,)), planner="invariant")


def _told_by(kept: _Kept) -> set[str]:
    """Return whose reports may change whether it is broken."""
    while_ = kept.one.invariant.while_
    names: set[str] = {kept.entity_id, *(while_.when or {})}
    return names | {"person"} if while_.home is not None else names
