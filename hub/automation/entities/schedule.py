"""Schedules: on during some hours of the week, off during the others."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hub.automation.entities.kept import Kept, WrongOptions
from hub.home.ids import EntityId
from hub.record import record

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# More than anybody writes for a day.
MOST_BLOCKS = 100
_KEYS = frozenset({"from", "to", "data"})
_MIDNIGHT = timedelta(hours=24)


@record(frozen=True, slots=True)
class Block:
    """Hours of a day, from midnight; `data` are attributes that are shown meanwhile."""

    begin: timedelta
    end: timedelta
    data: Mapping[str, Any]


class Schedule(Kept):
    """On within its blocks, on the clock of the house; `ring` looks anew."""

    known = frozenset(DAYS)
    is_remembered = False

    def __init__(
        self, entity_id: EntityId, options: Mapping[str, Any], now: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:  # fmt: skip
        super().__init__(entity_id, options)
        self._now = now
        self._zone = zone
        self._week = [_blocks(day, options.get(day)) for day in DAYS]
        self._next: datetime | None = None
        self._data: Mapping[str, Any] = {}

    @property
    def attributes(self) -> dict[str, Any]:
        """When it changes next, and what the block of now says."""
        moment = self._next.astimezone(self._zone).isoformat() if self._next else None
        return {"editable": False, **self._data, "next_event": moment}

    @property
    def rings_at(self) -> datetime | None:
        """When a block begins or ends next."""
        return self._next

    def recall(self, memory: Mapping[str, Any] | None) -> None:
        """Look at the clock; nothing is kept."""
        del memory
        self._look()

    def ring(self, at: datetime) -> None:
        """Look at the clock."""
        del at
        self._look()

    def _look(self) -> None:
        now = self._now()
        local = now.astimezone(self._zone)
        # What its clock shows counts: hours that are skipped in spring are no part of any block.
        clock = timedelta(
            hours=local.hour, minutes=local.minute, seconds=local.second,
            microseconds=local.microsecond,
        )  # fmt: skip
        blocks = self._week[local.weekday()]
        within = next((one for one in blocks if one.begin <= clock < one.end), None)
        self.state = "off" if within is None else "on"
        self._data = {} if within is None else within.data
        self._next = self._after(now)

    def _after(self, now: datetime) -> datetime | None:
        """Return the first moment later than `now` at which a block begins or ends."""
        today = now.astimezone(self._zone)
        for number in range(8):
            day = today + timedelta(days=number)
            edges = {edge for one in self._week[day.weekday()] for edge in (one.begin, one.end)}
            later = [at for edge in edges if (at := self._at(day, edge)) > now]
            if later:
                return min(later)
        return None

    def _at(self, day: datetime, edge: timedelta) -> datetime:
        """Return the moment of a time of day; midnight at its end is that of the next day."""
        at = datetime.combine(day.date(), time()) + edge
        return at.replace(tzinfo=self._zone).astimezone(UTC)


def _blocks(day: str, given: Any) -> tuple[Block, ...]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple) or len(given) > MOST_BLOCKS:
        raise WrongOptions(f"{day}: expected a list of at most {MOST_BLOCKS} blocks, from and to")
    found = sorted((_block(day, one) for one in given), key=lambda one: one.begin)
    for earlier, later in pairwise(found):
        if later.begin < earlier.end:
            raise WrongOptions(f"{day}: the block from {later.begin} begins before another ends")
    return tuple(found)


def _block(day: str, given: Any) -> Block:
    if not isinstance(given, Mapping) or not {"from", "to"} <= set(given) <= _KEYS:
        raise WrongOptions(f"{day}: write each block with from and to (and data)")
    begin, end = _edge(day, given["from"]), _edge(day, given["to"])
    if begin >= end:
        raise WrongOptions(f"{day}: a block must end after it begins, found {given['to']!r}")
    data = given.get("data") or {}
    if not isinstance(data, Mapping):
        raise WrongOptions(f"{day}: data must be a mapping of attributes")
    return Block(begin, end, dict(data))


def _edge(day: str, value: Any) -> timedelta:
    if isinstance(value, int) and not isinstance(value, bool):  # YAML 1.1 makes one of 17:00
        value = f"{value // 3600:02}:{value // 60 % 60:02}:{value % 60:02}"
    if str(value) in {"24:00", "24:00:00"}:
        return _MIDNIGHT
    try:
        at = time.fromisoformat(str(value).zfill(5))
    except ValueError:
        raise WrongOptions(f"{day}: {value!r} is no time of day; write '17:00'") from None
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
