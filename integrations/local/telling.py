"""Reports what the parts of a maker's device read; nonsense costs one log line."""

import logging
from collections.abc import Iterable
from typing import Any, Generic

from hub.home.maker import House
from hub.home.one_line import one_line
from integrations.local.part import NONSENSE, Device, Part, Reading

_log = logging.getLogger(__name__)


class Telling(Generic[Device]):
    """The parts of one device, and what was last reported of each."""

    def __init__(self, house: House, maker: str, title: str) -> None:
        self._house = house
        self._maker = maker
        self._title = title
        self._parts: dict[tuple[str, str], Part[Device]] = {}
        self._last: dict[tuple[str, str], Reading] = {}
        self._has_complained = False

    def put(self, parts: Iterable[Part[Device]]) -> None:
        """Put the entities into the house, and take out those that are gone."""
        self._parts = {part.key: part for part in parts}
        for part in self._parts.values():
            self._house.put(part.facts)
        self._house.keep_only(set(self._parts))
        self._last = {key: self._last[key] for key in self._parts if key in self._last}

    def unavailable(self) -> None:
        """Report that nothing of the device is known any more."""
        self._last.clear()
        for key in self._parts:
            self._house.unavailable(*key)

    def part(self, domain: str, key: str) -> Part[Device] | None:
        """Return a part."""
        return self._parts.get((domain, key))

    def report(self, status: Any, about: str | None = None, *, anew: bool = False) -> bool:
        """Report what is read from a status, of one component or entity or of all.

        Only what changed is reported, unless the device said it `anew`. Tells whether all of
        it made sense; of what does not, the state stays as it was.
        """
        made_sense = True
        for key, part in self._parts.items():
            if part.read is None or about not in {None, part.about, part.facts.key}:
                continue
            try:
                reading = part.read(status)
            except NONSENSE as error:
                self._is_nonsense(key, error)
                made_sense = False
                continue
            if anew or self._last.get(key) != reading:
                self._last[key] = reading
                self._house.report(*key, reading.state, reading.attributes)
        return made_sense

    def _is_nonsense(self, key: tuple[str, str], error: Exception) -> None:
        if not self._has_complained:
            self._has_complained = True
            words = "%s: %s: nonsense for %s: %.200r; what else makes none is not logged"
            _log.warning(words, self._maker, one_line(self._title)[:80], one_line(key[1]), error)
