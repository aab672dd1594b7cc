"""Waits kept in a dictionary."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.automation.durable import SavedRun, Wait


class MemoryWaits:
    """A `RunStore` that keeps waits only."""

    def __init__(self) -> None:
        self.kept: dict[str, Wait] = {}

    async def waits(self) -> Sequence[Wait]:
        """Return all waits."""
        return list(self.kept.values())

    async def put_waits(self, waits: Iterable[Wait], *, over: Iterable[str] = ()) -> None:
        """Add or replace waits."""
        for key in over:
            self.kept.pop(key, None)
        self.kept.update({wait.key: wait for wait in waits})

    async def forget_waits(self, prefix: str) -> None:
        """Forget waits."""
        self.kept = {key: wait for key, wait in self.kept.items() if not key.startswith(prefix)}

    async def runs(self) -> Sequence[SavedRun]:
        """Return none."""
        return ()

    async def begin(
        self, run: SavedRun, *, over: str | None = None, following: Wait | None = None
    ) -> None:
        """Keep what the firing did to the wait."""
        del run
        await self.put_waits([following] if following else [], over=[over] if over else [])

    async def advance(
        self,
        run_id: str,
        *,
        checkpoint: Mapping[str, Any],
        variables: Mapping[str, Any],
        due_at: datetime,
    ) -> None:
        """Do nothing."""

    async def end(self, run_id: str) -> None:
        """Do nothing."""
