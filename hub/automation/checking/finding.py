"""What a check finds, and what it knows of the home while it looks."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Literal

from hub.automation.model.values import NOWHERE, Place
from hub.record import record

Severity = Literal["error", "warning", "note"]

# From this share of common letters on, a name was probably meant.
ALIKE = 0.6


@record(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something wrong, or odd, with rules.

    `code` names the kind ("conflict", "loop", "never", "unknown_entity", "template", ...), the
    message says in plain words what is wrong and what to do, `rules` are the automations and
    scripts it is about ("automation.<id>", "script.<object id>", "scene.<name>").
    """

    severity: Severity
    code: str
    message: str
    rules: tuple[str, ...] = ()
    place: Place = field(default=NOWHERE)

    def __str__(self) -> str:
        """Show it as compilers do."""
        return f"{self.place}: {self.severity}: {self.message} [{self.code}]"


@record(frozen=True, slots=True, kw_only=True)
class Known:
    """What the home has; None (or empty, for what holds members) means that nobody knows.

    `actions` are all names that can be called, `areas`, `devices`, `floors` and `labels` map each
    id to its entities, `groups` a group to its members.
    """

    entities: frozenset[str] | None = None
    actions: frozenset[str] | None = None
    areas: Mapping[str, frozenset[str]] | None = None
    devices: Mapping[str, frozenset[str]] | None = None
    floors: Mapping[str, frozenset[str]] | None = None
    labels: Mapping[str, frozenset[str]] | None = None
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a remedy: what was probably meant, or that it is to be corrected."""
    # It takes 3 MB, and most houses have rules without mistakes.
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    near = process.extractOne(
        name, sorted(known), scorer=Indel.normalized_similarity, score_cutoff=ALIKE
    )
    return f"did you mean {near[0]!r}?" if near else "correct the name, or add what it stands for"
