"""Every change of a rule's text in the audit record, whichever way it came."""

import hashlib
from collections.abc import Sequence
from typing import Any

from hub.home.audit import AuditKind, AuditNote
from hub.home.rule_versions import Kind, RuleVersion, RuleVersionStore
from hub.home.stores import AuditSink

# A first start may find thousands.
_MOST_NAMED = 200


class RecordedVersions:
    """Keeps versions of rules, and records those that are new."""

    def __init__(self, store: RuleVersionStore, audit: AuditSink) -> None:
        self._store = store
        self._audit = audit

    async def versions(self, kind: Kind, rule_id: str) -> Sequence[RuleVersion]:
        """Return the versions of a rule, the newest first."""
        return await self._store.versions(kind, rule_id)

    async def version(self, kind: Kind, rule_id: str, number: int) -> RuleVersion | None:
        """Return one version."""
        return await self._store.version(kind, rule_id, number)

    async def latest(self) -> Sequence[RuleVersion]:
        """Return the newest version of each rule."""
        return await self._store.latest()

    async def put(self, versions: Sequence[RuleVersion]) -> Sequence[RuleVersion]:
        """Keep new versions, and record them."""
        kept = await self._store.put(versions)
        for why, user_id in dict.fromkeys((version.why, version.user_id) for version in kept):
            new = [v for v in kept if (v.why, v.user_id) == (why, user_id)]
            what = {"rules": [_told(v) for v in new[:_MOST_NAMED]], "count": len(new)}
            await self._audit.note(AuditNote(AuditKind.CHANGED, what, user_id, why))
        return kept


def _told(version: RuleVersion) -> dict[str, Any]:
    return {
        "kind": version.kind,
        "id": version.rule_id,
        "number": version.number,
        "sha256": hashlib.sha256(version.text.encode(errors="replace")).hexdigest(),
    }
