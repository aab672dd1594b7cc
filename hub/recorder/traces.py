"""What became of every plan, and how the home was before it, so that it can be undone."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import fields
from datetime import datetime
from typing import Any, Self

import orjson
import sqlite_utils
from pydantic import ValidationError

from hub.home.ids import EntityId
from hub.home.masking import Masking
from hub.home.model import Context, Source, State
from hub.home.plan import PlanResult
from hub.record import record
from hub.recorder.database import Database
from hub.recorder.errors import StorageError

Listener = Callable[[PlanResult], None]

# The oldest go first; about 2 KB each.
TRACES_KEPT = 10_000
_PRUNE_EVERY = 100
# What rules did is written down so often, and so much of it may wait: under a flood the oldest
# plans of rules go untraced, for history must not slow control.
WRITE_EVERY_S = 0.5
MOST_NOTED = 250

_log = logging.getLogger(__name__)


@record(frozen=True, slots=True)
class Trace:
    """A plan with what became of it; `before` holds the states its targets had."""

    result: PlanResult
    before: dict[EntityId, State] | None = None


class Traces:
    """Keeps the latest traces and tells listeners about each new one.

    What is kept of a plan has no secrets; the codes of locks are for the lock alone.
    Entered, it writes down what was noted every `WRITE_EVERY_S`, and the rest when it is left.
    """

    def __init__(self, db: Database, *, kept: int = TRACES_KEPT) -> None:
        self._db = db
        self._kept = kept
        self._masking = Masking()
        self._added = 0
        self._listeners: list[Listener] = []
        # Noted and not yet written; the oldest go first when there are too many.
        self._noted: deque[Trace] = deque(maxlen=MOST_NOTED)
        self._news = asyncio.Event()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            tasks = await stack.enter_async_context(asyncio.TaskGroup())
            stack.callback(tasks.create_task(self._write_on(), name="traces").cancel)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
        await self._write_noted()

    async def add(self, result: PlanResult, before: Mapping[EntityId, State] | None = None) -> None:
        """Store a trace, or what is new about one: a plan that waited, was sent, and ended.

        A `before` once stored stays if a later call brings none.
        """
        row = self._row(Trace(result, dict(before) if before else None))
        self._added += 1
        is_pruning = self._added % _PRUNE_EVERY == 0
        await self._db.write(lambda db: _store(db, row, self._kept if is_pruning else None))
        for listener in tuple(self._listeners):
            listener(result)

    def note(self, result: PlanResult, before: Mapping[EntityId, State]) -> None:
        """Store a trace soon: a power cut may lose the last second of them."""
        self._noted.append(Trace(result, dict(before)))
        self._news.set()
        for listener in tuple(self._listeners):
            listener(result)

    async def _write_on(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(WRITE_EVERY_S)
            await self._write_noted()

    async def _write_noted(self) -> None:
        """Write all that was noted, in one transaction; a full disk costs them, not the hub."""
        self._news.clear()
        noted = tuple(self._noted)
        self._noted.clear()
        if not noted:
            return
        self._added += len(noted)

        def work(db: sqlite_utils.Database) -> None:
            for number, trace in enumerate(noted, 1):
                _store(db, self._row(trace), self._kept if number == len(noted) else None)

        try:
            await self._db.write(work)
        except StorageError:
            _log.exception("%d traces of rules could not be kept", len(noted))

    def _row(self, trace: Trace) -> dict[str, Any]:
        before = _write_states(trace.before) if trace.before else None
        return {
            "plan_id": trace.result.plan.id,
            "conversation_id": trace.result.plan.request.conversation_id,
            "document": self._masking.json_text(trace.result.to_json_text()),
            "before": self._masking.json_text(before) if before else None,
        }

    async def get(self, plan_id: str) -> Trace | None:
        """Return the trace of a plan."""
        if self._noted:
            await self._write_noted()
        sql = "SELECT * FROM traces WHERE plan_id = ?"
        rows = await self._db.read(lambda db: list(db.query(sql, [plan_id])))
        return _from_row(rows[0]) if rows else None

    async def latest(self, limit: int, conversation_id: str | None = None) -> list[Trace]:
        """Return the latest traces (of one conversation), the newest first."""
        if self._noted:
            await self._write_noted()
        sql = "SELECT * FROM traces ORDER BY id DESC LIMIT :limit"
        if conversation_id is not None:
            sql = (
                "SELECT * FROM traces WHERE conversation_id = :conversation_id"
                " ORDER BY id DESC LIMIT :limit"
            )
        given = {"limit": max(0, limit), "conversation_id": conversation_id}
        rows = await self._db.read(lambda db: list(db.query(sql, given)))
        return [trace for row in rows if (trace := _from_row(row)) is not None]

    async def result(self, plan_id: str) -> PlanResult | None:
        """Return what became of a plan."""
        trace = await self.get(plan_id)
        return trace.result if trace else None

    async def latest_results(self, limit: int) -> list[PlanResult]:
        """Return what became of the latest plans, the newest first."""
        return [trace.result for trace in await self.latest(limit)]

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with every result that was stored; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


def _store(db: sqlite_utils.Database, row: dict[str, Any], kept: int | None) -> None:
    db.execute(
        "INSERT INTO traces (plan_id, conversation_id, document, before)"
        " VALUES (:plan_id, :conversation_id, :document, :before)"
        " ON CONFLICT (plan_id) DO UPDATE SET document = excluded.document,"
        " before = coalesce(excluded.before, before)",
        row,
    )
    if kept is not None:
        db.execute(
            "DELETE FROM traces WHERE id <= (SELECT max(id) FROM traces) - :kept", {"kept": kept}
        )


def _from_row(row: dict[str, Any]) -> Trace | None:
    try:
        result = PlanResult.from_json_text(row["document"])
    except ValidationError:
        return None  # of an older version whose commands are gone
    return Trace(result, _read_states(row["before"]) if row["before"] else None)


def _write_states(states: Mapping[EntityId, State]) -> str:
    try:
        return orjson.dumps(states, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()
    except (TypeError, orjson.JSONEncodeError):  # half characters, integers over 64 bits
        return json.dumps(states, default=_plain, skipkeys=True)


def _read_states(text: str) -> dict[EntityId, State]:
    states = {}
    for entity_id, row in json.loads(text).items():
        context = row["context"]
        states[EntityId(entity_id)] = State(
            entity_id=EntityId(entity_id),
            state=row["state"],
            attributes=row["attributes"],
            last_changed=datetime.fromisoformat(row["last_changed"]),
            last_updated=datetime.fromisoformat(row["last_updated"]),
            last_reported=datetime.fromisoformat(row["last_reported"]),
            context=Context(**context | {"source": Source(context["source"])}),
        )
    return states


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, State | Context):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else str(value)
