"""What can be wrong with an inventory or with a value given to a simulated device.

VirtualHomeError
├── InventoryError       the file cannot be used; carries every issue found, not the first only
├── UnknownEntityError   no such entity in this home
└── BadValueError        a command or a poke the device cannot make sense of
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


class VirtualHomeError(Exception):
    """Root of everything the virtual home raises on purpose."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to correct in an inventory: where it stands and what was expected there."""

    file: str
    line: int
    key: str
    problem: str

    def __str__(self) -> str:
        """Write the issue the way editors and terminals can jump to."""
        return f"{self.file}:{self.line}: {self.key}: {self.problem}"


class InventoryError(VirtualHomeError):
    """The inventory cannot be used; `issues` says all that must be corrected."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(map(str, self.issues)))


class UnknownEntityError(VirtualHomeError):
    """There is no such entity; the message offers the nearest one."""

    def __init__(self, entity_id: str, known: Iterable[str]) -> None:
        self.entity_id = entity_id
        super().__init__(f"no entity {entity_id!r}{nearest(entity_id, known)}")


class BadValueError(VirtualHomeError):
    """A device was told something that it cannot do or be."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Offer the most similar of the `known` words as the end of a message, or list a few."""
    choices = sorted(map(str, known))
    close = get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]!r}?"
    if not choices:
        return "; none is defined"
    shown = ", ".join(choices[:20])
    return f"; expected one of: {shown}{', ...' if len(choices) > 20 else ''}"  # noqa: PLR2004
