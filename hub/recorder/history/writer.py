"""Turns what was heard into rows. Lives in the recorder's thread, never on the loop."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlite_utils

from hub.home.events import Fired, StateReported
from hub.home.masking import MASK, Masking
from hub.home.model import NOT_KNOWN, Context, State
from hub.home.run_trace import RunTrace
from hub.record import record
from hub.recorder.history.documents import clean, document, trace_text
from hub.recorder.history.settings import RecorderSettings

Row = tuple[Any, ...]
RUNS_KEPT = 2_000
_MOST_CACHED = 4_096
_LONGEST_ID = 128
_STATES = "INSERT INTO states VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_EVENTS = "INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)"
_RUNS = (
    "INSERT INTO runs VALUES (NULL, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (run_id) DO UPDATE SET document = excluded.document"
)


@record(frozen=True, slots=True)
class Gone:
    """An entity left the home at that time, in seconds since 1970."""

    entity_id: str
    at: float


Item = StateReported | Fired | Gone | RunTrace


@dataclass(slots=True)
class Writer:
    """Writes batches; remembers the numbers of entities and attributes it gave.

    What it remembers may be of a transaction that was undone: `forget` after each failure.
    """

    settings: RecorderSettings
    _entities: dict[str, int] = field(default_factory=dict)
    _attributes: dict[str, int] = field(default_factory=dict)
    _recorded: dict[str, bool] = field(default_factory=dict)
    _masking: Masking = field(default_factory=Masking)
    # What attributes are without secrets, by what they were: they change seldom.
    _masked: dict[str, str] = field(default_factory=dict)

    def forget(self) -> None:
        """Look everything up anew."""
        self._entities.clear()
        self._attributes.clear()

    def write(self, db: sqlite_utils.Database, items: Iterable[Item]) -> None:
        """Write a batch, within the caller's transaction."""
        states: list[Row] = []
        events: list[Row] = []
        runs: list[RunTrace] = []
        for item in items:
            if isinstance(item, StateReported):
                if self._is_recorded(item.new.entity_id):
                    states.append(self._state(db, item))
            elif isinstance(item, Fired):
                if item.event_type not in self.settings.exclude_events:
                    events.append(self._event(item))
            elif isinstance(item, Gone):
                if self._is_recorded(item.entity_id):
                    states.append(self._gone(db, item))
            else:
                runs.append(item)
        db.conn.executemany(_EVENTS, events)
        self._write_states(db, states)
        if runs:
            self._write_runs(db, runs)

    def _write_states(self, db: sqlite_utils.Database, rows: list[Row]) -> None:
        if not rows:
            return
        [[last]] = db.conn.execute("SELECT coalesce(max(id), 0) FROM states").fetchall()
        db.conn.executemany(_STATES, rows)
        # Within one batch rows are numbered in order: the last of an entity has the greatest.
        latest = {row[0]: last + number for number, row in enumerate(rows, 1)}
        db.conn.executemany(
            "UPDATE entities SET last = ? WHERE id = ?",
            [(state, entity) for entity, state in latest.items()],
        )

    def _write_runs(self, db: sqlite_utils.Database, runs: list[RunTrace]) -> None:
        """Write the latest state of each run; not what so many later ones would remove at once."""
        kept = self.settings.stored_traces
        latest = {run.run_id: run for run in runs}
        of_items: dict[str, list[str]] = {}
        for run in latest.values():
            of_items.setdefault(_item_of(run), []).append(run.run_id)
        wanted = {run_id for ids in of_items.values() for run_id in ids[-kept:]}
        rows = [self._run(run) for run in latest.values() if run.run_id in wanted]
        db.conn.executemany(_RUNS, rows)
        _prune_runs(db, of_items, kept)

    def _is_recorded(self, entity_id: str) -> bool:
        known = self._recorded.get(entity_id)
        if known is None:
            if len(self._recorded) > _MOST_CACHED:
                self._recorded.clear()
            known = self._recorded[entity_id] = self.settings.days_of(entity_id) > 0
        return known

    def _state(self, db: sqlite_utils.Database, item: StateReported) -> Row:
        new = item.new
        return (
            self._entity(db, new.entity_id),
            self._state_text(new),
            self._attributes_of(
                db, self._mask(document(new.attributes, self.settings.exclude_attributes))
            ),
            new.last_changed.timestamp(),
            new.last_updated.timestamp(),
            *_cause(new.context),
        )

    def _state_text(self, new: State) -> str:
        if new.attributes.get("mode") == "password":  # an input that hides what is typed
            return new.state if new.state in NOT_KNOWN else MASK
        return self._masking.told(clean(new.state))

    def _mask(self, text: str) -> str:
        found = self._masked.get(text)
        if found is None:
            if len(self._masked) > _MOST_CACHED:
                self._masked.clear()
            found = self._masked[text] = self._masking.json_text(text, is_told=True)
        return found

    def _event(self, item: Fired) -> Row:
        data = self._masking.json_text(document(item.data))
        cause = _cause(item.context)
        return (clean(item.event_type), data, item.origin, item.at.timestamp(), *cause)

    def _run(self, trace: RunTrace) -> Row:
        text = self._masking.json_text(trace_text(trace))
        return (
            trace.run_id, _item_of(trace), trace.context_id, trace.parent_id,
            trace.started_at.timestamp(), text,
        )  # fmt: skip

    def _gone(self, db: sqlite_utils.Database, item: Gone) -> Row:
        entity, attributes = self._entity(db, item.entity_id), self._attributes_of(db, "{}")
        return (entity, None, attributes, item.at, item.at, "0" * 32, None, "hub", None)

    def _entity(self, db: sqlite_utils.Database, entity_id: str) -> int:
        number = self._entities.get(entity_id)
        if number is None:
            if len(self._entities) > _MOST_CACHED:
                self._entities.clear()
            db.conn.execute("INSERT OR IGNORE INTO entities (entity_id) VALUES (?)", [entity_id])
            sql = "SELECT id FROM entities WHERE entity_id = ?"
            [[number]] = db.conn.execute(sql, [entity_id]).fetchall()
            self._entities[entity_id] = number
        return int(number)

    def _attributes_of(self, db: sqlite_utils.Database, text: str) -> int:
        number = self._attributes.get(text)
        if number is None:
            if len(self._attributes) > _MOST_CACHED:
                self._attributes.clear()
            number = self._attributes[text] = _put_attributes(db, text)
        return number


