"""The versions of every rule, on disk."""

from collections.abc import Sequence

import sqlite_utils

from hub.home.rule_versions import VERSIONS_KEPT, Kind, RuleVersion
from hub.recorder.database import Database
from hub.recorder.rows import readable


class RuleVersions:
    """Keeps the latest versions of every rule, deleted ones too."""

    def __init__(self, db: Database, *, kept: int = VERSIONS_KEPT) -> None:
        self._db = db
        self._kept = kept

    async def latest(self) -> Sequence[RuleVersion]:
        """Return the latest version of every rule."""
        sql = """
            SELECT document, max(number) FROM rule_versions GROUP BY kind, rule_id
            ORDER BY kind, rule_id"""
        rows = await self._db.read(lambda db: db.execute(sql).fetchall())
        return readable(rows, _version, "versions of rules")

    async def put(self, versions: Sequence[RuleVersion]) -> Sequence[RuleVersion]:
        """Add versions, all or none, and return them with their numbers."""
        if not versions:
            return ()
        return await self._db.write(lambda db: [self._add(db, version) for version in versions])

    async def versions(self, kind: Kind, rule_id: str) -> Sequence[RuleVersion]:
        """Return the versions of a rule, the newest first."""
        sql = """
            SELECT document FROM rule_versions WHERE kind = ? AND rule_id = ?
            ORDER BY number DESC"""
        rows = await self._db.read(lambda db: db.execute(sql, [kind, rule_id]).fetchall())
        return readable(rows, _version, "versions of rules")

    async def version(self, kind: Kind, rule_id: str, number: int) -> RuleVersion | None:
        """Return one version."""
        sql = "SELECT document FROM rule_versions WHERE kind = ? AND rule_id = ? AND number = ?"
        given = [kind, rule_id, number]
        rows = await self._db.read(lambda db: db.execute(sql, given).fetchall())
        return RuleVersion.model_validate_json(rows[0][0]) if rows else None

    def _add(self, db: sqlite_utils.Database, version: RuleVersion) -> RuleVersion:
        key = [version.kind, version.rule_id]
        sql = "SELECT max(number) FROM rule_versions WHERE kind = ? AND rule_id = ?"
        [[last]] = db.execute(sql, key).fetchall()
        numbered = version.model_copy(update={"number": (last or 0) + 1})
        db.execute(
            "INSERT INTO rule_versions (kind, rule_id, number, document) VALUES (?, ?, ?, ?)",
            [*key, numbered.number, numbered.model_dump_json()],
        )
        db.execute(
            "DELETE FROM rule_versions WHERE kind = ? AND rule_id = ? AND number <= ?",
            [*key, numbered.number - self._kept],
        )
        return numbered


def _version(row: Sequence[str]) -> RuleVersion:
    return RuleVersion.model_validate_json(row[0])
