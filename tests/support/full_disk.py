"""A store of the hub's own entities on a disk that fills up when a test says so."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.automation.entities.memory import HouseStore


@dataclass
class FullDisk:
    """A real store that can be told to fail."""

    store: HouseStore
    is_full: bool = False
    writes: int = 0

    async def all(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what is kept."""
        return await self.store.all()

    async def put(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep documents, or fail."""
        await asyncio.sleep(0)
        self.writes += 1
        if self.is_full:
            raise OSError(28, "no space left on device")
        await self.store.put(documents)

    async def remove(self, entity_ids: Sequence[str]) -> None:
        """Forget documents."""
        await self.store.remove(entity_ids)
