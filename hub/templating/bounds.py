"""How much one rendering may do: turns of loops, text and lists built, items walked, time."""

import time
from collections.abc import ItemsView as Items
from collections.abc import Iterable, Iterator, Sized
from collections.abc import KeysView as Keys
from collections.abc import ValuesView as Values
from typing import Any, TypeVar

from jinja2.utils import Namespace

from hub.record import record

T = TypeVar("T")

_CONTAINERS = (dict, list, tuple, set, frozenset, Keys, Values, Items, Namespace)
_SIZED = (str, bytes, list, tuple, dict, set)
# The clock is read once in so many units of work; a unit takes some 20 ns, a look 300 ns.
_WORK_PER_LOOK = 10_000
WORK_PER_TURN = 25


class TooMuchError(ValueError):
    """A template went over a limit, or used what no template may; the message says which."""


@record(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a rendering may do at most.

    `string`: the length of any one string or list; `source` and `output` in characters; `range`:
    the length of one range; `turns` of all loops together; `nodes`: items of all containers that
    are written out or compared; `built`: characters and items of everything made on the way;
    `bits` of an integer; `depth` of macros within macros; `cpu_s`: seconds of this thread.
    """

    string: int
    source: int
    output: int
    range: int
    turns: int
    nodes: int
    built: int
    bits: int
    depth: int
    cpu_s: float


class Bounds:
    """Counts what the rendering that runs now does. One thread renders at a time."""

    __slots__ = ("_built", "_deadline", "_nodes", "_turns", "_work", "depth", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.start()

    def start(self) -> None:
        """Begin a rendering."""
        limits = self.limits
        self._nodes, self._turns, self._built = limits.nodes, limits.turns, limits.built
        self._work = _WORK_PER_LOOK
        self.depth = limits.depth
        self._deadline: float | None = None

    def charge(self, work: int) -> None:
        """Count some work.

        Raises:
            TooMuchError: the time is up.
        """
        self._work -= work
        if self._work < 0:
            self.look()

    def look(self) -> None:
        """Look at the clock, which begins to count at the first look.

        Raises:
            TooMuchError: the time is up.
        """
        self._work = _WORK_PER_LOOK
        now = time.thread_time()
        if self._deadline is None:
            self._deadline = now + self.limits.cpu_s
        elif now > self._deadline:
            raise TooMuchError(f"took longer than {self.limits.cpu_s * 1000:.0f} ms")

    def bounded(self, value: T) -> T:
        """Return `value`, unless writing it out takes far too long (a list may hold itself often).

        Raises:
            TooMuchError: it does.
        """
        if not isinstance(value, _CONTAINERS):
            return value
        walk: list[Any] = [value]
        length = 0
        while walk:
            item = walk.pop()
            if isinstance(item, str):
                length += len(item)
            elif isinstance(item, Namespace):
                raise TooMuchError("a namespace is no value")
            elif isinstance(item, _CONTAINERS):
                self._nodes -= len(item) + 1
                if self._nodes >= 0:
                    walk.extend(item)
                    if isinstance(item, dict):
                        walk.extend(item.values())
            if self._nodes < 0 or length > self.limits.string:
                raise TooMuchError(
                    f"more than {self.limits.nodes} items or {self.limits.string} characters"
                )
        return value

    def made(self, value: T) -> T:
        """Count a value that was just built, and return it.

        Raises:
            TooMuchError: it is too large, or too much was built before.
        """
        if isinstance(value, _SIZED):
            size = len(value)
            if size > self.limits.string:
                raise TooMuchError(f"longer than {self.limits.string}")
            self._built -= size
            if self._built < 0:
                raise TooMuchError(f"more than {self.limits.built} characters built")
        elif isinstance(value, int) and value.bit_length() > self.limits.bits:
            raise TooMuchError("a number too large")
        return value

    def searched(self, container: T) -> T:
        """Count a container that is about to be searched for something, and return it."""
        if isinstance(container, Sized):
            self.charge(len(container))
        return container

    def room_for(self, length: int) -> None:
        """Check the length of a text that is about to be built.

        Raises:
            TooMuchError: it would be too long.
        """
        if length > self.limits.string:
            raise TooMuchError(f"longer than {self.limits.string}")

    def short_range(self, *args: int) -> range:
        """Be `range` for templates.

        Raises:
            TooMuchError: it would be too long.
        """
        numbers = range(*args)
        if len(numbers) > self.limits.range:
            raise TooMuchError(f"a range of more than {self.limits.range}")
        return numbers

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Yield what a loop goes over, and count its turns.

        Raises:
            TooMuchError: there are too many of them.
        """
        for item in items:
            self._turns -= 1
            if self._turns < 0:
                raise TooMuchError(f"more than {self.limits.turns} turns of its loops")
            self.charge(WORK_PER_TURN)
            yield item

    def collected(self, parts: Iterable[str]) -> str:
        """Join the parts of an output.

        Raises:
            TooMuchError: they are too long together.
        """
        found, length = [], 0
        for part in parts:
            length += len(part)
            if length > self.limits.output:
                raise TooMuchError(f"output longer than {self.limits.output}")
            found.append(part)
        return "".join(found)
