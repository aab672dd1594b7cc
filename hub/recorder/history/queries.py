"""Questions about the past. Each answer is bounded and read off the loop."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlite_utils

from hub.home.ids import EntityId
from hub.home.model import Attributes
from hub.record import record
from hub.recorder.database import Database

MOST_ROWS = 20_000
# Some hundred megabytes; a busy house makes as much in a week.
MOST_OF_A_COURSE = 300_000
_LONGEST_CHAIN = 20
_COLUMNS = (
    "SELECT e.entity_id, s.state, a.document, s.changed, s.updated, s.context, s.parent,"
    " s.source, s.user FROM states s JOIN entities e ON e.id = s.entity"
    " JOIN attributes a ON a.id = s.attributes"
)
_LAST_BEFORE = (
    " WHERE s.state IS NOT NULL AND s.id IN (SELECT (SELECT h.id FROM states h"
    " WHERE h.entity = k.id AND h.updated < :start ORDER BY h.updated DESC, h.id DESC LIMIT 1)"
    " FROM entities k)"
)
_AT_START = _COLUMNS + _LAST_BEFORE
_CHANGES = (
    f"{_COLUMNS} WHERE s.updated >= :start AND s.updated < :end"
    " ORDER BY s.updated, s.id LIMIT :limit"
)
_EVENTS = (
    "SELECT type, data, at, context, parent, source, user FROM events"
    " WHERE at >= :start AND at < :end ORDER BY at, id LIMIT :limit"
)


@record(frozen=True, slots=True)
class PastState:
    """A state as it was recorded; `state` is None when the entity left the home."""

    entity_id: EntityId
    state: str | None
    attributes: Attributes
    last_changed: datetime
    last_updated: datetime
    context_id: str
    parent_id: str | None
    source: str
    user_id: str | None


@record(frozen=True, slots=True)
class PastEvent:
    """An event of the hub's bus, as it was recorded."""

    event_type: str
    data: Mapping[str, Any]
    at: datetime
    context_id: str
    parent_id: str | None
    source: str
    user_id: str | None


@record(frozen=True, slots=True)
class Course:
    """How a while went: what was so at its beginning, then all that changed and happened, in order.

    `is_cut`: there was more than was asked for.
    """

    before: Sequence[PastState]
    items: Sequence[PastState | PastEvent]
    is_cut: bool = False


@record(frozen=True, slots=True)
class Cause:
    """One link of a chain of causes: a state change, an event or a run."""

    kind: str
    context_id: str
    parent_id: str | None
    what: str
    at: datetime
    source: str | None = None
    user_id: str | None = None


