"""Timers, rules that run and names that people taught, on disk."""

import json
from collections.abc import Mapping, Sequence
from typing import Literal

import sqlite_utils
from pydantic import TypeAdapter

from hub.home.keeping import Timer
from hub.home.keeping_stores import RuleRecord, TaughtName
from hub.recorder.database import Database
from hub.recorder.rows import readable

Table = Literal["timers", "rule_records", "taught_names", "taught_phrases"]
_TIMER = TypeAdapter(Timer)


class KeepingRecords:
    """Keeps them as documents, one table a kind."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def timers(self) -> Sequence[Timer]:
        """Return all timers."""
        rows = await self._documents("timers")
        return readable(rows.values(), _TIMER.validate_json, "timers")

    async def put_timers(self, timers: Sequence[Timer]) -> None:
        """Add timers or replace them, all or none."""
        rows = {timer.id: _TIMER.dump_json(timer).decode() for timer in timers}
        await self._put("timers", rows)

    async def remove_timers(self, timer_ids: Sequence[str]) -> None:
        """Forget timers; unknown ids are no error."""
        await self._remove("timers", timer_ids)

    async def rule_records(self) -> Mapping[str, RuleRecord]:
        """Return what is known of rules, by rule id."""
        rows = await self._documents("rule_records")
        records = readable(rows.values(), RuleRecord.model_validate_json, "what is known of rules")
        return {record.rule_id: record for record in records}

    async def put_rule_records(self, records: Sequence[RuleRecord]) -> None:
        """Add or replace records, all or none."""
        await self._put("rule_records", {one.rule_id: one.model_dump_json() for one in records})

    async def remove_rule_record(self, rule_id: str) -> None:
        """Forget a rule; its runs go on."""
        await self._remove("rule_records", [rule_id])

    async def names(self) -> Sequence[TaughtName]:
        """Return the taught names, the oldest first."""
        rows = await self._documents("taught_names")
        return readable(rows.values(), TaughtName.model_validate_json, "taught names")

    async def put_name(self, name: TaughtName) -> None:
        """Add a name or give it another meaning."""
        await self._put("taught_names", {_key(name.name): name.model_dump_json()})

    async def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """Return the taught phrases with what they stand for."""
        rows = await self._documents("taught_phrases")
        return dict(readable(rows.items(), _phrase, "taught phrases"))

    async def put_phrase(self, phrase: str, sentences: Sequence[str]) -> None:
        """Add a phrase or give it another meaning."""
        await self._put("taught_phrases", {_key(phrase): json.dumps(list(sentences))})

    async def forget(self, name: str) -> None:
        """Forget a name or a phrase; an unknown one is no error."""

        def work(db: sqlite_utils.Database) -> None:
            for table in ("taught_names", "taught_phrases"):
                db.execute(f"DELETE FROM {table} WHERE id = ?", [_key(name)])  # noqa: S608 -- names of our own

        await self._db.write(work)

    async def _documents(self, table: Table) -> dict[str, str]:
        # The names of tables come from the code above, never from outside; so below.
        sql = f"SELECT id, document FROM {table} ORDER BY rowid"  # noqa: S608 -- names of our own
        return await self._db.read(lambda db: {row["id"]: row["document"] for row in db.query(sql)})

    async def _put(self, table: Table, rows: Mapping[str, str]) -> None:
        await self._db.write(lambda db: _put(db, table, rows))

    async def _remove(self, table: Table, ids: Sequence[str]) -> None:
        sql = f"DELETE FROM {table} WHERE id = ?"  # noqa: S608 -- names of our own
        await self._db.write(lambda db: db.conn.executemany(sql, [(key,) for key in ids]))


def _put(db: sqlite_utils.Database, table: Table, rows: Mapping[str, str]) -> None:
    sql = (
        f"INSERT INTO {table} (id, document) VALUES (?, ?)"  # noqa: S608 -- names of our own
        " ON CONFLICT (id) DO UPDATE SET document = excluded.document"
    )
    db.conn.executemany(sql, list(rows.items()))


def _phrase(row: tuple[str, str]) -> tuple[str, tuple[str, ...]]:
    return row[0], tuple(json.loads(row[1]))


def _key(name: str) -> str:
    return " ".join(name.lower().split())
