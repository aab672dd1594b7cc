"""Builds what guards the house: the guard, its policies, and the watch over its invariants."""

from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from hub.automation.place import Place
from hub.guard.act import World
from hub.guard.explaining import Explained, Supposed
from hub.guard.guard import Guard
from hub.guard.policy_file import Policies
from hub.guard.watch import Alarms, InvariantWatch, RunPlan
from hub.home.approving import Pins
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.keeping import Timer
from hub.home.notifications import Teller
from hub.home.people import WhoIs
from hub.home.plan import Plan
from hub.policy_desk import PolicyDesk
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class GuardParts:
    """What guards need of the rest of the hub."""

    desk: PolicyDesk
    place: Place
    who_is: WhoIs
    pins: Pins
    addressed: Callable[[str], Iterable[EntityId]]
    sharing: Callable[[EntityId], Iterable[EntityId]]
    timers: Callable[[], Iterable[Timer]]

    def guarding(self, home: Home, clock: Callable[[], datetime]) -> Guard:
        """Return a guard over a home, as the policies are now."""
        return Guard(
            home,
            self.desk.policies,
            clock,
            who_is=self.who_is,
            pin_holders=self.pins.holders,
            timers=self.timers,
            addressed=self.addressed,
            sharing=self.sharing,
            is_sun_up=self.place.is_sun_up,
            zone=self.place.time_zone,
        )

    def guard(self, home: Home, clock: Callable[[], datetime]) -> Guard:
        """Return the guard of the house, which hears when policies change."""
        guard = self.guarding(home, clock)
        self.desk.let_use(guard.use)
        return guard

    async def watch(  # noqa: PLR0913 -- what a watch needs
        self,
        stack: AsyncExitStack,
        home: Home,
        clock: Callable[[], datetime],
        *,
        run_plan: RunPlan,
        teller: Teller,
        alarms: Alarms,
    ) -> None:
        """Watch over the invariants until the stack is closed."""
        world = World(home, clock, self.place.is_sun_up, self.place.time_zone)
        watch = InvariantWatch(world, run_plan, teller, alarms)
        self.desk.let_use(lambda policies: watch.use(policies.invariants))
        await stack.enter_async_context(watch)


@record(frozen=True, slots=True)
class PolicyControl:
    """What the API has of the policies."""

    guard: Guard
    desk: PolicyDesk

    @property
    def policies(self) -> Policies:
        """Return those in force."""
        return self.desk.policies

    @property
    def file(self) -> Path:
        """Where the owner's lie."""
        return self.desk.own

    @property
    def problem(self) -> str | None:
        """What was wrong with the owner's file when it was read last."""
        return self.desk.problem

    async def reload(self) -> Policies:
        """Read the owner's file again.

        Raises:
            HubError: it cannot be used; what was in force stays.
        """
        return await self.desk.reload()

    def explain(self, plan: Plan, supposed: Supposed) -> Explained:
        """Tell what the guard would say to a plan, and why."""
        return self.guard.explain(plan, supposed)
