"""What of the hub is off, why, and what it does instead: told everywhere, until it is repaired."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from hub.home.notifications import Notification
from hub.record import record

# The ids of notifications about troubles begin so; those of earlier starts are dismissed.
NOTICE = "trouble-"

_log = logging.getLogger("hub.troubles")


@record(frozen=True, slots=True)
class Trouble:
    """One part that is not whole. `what` and `instead` are sentences without a full stop.

    `instead` tells what the hub does meanwhile, and what people can do about it.
    """

    part: str
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.part}: {self.what}; {self.instead}"

    @property
    def notice_id(self) -> str:
        """The id of its notification: the same trouble has the same."""
        return NOTICE + hashlib.sha256(str(self).encode()).hexdigest()[:16]


class Board(Protocol):
    """Where people find what they were told."""

    async def tell(self, notification: Notification) -> None:
        """Keep one, and tell who listens."""

    async def all(self) -> Iterable[Notification]:
        """Return those nobody dismissed."""

    async def dismiss(self, notification_id: str) -> bool:
        """Forget one."""


class Troubles:
    """All troubles of this run; each is said on the console and logged the moment it is added."""

    def __init__(self, say: Callable[[str], None] = lambda _: None) -> None:
        self._say = say
        self._all: list[Trouble] = []
        self._sources: list[Callable[[], Iterable[Trouble]]] = []
        self._said: set[Trouble] = set()

    def add(self, part: str, what: str, instead: str) -> Trouble:
        """Take in a trouble and say it."""
        trouble = Trouble(part, " ".join(what.split()), " ".join(instead.split()))
        if trouble not in self._all:
            self._all.append(trouble)
            self.look()
        return trouble

    def mend(self, part: str) -> None:
        """Forget what was added about a part: it is whole again."""
        self._all = [trouble for trouble in self._all if trouble.part != part]

    def watch(self, source: Callable[[], Iterable[Trouble]]) -> None:
        """Take in what may come and go: it is looked up whenever somebody asks."""
        self._sources.append(source)
        self.look()

    def look(self) -> None:
        """Say what was not said yet."""
        for trouble in self:
            if trouble not in self._said:
                self._said.add(trouble)
                _log.error("%s", trouble)
                self._say(f"Not whole: {trouble}")

    def __iter__(self) -> Iterator[Trouble]:
        return iter([*self._all, *(one for source in self._sources for one in source())])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def health(self) -> Mapping[str, Any]:
        """Tell all for `/api/lares/health`."""
        return {
            "state": "safe_mode" if len(self) else "ok",
            "off": [{"part": one.part, "what": one.what, "instead": one.instead} for one in self],
        }

    def in_a_line(self) -> str:
        """Tell all in one line, as for systemd's STATUS; empty if there are none."""
        parts = "; ".join(f"{one.part}: {one.what}" for one in self)
        return f"safe mode: {parts}" if parts else ""

    async def post(self, board: Board, at: datetime) -> None:
        """Put each on the board until it is repaired, and take down those that were."""
        self.look()
        posted = {one.id for one in await board.all() if one.id.startswith(NOTICE)}
        for gone in posted - {one.notice_id for one in self}:
            await board.dismiss(gone)
        for trouble in self:
            text = f"Something is not whole. {trouble}."
            await board.tell(Notification(id=trouble.notice_id, text=text, at=at))
