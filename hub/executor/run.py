"""A plan under way: its acts, and what is known of them so far."""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from hub.executor.act import Act
from hub.executor.approvals import Decided
from hub.home.ids import EntityId, UserId
from hub.home.model import State
from hub.home.plan import ChoreOutcome, Outcome, Plan, PlanResult, Verdict


@dataclass(slots=True)
class Run:
    """One plan on the road. `settled` are the outcomes of what will not be acted on.

    `chores` are the outcomes of its chores, `decided` who said what to it where it waited,
    `waiting_id` the approval that it waits for.
    """

    plan: Plan
    verdict: Verdict
    decided: Decided | None = None
    waiting_id: str | None = None
    settled: list[Outcome] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    chores: list[ChoreOutcome] = field(default_factory=list)
    before: dict[EntityId, State] = field(default_factory=dict)
    finished_at: datetime | None = None
    traced: asyncio.Event = field(default_factory=asyncio.Event)
    kept: asyncio.Event = field(default_factory=asyncio.Event)
    _remembered: set[EntityId] = field(default_factory=set)

    @property
    def approval_id(self) -> str | None:
        """The approval that it waits for, or waited for."""
        return self.waiting_id if self.decided is None else self.decided.approval.id

    @property
    def approved_by(self) -> UserId | None:
        """Who said yes to what waited."""
        return None if self.decided is None else self.decided.who.user_id

    def steps(self) -> Iterator[list[Act]]:
        """Yield the acts of each step, in order."""
        for _, acts in itertools.groupby(self.acts, key=lambda act: act.step):
            yield list(acts)

    def remember(self, before: State) -> None:
        """Keep the state an entity had when its first act began."""
        if before.entity_id not in self._remembered:
            self._remembered.add(before.entity_id)
            self.before[before.entity_id] = before

    async def handed_over(self) -> None:
        """Wait until every command was sent, or never will be, and plan and chores are on disk."""
        for act in self.acts:
            await act.handed_over.wait()
        await self.kept.wait()
        await self.traced.wait()

    def give_up(self) -> None:
        """Free the queues and the callers, whatever happened; harmless when all went well."""
        for act in self.acts:
            act.turn.end()
            act.handed_over.set()
        self.kept.set()
        self.traced.set()

    def result(self) -> PlanResult:
        """Return what is known by now."""
        outcomes = sorted(
            [*self.settled, *(act.outcome for act in self.acts)], key=lambda outcome: outcome.step
        )
        return PlanResult(
            plan=self.plan,
            verdict=self.verdict,
            outcomes=tuple(outcomes),
            chores=tuple(self.chores),
            approval_id=self.approval_id,
            finished_at=self.finished_at,
        )
