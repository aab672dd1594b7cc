"""Stand-ins for what runs need: a store in memory, a caller that records, traces in a list."""

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from hub.home.errors import HubError
from hub.home.kept_runs import SavedRun, Wait
from hub.home.model import Context
from hub.home.run_trace import RunTrace


class MemoryRuns:
    """Keeps runs and waits as a database would: copies of them, plain JSON only."""

    def __init__(self) -> None:
        self.kept: dict[str, SavedRun] = {}
        self.waiting: dict[str, Wait] = {}
        # While it is not set, no run is forgotten: the disk is slow.
        self.is_open = asyncio.Event()
        self.is_open.set()

    async def waits(self) -> Sequence[Wait]:
        """Return all waits."""
        return list(self.waiting.values())

    async def put_waits(self, waits: Iterable[Wait], *, over: Iterable[str] = ()) -> None:
        """Add or replace waits and forget others."""
        for key in over:
            self.waiting.pop(key, None)
        self.waiting.update({wait.key: wait for wait in waits})

    async def forget_waits(self, prefix: str) -> None:
        """Forget waits by prefix."""
        self.waiting = {k: w for k, w in self.waiting.items() if not k.startswith(prefix)}

    async def runs(self) -> Sequence[SavedRun]:
        """Return the runs, the one due first first."""
        return sorted(self.kept.values(), key=lambda run: run.due_at)

    async def begin(
        self, run: SavedRun, *, over: str | None = None, following: Wait | None = None
    ) -> None:
        """Keep a new run."""
        copied = replace(run, checkpoint=_copy(run.checkpoint), variables=_copy(run.variables))
        await asyncio.sleep(0)
        await self.put_waits([following] if following else [], over=[over] if over else [])
        self.kept[run.run_id] = copied

    async def advance(
        self,
        run_id: str,
        *,
        checkpoint: Mapping[str, Any],
        variables: Mapping[str, Any],
        due_at: datetime,
    ) -> None:
        """Say how far a run has come."""
        where, known = _copy(checkpoint), _copy(variables)
        await asyncio.sleep(0)
        if run_id in self.kept:
            self.kept[run_id] = replace(
                self.kept[run_id], checkpoint=where, variables=known, due_at=due_at
            )

    async def end(self, run_id: str) -> None:
        """Forget a run."""
        await self.is_open.wait()
        self.kept.pop(run_id, None)


def _copy(value: Any) -> Any:
    return json.loads(json.dumps(value))


@dataclass
class ScriptedCaller:
    """Records calls; some fail, some answer, some never return, as told by the action's name."""

    failing: dict[str, HubError] = field(default_factory=dict)
    answers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    blocking: set[str] = field(default_factory=set)
    calls: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of the actions called."""
        return [name for name, _, _ in self.calls]

    async def call(  # noqa: PLR0913 -- as the protocol
        self,
        action: str,
        target: Mapping[str, Any],
        data: Mapping[str, Any],
        *,
        context: Context,
        wants_response: bool = False,
        noting: Callable[[str], None] | None = None,
    ) -> Mapping[str, Any] | None:
        """Take a call."""
        del context, noting
        self.calls.append((action, target, data))
        await asyncio.sleep(0)
        if action in self.blocking:
            await asyncio.Event().wait()
        if action in self.failing:
            raise self.failing[action]
        return self.answers.get(action) if wants_response else None


class TraceList:
    """Keeps traces in a list, each once."""

    def __init__(self) -> None:
        self.traces: dict[int, RunTrace] = {}

    @property
    def last(self) -> RunTrace:
        """The trace put last."""
        return list(self.traces.values())[-1]

    def put(self, trace: RunTrace) -> None:
        """Keep a trace."""
        self.traces[id(trace)] = trace
