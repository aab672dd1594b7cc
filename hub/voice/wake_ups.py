"""Which of several satellites that hear one wake word acts: the one that woke up first."""

import re
import time
from collections import deque
from collections.abc import Callable

from hub.home.ids import EntityId
from hub.record import record

# So long after one satellite woke up the others may still do so (Home Assistant, assist_pipeline).
COOLDOWN_S = 2.0
# openWakeWord's models carry a version: "ok_nabu_v0.1".
_VERSION = re.compile(r" v[0-9.]+$")


@record(frozen=True, slots=True)
class _WakeUp:
    at_s: float
    word: str
    satellite_id: EntityId | None


class WakeUps:
    """Remembers who woke up last; `clock` tells the seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._latest: deque[_WakeUp] = deque()

    def is_first(self, word: str, satellite_id: EntityId | None) -> bool:
        """Note that somebody woke up, unless another just did for the same word.

        `word` is empty where a satellite does not tell which it was: it may be any. Who calls the
        same satellite again is listened to again.
        """
        now, called = self._clock(), _spoken(word)
        while self._latest and now - self._latest[0].at_s >= COOLDOWN_S:
            self._latest.popleft()
        new = _WakeUp(now, called, satellite_id)
        if any(_is_same_call(new, before) for before in self._latest):
            return False
        self._latest.append(new)
        return True


def _is_same_call(new: _WakeUp, before: _WakeUp) -> bool:
    is_same_word = new.word == before.word or not (new.word and before.word)
    is_again = new.satellite_id is not None and new.satellite_id == before.satellite_id
    return is_same_word and not is_again


def _spoken(word: str) -> str:
    """Return a word or its id as it is spoken: "okay nabu" of "ok_nabu_v0.1"."""
    words = _VERSION.sub("", " ".join(word.casefold().replace("_", " ").split())).split()
    return " ".join("okay" if each == "ok" else each for each in words)
