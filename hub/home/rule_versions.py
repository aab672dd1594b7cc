"""What a rule said before: its versions, and the seam behind which they are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

from hub.home.frozen import Frozen
from hub.home.ids import UserId

Kind = Literal["automation", "script", "scene"]
Why = Literal["api", "file", "sentence", "restore"]

# The oldest go first. Fifty changes of a rule are years of one, or an evening of trying.
VERSIONS_KEPT = 50


class RuleVersion(Frozen):
    """The text of a rule as it was from `at` on.

    `number` counts from 1 for each rule; 0 before it is kept. `why`: "file" is a change that was
    found at load. `file` is where it stood.
    """

    kind: Kind
    rule_id: str
    number: int = 0
    at: datetime
    user_id: UserId | None = None
    why: Why
    text: str
    file: str = ""


class RuleVersionStore(Protocol):
    """Keeps versions; what a method was given is on disk when it returns."""

    async def latest(self) -> Sequence[RuleVersion]:
        """Return the latest version of every rule."""

    async def put(self, versions: Sequence[RuleVersion]) -> Sequence[RuleVersion]:
        """Add versions, all or none, and return them with their numbers."""

    async def versions(self, kind: Kind, rule_id: str) -> Sequence[RuleVersion]:
        """Return the versions of a rule, the newest first."""

    async def version(self, kind: Kind, rule_id: str, number: int) -> RuleVersion | None:
        """Return one version."""
