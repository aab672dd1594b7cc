"""A copy that is made while the hub writes verifies, and is gone on with."""

import asyncio
import stat
from pathlib import Path

import pytest

from hub.home.audit import AuditKind, AuditNote
from hub.recorder.audit.copying import copy_record
from hub.recorder.audit.head import DATABASE, HEAD, KEY
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.verifying import verify
from hub.recorder.errors import StorageUnavailable


async def test_a_copy_made_while_entries_come_verifies(tmp_path: Path) -> None:
    folder, target = tmp_path / "hub", tmp_path / "copy"
    folder.mkdir()
    target.mkdir()
    async with AuditLog(folder) as log, asyncio.TaskGroup() as tasks:

        async def write() -> None:
            for number in range(300):
                await log.add(AuditNote(AuditKind.VERDICT, {"n": number}))

        await log.add(AuditNote(AuditKind.STARTED, {}))
        writing = tasks.create_task(write())
        await asyncio.sleep(0.02)
        await asyncio.to_thread(copy_record, folder, target)
        assert not writing.done()
    found = verify(target)
    assert found.problems == []
    assert 0 < found.count < verify(folder).count
    assert stat.S_IMODE((target / KEY).stat().st_mode) == 0o600
    async with AuditLog(target) as log:
        await log.add(AuditNote(AuditKind.RESTORED, {"from": "a backup"}))
    assert verify(target).is_whole
    assert verify(target).begun_anew is None


@pytest.mark.parametrize("missing", [DATABASE, "target"])
async def test_what_cannot_be_copied_is_told(tmp_path: Path, missing: str) -> None:
    async with AuditLog(tmp_path) as log:
        await log.add(AuditNote(AuditKind.STARTED, {}))
    target = tmp_path / "copy"
    if missing == DATABASE:
        target.mkdir()
        (tmp_path / DATABASE).unlink()
    assert (tmp_path / HEAD).exists()
    with pytest.raises(StorageUnavailable):
        copy_record(tmp_path, target)
