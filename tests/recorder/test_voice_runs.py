"""The runs of the voice assistant on disk."""

from pathlib import Path

import pytest

from hub.home.speech import Failure, StageTime, VoiceRun
from hub.recorder.database import Database
from hub.recorder.voice_runs import VoiceRunRecords


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lares.db"


async def test_a_run_comes_back_as_it_was(file: Path) -> None:
    run = VoiceRun(
        text="hello",
        plan_id="p1",
        failure=Failure.UNSURE,
        times=(StageTime(stage="stt", took_ms=3.0, budget_ms=900.0),),
    )
    async with Database(file) as db:
        await VoiceRunRecords(db).add(run)
    async with Database(file) as db:
        records = VoiceRunRecords(db)
        assert await records.get(run.id) == run
        assert await records.of_plan("p1") == run
        assert await records.get("other") is None


async def test_the_oldest_go(file: Path) -> None:
    async with Database(file) as db:
        records = VoiceRunRecords(db, kept=3)
        runs = [VoiceRun(text=str(number)) for number in range(5)]
        for run in runs:
            await records.add(run)
        assert await records.latest(10) == runs[:1:-1]
