"""The hub makes backups when they are due, keeps as many as it shall, and tells when it cannot."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from hub.backing_up import scheduled
from hub.home.audit import AuditKind, AuditNote
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.reading import Wanted, entries
from hub.recorder.backup import schedule
from hub.recorder.backup.schedule import ScheduledBackups, name_at
from hub.recorder.backup.sealing import Cost
from hub.recorder.backup.settings import BackupSettings
from hub.recorder.backup.taking import look_at, take
from hub.recorder.database import Database

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    async with Database(tmp_path / "lares.db"):
        pass
    return tmp_path


def backups(folder: Path, clock: Callable[[], datetime], **given: Any) -> ScheduledBackups:
    settings = BackupSettings.model_validate({"every": "1d", "unencrypted": True, **given})
    return ScheduledBackups(folder, settings, lambda: None, clock)


def there(folder: Path) -> list[str]:
    return sorted(one.name for one in (folder / "backups").iterdir())


def test_one_is_due_after_its_time_and_at_the_first_start(folder: Path) -> None:
    clock = Clock()
    made = backups(folder, clock)
    assert made.is_due()
    file = made.make()
    assert file is not None
    assert look_at(file, None).manifest.files
    for hours, is_due in ((23, False), (25, True), (-1, True)):
        clock.time = START + timedelta(hours=hours)
        assert made.is_due() is is_due
    assert made.health() == {"state": "ok", "latest": START.isoformat(), "problem": None}


def test_the_oldest_of_its_own_go_and_no_other_file(folder: Path) -> None:
    clock = Clock()
    made = backups(folder, clock, keep=2)
    (folder / "backups").mkdir()
    (folder / "backups" / "lares-before-the-move.lares-backup").touch()
    for day in range(4):
        clock.time = START + timedelta(days=day)
        made.make()
    last = [name_at(START + timedelta(days=day)) for day in (2, 3)]
    assert there(folder) == [*last, "lares-before-the-move.lares-backup"]


def test_a_failure_is_told_tried_again_later_and_costs_no_older_one(folder: Path) -> None:
    clock = Clock()
    made = backups(folder, clock, keep=1)
    made.make()
    (folder / "lares.db").rename(folder / "elsewhere.db")
    clock.time = START + timedelta(days=2)
    assert made.make() is None
    assert there(folder) == [name_at(START)]
    assert made.health()["state"] == "failing"
    [trouble] = made.trouble()
    assert "no folder of a hub" in trouble.what
    assert not made.is_due()
    clock.time += timedelta(hours=1)
    assert made.is_due()
    (folder / "elsewhere.db").rename(folder / "lares.db")
    assert made.make() is not None
    assert list(made.trouble()) == []
    assert there(folder) == [name_at(clock.time)]


async def test_a_running_hub_makes_them_by_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "FIRST_AFTER_S", 0.01)
    monkeypatch.setattr(schedule, "take", partial(take, cost=Cost(n=16)))
    (folder / "phrase").write_text("correct horse\nbattery\n")
    settings = BackupSettings.model_validate({"every": "1d", "passphrase_file": "phrase"})
    file = folder / "backups" / name_at(START)
    async with AuditLog(folder) as audit, scheduled(settings, folder, Clock(), audit):
        await audit.add(AuditNote(AuditKind.STARTED, {}))
        async with asyncio.timeout(10):
            while not list(entries(folder, Wanted(kinds=(AuditKind.BACKUP,)))):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    assert look_at(file, "correct horse").header.is_encrypted
    [told] = entries(folder, Wanted(kinds=(AuditKind.BACKUP,)))
    assert file.name in told.what


async def test_without_its_passphrase_none_is_made_unencrypted(folder: Path) -> None:
    settings = BackupSettings.model_validate({"every": "1d", "passphrase_file": "nowhere"})
    async with scheduled(settings, folder, Clock()) as made:
        assert await asyncio.to_thread(made.make) is None
        assert "passphrase_file" in (made.problem or "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": "1d"},
        {"every": "often", "unencrypted": True},
        {"every": "0d", "unencrypted": True},
        {"keep": 0},
        {"unencrypted": True, "passphrase": "correct horse"},
    ],
)
def test_a_section_that_says_too_little_or_too_much_is_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BackupSettings.model_validate(wrong)


def test_nothing_is_made_unasked(folder: Path) -> None:
    made = ScheduledBackups(folder, BackupSettings(), lambda: None, Clock())
    assert not made.is_due()
    assert made.health() == {"state": "off"}
