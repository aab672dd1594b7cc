"""Versions that templates compare: `version("2024.3.3") > "2024.3"`."""

import re
from functools import total_ordering
from typing import Any

_PARTS = re.compile(r"\d+|[a-z]+")
# Before the release itself, in this order.
_EARLIER = {"dev": -5, "a": -4, "alpha": -4, "b": -3, "beta": -3, "rc": -2}


@total_ordering
class Version:
    """A version; compared number by number, missing ones being 0."""

    def __init__(self, text: Any) -> None:
        self._text = str(text)[:100]
        parts = _PARTS.findall(self._text.lower().removeprefix("v"))
        key = [int(part) if part.isdecimal() else _EARLIER.get(part, -1) for part in parts]
        while key and key[-1] == 0:
            key.pop()
        self._key = key

    def section(self, index: int) -> int:
        """Return one of its numbers."""
        return self._key[index] if index < len(self._key) else 0

    @property
    def major(self) -> int:
        """The first number."""
        return self.section(0)

    @property
    def minor(self) -> int:
        """The second number."""
        return self.section(1)

    @property
    def patch(self) -> int:
        """The third number."""
        return self.section(2)

    @property
    def beta(self) -> bool:
        """Whether it is one before a release."""
        return any(part < 0 for part in self._key)

    def __eq__(self, other: object) -> bool:
        return self._key == _key_of(other)

    def __lt__(self, other: object) -> bool:
        mine, others = self._key, _key_of(other)
        longest = max(len(mine), len(others))
        mine, others = (key + [0] * (longest - len(key)) for key in (mine, others))
        return mine < others

    def __hash__(self) -> int:
        return hash(tuple(self._key))

    def __str__(self) -> str:
        return self._text

    __repr__ = __str__


def _key_of(other: object) -> list[int]:
    return (other if isinstance(other, Version) else Version(other))._key  # noqa: SLF001 - its own kind
