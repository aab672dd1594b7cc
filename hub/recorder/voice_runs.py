"""The runs of the voice assistant: what was heard, what came of it, how long each step took."""

from functools import cache
from typing import Any

import sqlite_utils
from pydantic import TypeAdapter

from hub.home.masking import Masking
from hub.home.speech import VoiceRun
from hub.recorder.database import Database
from hub.recorder.rows import readable

# The oldest go first; half a KB each.
RUNS_KEPT = 1_000


class VoiceRunRecords:
    """Implements `hub.voice.parts.VoiceRuns`. There is never any sound in it."""

    def __init__(self, db: Database, *, kept: int = RUNS_KEPT) -> None:
        self._db = db
        self._kept = kept
        self._masking = Masking()

    async def add(self, run: VoiceRun) -> None:
        """Keep a run; the oldest go."""
        document = self._masking.json_text(_runs().dump_json(run).decode())
        row = (run.id, run.plan_id, document)
        await self._db.write(lambda db: _store(db, row, self._kept))

    async def latest(self, limit: int) -> list[VoiceRun]:
        """Return the latest, the newest first."""
        return await self._read("ORDER BY number DESC LIMIT ?", max(0, limit))

    async def get(self, run_id: str) -> VoiceRun | None:
        """Return one, None if it is not kept (any more)."""
        return next(iter(await self._read("WHERE id = ?", run_id)), None)

    async def of_plan(self, plan_id: str) -> VoiceRun | None:
        """Return the run that a plan came from, None if it was not spoken."""
        return next(iter(await self._read("WHERE plan_id = ?", plan_id)), None)

    async def _read(self, which: str, value: Any) -> list[VoiceRun]:
        sql = f"SELECT document FROM voice_runs {which}"  # noqa: S608 -- of our own words
        rows = await self._db.read(lambda db: [row["document"] for row in db.query(sql, [value])])
        return list(readable(rows, _runs().validate_json, "voice_runs"))


@cache
def _runs() -> TypeAdapter[VoiceRun]:
    return TypeAdapter(VoiceRun)


def _store(db: sqlite_utils.Database, row: tuple[str, str | None, str], kept: int) -> None:
    db.execute("INSERT INTO voice_runs (id, plan_id, document) VALUES (?, ?, ?)", list(row))
    db.execute(
        "DELETE FROM voice_runs WHERE number <= (SELECT max(number) FROM voice_runs) - ?", [kept]
    )
