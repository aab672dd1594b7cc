"""Runs and waits kept in memory: for a replay, after which nothing is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.automation.durable import SavedRun, Wait


class MemoryRunStore:
    """Implements `RunStore`; nothing survives it."""

    def __init__(self) -> None:
        self._runs: dict[str, SavedRun] = {}
        self._waits: dict[str, Wait] = {}

    async def waits(self) -> Sequence[Wait]:
        """Return all waits."""
        return list(self._waits.values())

    async def put_waits(self, waits: Iterable[Wait], *, over: Iterable[str] = ()) -> None:
        """Add or replace waits and forget those whose keys are `over`."""
        for key in over:
            self._waits.pop(key, None)
        self._waits |= {wait.key: wait for wait in waits}

    async def forget_waits(self, prefix: str) -> None:
        """Forget all waits whose key begins so."""
        self._waits = {k: wait for k, wait in self._waits.items() if not k.startswith(prefix)}

    async def runs(self) -> Sequence[SavedRun]:
        """Return the runs that have not ended, the one due first first."""
        return sorted(self._runs.values(), key=lambda run: run.due_at)

    async def begin(
        self, run: SavedRun, *, over: str | None = None, following: Wait | None = None
    ) -> None:
        """Keep a new run, and what its firing did to the wait."""
        self._runs[run.run_id] = run
        await self.put_waits([following] if following else [], over=[over] if over else [])

    async def advance(
        self,
        run_id: str,
        *,
        checkpoint: Mapping[str, Any],
        variables: Mapping[str, Any],
        due_at: datetime,
    ) -> None:
        """Say how far a run has come."""
        run = self._runs.get(run_id)
        if run is not None:
            self._runs[run_id] = replace(
                run, checkpoint=checkpoint, variables=variables, due_at=due_at
            )

    async def end(self, run_id: str) -> None:
        """Forget a run: it has ended."""
        self._runs.pop(run_id, None)
