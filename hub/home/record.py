"""Frozen dataclasses that are made by the thousand in a second.

`@record(frozen=True, slots=True)` is a dataclass that mypy takes for frozen, so nothing in the hub
assigns to it; Python itself does not look, which makes a new one in a third of the time.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen, slots, kw_only=False):  # noqa: ANN001, ANN201 -- as dataclass has them
        """Make a dataclass of a class; it compares and hashes as a frozen one."""
        assert frozen  # noqa: S101 -- else `dataclass` itself will do
        return dataclass(slots=slots, kw_only=kw_only, unsafe_hash=True)


__all__ = ["record"]