def _put_attributes(db: sqlite_utils.Database, text: str) -> int:
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big", signed=True)
    sql = "SELECT id FROM attributes WHERE hash = ? AND document = ?"
    found = db.conn.execute(sql, [number, text]).fetchone()
    if found:
        return int(found[0])
    sql = "INSERT INTO attributes (hash, document) VALUES (?, ?)"
    return int(db.conn.execute(sql, [number, text]).lastrowid or 0)


def _cause(context: Context) -> Row:
    parent, user = context.parent_id, context.user_id
    return (
        clean(context.id, _LONGEST_ID),
        None if parent is None else clean(parent, _LONGEST_ID),
        str(context.source),
        None if user is None else clean(user, _LONGEST_ID),
    )


def _item_of(trace: RunTrace) -> str:
    return clean(f"{trace.domain}.{trace.item_id}")


def _prune_runs(db: sqlite_utils.Database, items: Iterable[str], kept: int) -> None:
    for item in items:
        db.conn.execute(
            "DELETE FROM runs WHERE item = ? AND id NOT IN"
            " (SELECT id FROM runs WHERE item = ? ORDER BY id DESC LIMIT ?)",
            [item, item, kept],
        )
    db.conn.execute(
        "DELETE FROM runs WHERE id <= (SELECT id FROM runs ORDER BY id DESC LIMIT 1 OFFSET ?)",
        [RUNS_KEPT],
    )
