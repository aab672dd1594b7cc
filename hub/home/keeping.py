"""The seam behind which the hub keeps what was asked of it: timers, rules, taught names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

from hub.home.chores import Chore
from hub.home.ids import AreaId, UserId
from hub.home.plan import Request
from hub.home.rules import Rule
from hub.record import record


@record(frozen=True, slots=True)
class Timer:
    """A countdown. `ends_at` is None while it is paused; `remaining_s` then holds what is left.

    `language` is that of whoever set it.
    """

    id: str
    name: str | None
    duration_s: float
    ends_at: datetime | None
    remaining_s: float
    area_id: AreaId | None = None
    user_id: UserId | None = None
    language: str = "en"

    @property
    def is_paused(self) -> bool:
        """Whether it stands still."""
        return self.ends_at is None

    def left_s(self, now: datetime) -> float:
        """Return the seconds left at `now`."""
        if self.ends_at is None:
            return self.remaining_s
        return max(0.0, (self.ends_at - now).total_seconds())


@record(frozen=True, slots=True)
class KeptRule:
    """A rule that is kept, how it stands, and where: its entity, and its file and line.

    `is_whole` is False if its file holds more than `rule` says, which then is its gist.
    """

    rule: Rule
    is_paused: bool = False
    user_id: UserId | None = None
    next_run: datetime | None = None
    last_run: datetime | None = None
    is_running: bool = False
    is_whole: bool = True
    entity_id: str = ""
    mode: str = "single"
    file: str = ""
    line: int = 0


@record(frozen=True, slots=True)
class KeptScript:
    """A script or a scene of a rule file, how it stands, and where; `yaml` is what its file says.

    `mode`, `is_running` and `last_run` are those of a script.
    """

    kind: Literal["script", "scene"]
    id: str
    alias: str
    entity_id: str
    yaml: str
    file: str
    line: int
    mode: str | None = None
    is_running: bool = False
    last_run: datetime | None = None


class Kept(Protocol):
    """What is kept, to be read while planning."""

    @property
    def timers(self) -> Sequence[Timer]:
        """The timers that run or are paused, the next to end first."""

    @property
    def rules(self) -> Sequence[KeptRule]:
        """The rules, the oldest first."""

    @property
    def phrases(self) -> Mapping[str, tuple[str, ...]]:
        """Taught phrases, in plain lower case, with the sentences each stands for."""


@record(frozen=True, slots=True)
class ChoreDone:
    """What doing a chore came to.

    `back` is the chore that takes it back, None if none can. `named` is what the timers or rules
    it touched are called.
    """

    back: Chore | None = None
    named: tuple[str, ...] = ()


class Keeper(Kept, Protocol):
    """Does chores. What it has done is on disk when it returns."""

    async def do(
        self, chore: Chore, request: Request, *, approved_by: UserId | None = None
    ) -> ChoreDone:
        """Do a chore for the one who asked; `approved_by` said yes, if the guard wanted that.

        Raises:
            HubError: it cannot be done; says why.
        """


class NothingKept:
    """Keeps nothing: for planning without a hub."""

    timers: Sequence[Timer] = ()
    rules: Sequence[KeptRule] = ()
    phrases: Mapping[str, tuple[str, ...]] = {}
