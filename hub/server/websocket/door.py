"""The door: how many may stand at it who have not said yet who they are."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

# Of all together, and of one place. Saying who one is takes milliseconds.
MOST = 64
MOST_OF_ONE_PLACE = 16


class Door:
    """Counts who waits at it."""

    def __init__(self) -> None:
        self._places: Counter[str] = Counter()

    @contextmanager
    def waiting(self, place: str) -> Iterator[None]:
        """Count somebody from `place` while they wait.

        Raises:
            HTTPServiceUnavailable: too many do.
        """
        if self._places[place] >= MOST_OF_ONE_PLACE or self._places.total() >= MOST:
            raise web.HTTPServiceUnavailable(
                text="too many clients are connected that have sent no token; try again soon",
                headers={"Retry-After": "10"},
            )
        self._places[place] += 1
        try:
            yield
        finally:
            self._places[place] -= 1
            self._places += Counter()  # forgets places of which nobody waits


DOOR: web.AppKey[Door] = web.AppKey("door", Door)
