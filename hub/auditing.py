"""Opens the audit record, and records that the hub starts and stops."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hub import __version__
from hub.home.audit import AuditKind, AuditNote
from hub.home.masking import Masking
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.settings import AuditSettings


@asynccontextmanager
async def audited(
    folder: Path, settings: AuditSettings, masking: Masking, configuration: Mapping[str, Any]
) -> AsyncIterator[AuditLog]:
    """Keep the record while the hub runs.

    `configuration` is what decides what the hub may do; only digests of it are recorded, so that
    a change between two starts shows.
    """
    async with AuditLog(folder, settings, masking=masking) as audit:
        what = {"version": __version__, "configuration": _digests(configuration)}
        await audit.note(AuditNote(AuditKind.STARTED, what))
        yield audit
        await audit.note(AuditNote(AuditKind.STOPPED, {}))


async def recorded(folder: Path, note: AuditNote) -> None:
    """Record what was done to a folder whose hub does not run; the caller holds the folder.

    Raises:
        AuditUnavailable: it cannot be written.
    """
    async with AuditLog(folder) as audit:
        await audit.add(note)


def _digests(configuration: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: hashlib.sha256(json.dumps(part, default=str, sort_keys=True).encode()).hexdigest()
        for name, part in configuration.items()
    }
