"""Regular expressions that cannot take for ever: a pattern is measured before it is tried."""

import math
import re
from functools import lru_cache
from importlib import import_module
from typing import Any

from hub.record import record
from hub.templating.bounds import Bounds, TooMuchError

# What the interpreter itself reads patterns with; not in the library's documentation.
_constants: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")

MAX_PATTERN = 500
# How many ways a pattern may have to match a subject; each takes about 20 ns to try.
MAX_STEPS = 10_000_000
MAX_ENDLESS = 8

_REPEATS = {_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT}
_ONE_CHARACTER = {_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN}


class Patterns:
    """The filters and tests that take a pattern, as Home Assistant names and calls them."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds

    def match(self, value: Any, find: str = "", ignorecase: bool = False) -> bool:  # noqa: FBT001, FBT002 - Home Assistant's signature
        """Tell whether the pattern matches at the beginning."""
        pattern, subject = self._matcher(value, find, ignorecase=ignorecase)
        return bool(pattern.match(subject))

    def search(self, value: Any, find: str = "", ignorecase: bool = False) -> bool:  # noqa: FBT001, FBT002 - Home Assistant's signature
        """Tell whether the pattern matches anywhere."""
        pattern, subject = self._matcher(value, find, ignorecase=ignorecase)
        return bool(pattern.search(subject))

    def findall(self, value: Any, find: str = "", ignorecase: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - Home Assistant's signature
        """Return all matches."""
        pattern, subject = self._matcher(value, find, ignorecase=ignorecase)
        return pattern.findall(subject)

    def findall_index(
        self,
        value: Any,
        find: str = "",
        index: int = 0,
        ignorecase: bool = False,  # noqa: FBT001, FBT002 - Home Assistant's signature
    ) -> Any:
        """Return one of all matches."""
        return self.findall(value, find, ignorecase)[index]

    def replace(
        self,
        value: Any,
        find: str = "",
        replace: str = "",
        ignorecase: bool = False,  # noqa: FBT001, FBT002 - Home Assistant's signature
    ) -> str:
        """Replace all matches."""
        pattern, subject = self._matcher(value, find, ignorecase=ignorecase)
        self._bounds.room_for(len(replace) + replace.count("\\") * len(subject))
        length = len(subject)

        def expanded(match: re.Match[str]) -> str:
            nonlocal length
            text = match.expand(replace)
            length += len(text)
            self._bounds.room_for(length)
            return text

        return pattern.sub(expanded, subject)

    def _matcher(self, value: Any, find: str, *, ignorecase: bool) -> tuple[re.Pattern[str], str]:
        """Return the pattern and its subject, unless matching them may take far too long."""
        self._bounds.look()
        pattern, effort = _compiled(str(find), ignorecase=bool(ignorecase))
        subject = str(self._bounds.bounded(value))
        self._bounds.room_for(len(subject))
        if effort.steps(len(subject)) > MAX_STEPS:
            raise TooMuchError(f"pattern {find!r} may take for ever on {len(subject)} characters")
        return pattern, subject


@record(frozen=True, slots=True)
class _Effort:
    """What a pattern makes the matcher choose: `endless` cuts of the subject, 2**`bits` others."""

    endless: int = 0
    bits: float = 0.0

    def steps(self, length: int) -> float:
        """Return how many ways there are through a subject of `length` characters."""
        if self.endless > MAX_ENDLESS or self.bits > math.log2(MAX_STEPS):
            return math.inf
        cuts = self.endless + 1  # where the match begins is one more
        return float(math.comb(length + cuts, cuts) * 2.0**self.bits)


@lru_cache(maxsize=512)
def _compiled(pattern: str, *, ignorecase: bool) -> tuple[re.Pattern[str], _Effort]:
    if len(pattern) > MAX_PATTERN:
        raise TooMuchError(f"expected a pattern of at most {MAX_PATTERN} characters")
    try:
        effort = _effort(_parser.parse(pattern))
        return re.compile(pattern, re.IGNORECASE if ignorecase else 0), effort
    except re.error as error:
        raise TooMuchError(f"pattern {pattern!r}: {error}") from None


def _effort(parsed: Any) -> _Effort:
    """Return the choices of a parsed pattern; those within an endless repeat are refused."""
    endless, bits = 0, 0.0
    for kind, value in parsed:
        if kind in _REPEATS:
            least, most, inner = value[0], value[1], _effort(value[2])
            if most is _constants.MAXREPEAT or most > MAX_PATTERN:
                if inner != _Effort():
                    raise TooMuchError("the pattern may take for ever: repeats within a repeat")
                endless += 1
            else:
                simple = len(value[2]) == 1 and value[2][0][0] in _ONE_CHARACTER
                endless += inner.endless * most
                bits += inner.bits * most + math.log2(most - (least if simple else 0) + 1)
            continue
        if kind is _constants.GROUPREF:
            endless += 1
        elif kind is _constants.BRANCH:
            bits += math.log2(len(value[1]))
        for part in _parts(kind, value):
            inner = _effort(part)
            endless, bits = endless + inner.endless, bits + inner.bits
    return _Effort(endless, bits)


def _parts(kind: Any, value: Any) -> list[Any]:
    """Return the patterns within one operation of a parsed pattern."""
    if kind is _constants.BRANCH:
        return list(value[1])
    if kind is _constants.SUBPATTERN:
        return [value[3]]
    if kind in {_constants.ASSERT, _constants.ASSERT_NOT}:
        return [value[1]]
    if kind is _constants.ATOMIC_GROUP:
        return [value]
    if kind is _constants.GROUPREF_EXISTS:
        return [part for part in value[1:] if part is not None]
    return []