class HistoryQueries:
    """Answers from `history.db`, what was heard a moment ago included."""

    def __init__(self, db: Database, flush: Callable[[], Awaitable[None]]) -> None:
        self._db = db
        self._flush = flush

    async def states(
        self, entity_ids: Sequence[str], start: datetime, end: datetime, limit: int = MOST_ROWS
    ) -> dict[str, list[PastState]]:
        """Return the states by entity, the oldest first, each from the one held at the start."""
        await self._flush()
        begin, until = start.timestamp(), end.timestamp()

        def read(db: sqlite_utils.Database) -> dict[str, list[PastState]]:
            found: dict[str, list[PastState]] = {}
            left = min(limit, MOST_ROWS)
            for entity_id in entity_ids:
                rows = db.conn.execute(
                    f"{_COLUMNS} WHERE e.entity_id = ? AND s.updated < ?"
                    " ORDER BY s.updated DESC, s.id DESC LIMIT 1",
                    [entity_id, begin],
                ).fetchall()
                rows += db.conn.execute(
                    f"{_COLUMNS} WHERE e.entity_id = ? AND s.updated >= ? AND s.updated < ?"
                    " ORDER BY s.updated, s.id LIMIT ?",
                    [entity_id, begin, until, max(0, left)],
                ).fetchall()
                left -= len(rows)
                if rows:
                    found[entity_id] = [_past(row) for row in rows]
            return found

        return await self._db.read(read)

    async def last_states(
        self,
    ) -> Mapping[EntityId, tuple[str, Attributes, datetime, datetime]]:
        """Return state, attributes, last_changed and last_updated of every entity."""
        await self._flush()
        sql = f"{_COLUMNS} WHERE s.id = e.last AND s.state IS NOT NULL"
        rows = await self._db.read(lambda db: db.conn.execute(sql).fetchall())
        return {
            EntityId(row[0]): (row[1], json.loads(row[2]), _time(row[3]), _time(row[4]))
            for row in rows
        }

    async def activity(
        self, start: datetime, end: datetime, entity_id: str | None = None, limit: int = 1_000
    ) -> list[PastState]:
        """Return changes of states (not of attributes alone), the oldest first."""
        await self._flush()
        sql = (
            f"{_COLUMNS} WHERE s.updated >= ? AND s.updated < ? AND s.changed = s.updated"
            " AND (? IS NULL OR e.entity_id = ?) ORDER BY s.updated, s.id LIMIT ?"
        )
        given = [
            start.timestamp(), end.timestamp(), entity_id, entity_id, min(limit, MOST_ROWS)
        ]  # fmt: skip
        rows = await self._db.read(lambda db: db.conn.execute(sql, given).fetchall())
        return [_past(row) for row in rows]

    async def events(
        self, event_type: str, start: datetime, end: datetime, limit: int = 1_000
    ) -> list[dict[str, Any]]:
        """Return the events of a type, the oldest first."""
        await self._flush()
        sql = (
            "SELECT type, data, origin, at, context, parent, user FROM events"
            " WHERE type = ? AND at >= ? AND at < ? ORDER BY at, id LIMIT ?"
        )
        given = [event_type, start.timestamp(), end.timestamp(), min(limit, MOST_ROWS)]
        rows = await self._db.read(lambda db: db.conn.execute(sql, given).fetchall())
        return [
            {
                "event_type": row[0], "data": json.loads(row[1]), "origin": row[2],
                "time_fired": _time(row[3]),
                "context": {"id": row[4], "parent_id": row[5], "user_id": row[6]},
            }
            for row in rows
        ]  # fmt: skip

    async def course(self, start: datetime, end: datetime, limit: int = MOST_OF_A_COURSE) -> Course:
        """Return how a while went, for all entities and events; it ends early at `limit` items.

        Of what happened at the very same moment, events come first.
        """
        await self._flush()
        given = {
            "start": start.timestamp(), "end": end.timestamp(),
            "limit": min(limit, MOST_OF_A_COURSE) + 1,
        }  # fmt: skip

        def read(db: sqlite_utils.Database) -> Course:
            known = _Documents()
            before = [known.past(row) for row in db.conn.execute(_AT_START, given)]
            items: list[PastState | PastEvent] = []
            items += [known.event(row) for row in db.conn.execute(_EVENTS, given)]
            items += [known.past(row) for row in db.conn.execute(_CHANGES, given)]
            items.sort(key=_moment)  # keeps events before states, and each in its order
            is_cut = len(items) >= given["limit"]
            return Course(before, items[: int(given["limit"]) - 1], is_cut)

        return await self._db.read(read)

    async def statistics_during_period(
        self, entity_ids: Sequence[str], start: datetime, end: datetime, period: str = "hour"
    ) -> dict[str, list[dict[str, Any]]]:
        """Return the statistics by entity; `period` is "5minute" or "hour"."""
        table = "statistics_5min" if period == "5minute" else "statistics_hourly"
        sql = (
            f"SELECT t.* FROM {table} t JOIN entities e ON e.id = t.entity"  # noqa: S608 -- names of our own
            " WHERE e.entity_id = ? AND t.start >= ? AND t.start < ? ORDER BY t.start LIMIT ?"
        )

        def read(db: sqlite_utils.Database) -> dict[str, list[dict[str, Any]]]:
            found: dict[str, list[dict[str, Any]]] = {}
            for entity_id in entity_ids:
                given = [entity_id, start.timestamp(), end.timestamp(), MOST_ROWS]
                rows = list(db.query(sql, given))
                found[entity_id] = [
                    {key: one for key, one in row.items() if key != "entity"}
                    | {"start": _time(row["start"])}
                    for row in rows
                ]
            return found

        return await self._db.read(read)

    async def runs(self, item: str | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """Return the latest traces, of one "automation.<id>" or "script.<id>", newest first."""
        where, given = ("WHERE item = ?", [item]) if item else ("", [])
        return await self._traces(f"{where} ORDER BY id DESC LIMIT {min(limit, 2_000):d}", given)

    async def run(self, run_id: str) -> dict[str, Any] | None:
        """Return the trace of a run."""
        found = await self._traces("WHERE run_id = ?", [run_id])
        return found[0] if found else None

    async def runs_of_context(self, context_id: str) -> list[dict[str, Any]]:
        """Return the traces of the runs that have this context."""
        return await self._traces("WHERE context = ? LIMIT 100", [context_id])

    async def causes(self, context_id: str) -> list[Cause]:
        """Return what has this context, then what caused that, to the root."""
        await self._flush()

        def read(db: sqlite_utils.Database) -> list[Cause]:
            chain: list[Cause] = []
            wanted, seen = context_id, set[str]()
            while wanted and wanted not in seen and len(seen) < _LONGEST_CHAIN:
                seen.add(wanted)
                links = _links(db, wanted)
                chain += links
                wanted = next((link.parent_id for link in links if link.parent_id), "")
            return chain

        return await self._db.read(read)

    async def _traces(self, rest: str, given: list[str]) -> list[dict[str, Any]]:
        await self._flush()
        sql = f"SELECT document FROM runs {rest}"  # noqa: S608 -- names of our own
        rows = await self._db.read(lambda db: db.conn.execute(sql, given).fetchall())
        return [json.loads(row[0]) for row in rows]


class _Documents:
    """Reads rows; attributes that are alike, as most are, are read once and shared."""

    def __init__(self) -> None:
        self._read: dict[str, Attributes] = {}

    def past(self, row: tuple[Any, ...]) -> PastState:
        """Return a state."""
        text = row[2]
        attributes = self._read.get(text)
        if attributes is None:
            attributes = self._read[text] = json.loads(text)
        return PastState(
            EntityId(row[0]), row[1], attributes, _time(row[3]), _time(row[4]), *row[5:]
        )

    @staticmethod
    def event(row: tuple[Any, ...]) -> PastEvent:
        """Return an event."""
        return PastEvent(row[0], json.loads(row[1]), _time(row[2]), *row[3:])


def _moment(item: PastState | PastEvent) -> datetime:
    return item.at if isinstance(item, PastEvent) else item.last_updated


def _links(db: sqlite_utils.Database, context_id: str) -> list[Cause]:
    rows = db.conn.execute(
        "SELECT 'run', context, parent, json_extract(document, '$.alias'), started, 'rule', NULL"
        " FROM runs WHERE context = :id"
        " UNION ALL SELECT * FROM (SELECT 'event', context, parent, type, at, source, user"
        " FROM events WHERE context = :id LIMIT 10)"
        " UNION ALL SELECT * FROM (SELECT 'state', s.context, s.parent,"
        " e.entity_id || ' is ' || coalesce(s.state, 'gone'), s.updated, s.source, s.user"
        " FROM states s JOIN entities e ON e.id = s.entity WHERE s.context = :id LIMIT 10)",
        {"id": context_id},
    ).fetchall()
    return [Cause(row[0], row[1], row[2], row[3], _time(row[4]), row[5], row[6]) for row in rows]


def _past(row: tuple[Any, ...]) -> PastState:
    attributes = json.loads(row[2])
    return PastState(EntityId(row[0]), row[1], attributes, _time(row[3]), _time(row[4]), *row[5:])


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
