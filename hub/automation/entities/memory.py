"""What entities of the hub remember over a restart: on disk before it is told to anybody."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Document = Mapping[str, Any]


class HouseStore(Protocol):
    """Keeps a document an entity; what it was given is on disk when it returns."""

    async def all(self) -> Mapping[str, Document]:
        """Return what is kept, by entity id."""

    async def put(self, documents: Mapping[str, Document]) -> None:
        """Add or replace documents, all or none."""

    async def remove(self, entity_ids: Sequence[str]) -> None:
        """Forget entities; unknown ids are no error."""


@dataclass(slots=True)
class _Batch:
    documents: dict[str, Document] = field(default_factory=dict)
    is_over: bool = False
    error: Exception | None = None


class Memory:
    """The documents, in memory and on disk; whoever waits for the disk is written together."""

    def __init__(self, store: HouseStore) -> None:
        self._store = store
        self._kept: dict[str, Document] = {}
        self._open = _Batch()
        self._writing = asyncio.Lock()

    async def load(self) -> None:
        """Read what is kept."""
        self._kept = dict(await self._store.all())

    def of(self, entity_id: str) -> Document | None:
        """Return what is kept of an entity."""
        return self._kept.get(entity_id)

    def all_of(self, domain: str) -> Mapping[str, Document]:
        """Return what is kept of the entities of a domain."""
        return {key: one for key, one in self._kept.items() if key.startswith(f"{domain}.")}

    async def put(self, entity_id: str, document: Document) -> None:
        """Keep a document; on disk when this returns. Raises what the disk raises."""
        batch = self._open
        batch.documents[entity_id] = document
        async with self._writing:
            if batch is self._open:
                self._open = _Batch()
            if not batch.is_over:
                await self._write(batch)
        if batch.error is not None:
            raise batch.error

    async def forget(self, entity_id: str) -> None:
        """Forget an entity."""
        async with self._writing:
            await self._store.remove([entity_id])
            self._kept.pop(entity_id, None)

    async def _write(self, batch: _Batch) -> None:
        try:
            await self._store.put(batch.documents)
        except Exception as error:  # noqa: BLE001 -- all who wait for it are told
            batch.error = error
        else:
            self._kept.update(batch.documents)
        batch.is_over = True
