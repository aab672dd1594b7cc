"""Whoever changes a rule, and however, the record tells."""

import json
from datetime import UTC, datetime
from pathlib import Path

from hub.home.audit import AuditKind
from hub.home.ids import UserId
from hub.home.rule_versions import RuleVersion
from hub.recorder.audit.log import AuditLog
from hub.recorder.audit.reading import Wanted, entries
from hub.recorder.audit.rule_changes import RecordedVersions
from hub.recorder.database import Database
from hub.recorder.rule_versions import RuleVersions

AT = datetime(2026, 1, 1, tzinfo=UTC)


async def test_new_versions_are_recorded_by_who_and_why(tmp_path: Path) -> None:
    async with Database(tmp_path / "lares.db") as db, AuditLog(tmp_path) as audit:
        versions = RecordedVersions(RuleVersions(db), audit)
        await versions.put([
            RuleVersion(kind="automation", rule_id="a", at=AT, why="file", text="code: 4711"),
            RuleVersion(kind="script", rule_id="b", at=AT, why="file", text="b"),
            RuleVersion(kind="scene", rule_id="c", at=AT, why="api", user_id=UserId("u"), text="c"),
        ])  # fmt: skip
        await versions.put([])
        assert {v.rule_id for v in await versions.latest()} == {"a", "b", "c"}
        assert (await versions.versions("scene", "c"))[0].number == 1
        assert await versions.version("scene", "c", 2) is None
    found = list(entries(tmp_path, Wanted(kinds=(AuditKind.CHANGED,))))
    assert [(row.source, row.user_id) for row in found] == [("file", None), ("api", "u")]
    of_files = json.loads(found[0].what)
    assert of_files["count"] == 2
    assert [(one["kind"], one["id"], one["number"]) for one in of_files["rules"]] == [
        ("automation", "a", 1), ("script", "b", 1),
    ]  # fmt: skip
    assert "4711" not in found[0].what
