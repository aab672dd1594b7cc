"""The variables of a run, and which of its sequences see them.

As in Home Assistant: a variable is set where the nearest scope has it, else for the whole run.
Only `repeat` belongs to its loop, and `wait` to its branch of `parallel`.
"""

from collections import ChainMap
from collections.abc import Mapping
from typing import Any


class Scope:
    """The variables that one sequence sees; `known` is all of them."""

    __slots__ = ("_parent", "is_branch", "known", "local")

    def __init__(
        self, local: dict[str, Any], parent: "Scope | None" = None, *, is_branch: bool = False
    ) -> None:
        self.local = local
        self.is_branch = is_branch
        self._parent = parent
        self.known: Mapping[str, Any] = (
            local if parent is None else ChainMap(local, *_maps(parent.known))
        )

    @property
    def root(self) -> "Scope":
        """The outermost scope."""
        scope = self
        while scope._parent is not None:
            scope = scope._parent
        return scope

    def inner(self, local: dict[str, Any], *, is_branch: bool = False) -> "Scope":
        """Return a scope within this one, which begins with `local`."""
        return Scope(local, self, is_branch=is_branch)

    def set(self, name: str, value: Any, *, is_own: bool = False) -> None:
        """Set a variable; `is_own`: no other branch of a `parallel` sees it."""
        scope = self
        while scope._parent is not None and name not in scope.local:
            if is_own and scope.is_branch:
                break
            scope = scope._parent
        scope.local[name] = value


def _maps(known: Mapping[str, Any]) -> list[Any]:
    return known.maps if isinstance(known, ChainMap) else [known]
