"""Runs of automations and scripts that wait, and what triggers wait for, on disk."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlite_utils

from hub.home.ids import UserId
from hub.home.kept_runs import SavedRun, Wait
from hub.home.model import Context, Source
from hub.recorder.database import Database
from hub.recorder.rows import readable
from hub.recorder.times import from_text, to_text

_log = logging.getLogger(__name__)


class RunRecords:
    """Keeps them, a row each; what is fixed for a run is written once, in its document."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def waits(self) -> Sequence[Wait]:
        """Return all waits, the one due first first."""
        sql = "SELECT key, due_at, facts FROM rule_waits ORDER BY due_at, rowid"
        rows = await self._db.read(lambda db: list(db.query(sql)))
        return readable(rows, _wait, "waits of triggers")

    async def put_waits(self, waits: Iterable[Wait], *, over: Iterable[str] = ()) -> None:
        """Add or replace waits and forget those whose keys are `over`, all or none."""
        put, gone = list(waits), list(over)

        def work(db: sqlite_utils.Database) -> None:
            _forget(db, gone)
            _put(db, put)

        if put or gone:
            await self._db.write(work)

    async def forget_waits(self, prefix: str) -> None:
        """Forget all waits whose key begins so."""
        sql = "DELETE FROM rule_waits WHERE substr(key, 1, ?) = ?"
        await self._db.write(lambda db: db.execute(sql, [len(prefix), prefix]))

    async def runs(self) -> Sequence[SavedRun]:
        """Return the runs that have not ended, the one due first first."""
        sql = "SELECT * FROM automation_runs ORDER BY due_at, rowid"
        rows = await self._db.read(lambda db: list(db.query(sql)))
        return [run for run in map(_run, rows) if run is not None]

    async def begin(
        self, run: SavedRun, *, over: str | None = None, following: Wait | None = None
    ) -> None:
        """Keep a new run, and what its firing did to the wait, both or none."""
        row = [
            run.run_id, to_text(run.due_at), json.dumps(run.checkpoint),
            json.dumps(run.variables), _document(run),
        ]  # fmt: skip

        def work(db: sqlite_utils.Database) -> None:
            _forget(db, [] if over is None else [over])
            _put(db, [] if following is None else [following])
            sql = (
                "INSERT INTO automation_runs (id, due_at, checkpoint, variables, document)"
                " VALUES (?, ?, ?, ?, ?)"
            )
            db.execute(sql, row)

        await self._db.write(work)

    async def advance(
        self,
        run_id: str,
        *,
        checkpoint: Mapping[str, Any],
        variables: Mapping[str, Any],
        due_at: datetime,
    ) -> None:
        """Say how far a run has come; one that is not kept is no error."""
        sql = "UPDATE automation_runs SET due_at = ?, checkpoint = ?, variables = ? WHERE id = ?"
        row = [to_text(due_at), json.dumps(checkpoint), json.dumps(variables), run_id]
        await self._db.write(lambda db: db.execute(sql, row))

    async def end(self, run_id: str) -> None:
        """Forget a run: it has ended."""
        sql = "DELETE FROM automation_runs WHERE id = ?"
        await self._db.write(lambda db: db.execute(sql, [run_id]))


def _wait(row: Mapping[str, Any]) -> Wait:
    return Wait(row["key"], from_text(row["due_at"]), json.loads(row["facts"]))


def _put(db: sqlite_utils.Database, waits: Iterable[Wait]) -> None:
    sql = (
        "INSERT INTO rule_waits (key, due_at, facts) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, facts = excluded.facts"
    )
    rows = [(wait.key, to_text(wait.due_at), json.dumps(dict(wait.facts))) for wait in waits]
    db.conn.executemany(sql, rows)


def _forget(db: sqlite_utils.Database, keys: Iterable[str]) -> None:
    db.conn.executemany("DELETE FROM rule_waits WHERE key = ?", [(key,) for key in keys])


def _document(run: SavedRun) -> str:
    context = run.context
    return json.dumps({
        "domain": run.domain, "item_id": run.item_id, "raw": run.raw, "trigger": run.trigger,
        "started_at": to_text(run.started_at),
        "context": [context.id, context.source, context.user_id, context.parent_id]
        + ([True] if context.is_spoken else []),
    })  # fmt: skip


def _run(row: Mapping[str, Any]) -> SavedRun | None:
    try:
        fixed = json.loads(row["document"])
        context_id, source, user_id, parent_id, *spoken = fixed["context"]
        user = None if user_id is None else UserId(user_id)
        context = Context(context_id, Source(source), user, parent_id, is_spoken=any(spoken))
        return SavedRun(
            run_id=row["id"], domain=fixed["domain"], item_id=fixed["item_id"], raw=fixed["raw"],
            variables=json.loads(row["variables"]), checkpoint=json.loads(row["checkpoint"]),
            due_at=from_text(row["due_at"]), started_at=from_text(fixed["started_at"]),
            context=context, trigger=fixed["trigger"],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        # One row of another version must not keep the others from going on.
        _log.warning("the kept run %s cannot be read; it is left alone", row["id"])
        return None
