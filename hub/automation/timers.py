"""Countdowns that people set. They go on over a restart, and end with a notification."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from hub.automation.alarms import Alarms
from hub.home.chores import ChangeTimers, StartTimer
from hub.home.errors import HubError
from hub.home.ids import new_id
from hub.home.keeping import Timer
from hub.home.keeping_stores import KeepingStore
from hub.home.notifications import Notification, Teller
from hub.home.plan import Request

MOST_TIMERS = 100
# A timer that ended while the hub was down for longer than this is told of with its time.
LATE = timedelta(minutes=1)


class TimerGone(HubError):
    """A timer is over or was cancelled: there is nothing to change."""


class TooManyTimers(HubError):
    """There are too many timers: cancel some first."""


class TimerWords(Protocol):
    """Speaks of timers, in the language of whoever set them."""

    def name(self, timer: Timer) -> str:
        """Return what a timer is called."""

    def done(self, timer: Timer) -> str:
        """Say that a timer is over."""

    def was_done(self, timer: Timer, minutes: int) -> str:
        """Say that a timer ended while the hub was down, so many minutes ago."""


class Timers:
    """All timers, kept in `store`; `load` first."""

    def __init__(
        self,
        store: KeepingStore,
        teller: Teller,
        alarms: Alarms,
        now: Callable[[], datetime],
        words: TimerWords,
    ) -> None:
        self.words = words
        self._store = store
        self._teller = teller
        self._alarms = alarms
        self._now = now
        self._timers: dict[str, Timer] = {}

    async def load(self) -> None:
        """Go on with the timers that were kept; those that ended meanwhile end now."""
        for timer in await self._store.timers():
            self._timers[timer.id] = timer
            self._set_alarm(timer)

    @property
    def all(self) -> Sequence[Timer]:
        """Running and paused timers, the next to end first."""
        now = self._now()
        return sorted(self._timers.values(), key=lambda timer: timer.left_s(now))

    async def start(self, chore: StartTimer, request: Request) -> Timer:
        """Start a timer for the one who asked.

        Raises:
            TooManyTimers: there are `MOST_TIMERS` already.
        """
        if len(self._timers) >= MOST_TIMERS:
            raise TooManyTimers(f"there are {MOST_TIMERS} timers already; cancel some first")
        timer = Timer(
            id=new_id(),
            name=chore.name,
            duration_s=chore.duration_s,
            ends_at=self._now() + timedelta(seconds=chore.duration_s),
            remaining_s=chore.duration_s,
            area_id=chore.area_id or request.area_id,
            user_id=request.user_id,
            language=request.language,
        )
        await self._put([timer])
        return timer

    async def change(self, chore: ChangeTimers) -> Sequence[Timer]:
        """Cancel, pause, resume or extend timers; returns them as they were.

        Raises:
            TimerGone: one of them is over; nothing was changed.
        """
        gone = [timer_id for timer_id in chore.timer_ids if timer_id not in self._timers]
        if gone:
            raise TimerGone(f"no timer {gone[0]!r}: it is over, or was cancelled")
        before = [self._timers[timer_id] for timer_id in chore.timer_ids]
        if chore.op == "cancel_timers":
            await self._forget([timer.id for timer in before])
        else:
            now = self._now()
            await self._put([_changed(timer, chore, now) for timer in before])
        return before

    async def _put(self, timers: Sequence[Timer]) -> None:
        await self._store.put_timers(timers)
        for timer in timers:
            self._timers[timer.id] = timer
            self._set_alarm(timer)

    async def _forget(self, timer_ids: Sequence[str]) -> None:
        await self._store.remove_timers(timer_ids)
        for timer_id in timer_ids:
            self._timers.pop(timer_id, None)
            self._alarms.cancel(_key(timer_id))

    def _set_alarm(self, timer: Timer) -> None:
        if timer.ends_at is None:
            self._alarms.cancel(_key(timer.id))
        else:
            self._alarms.set(_key(timer.id), timer.ends_at, lambda: self._end(timer.id))

    async def _end(self, timer_id: str) -> None:
        """Tell that a timer is done, and forget it; told first, so that no crash swallows it."""
        timer = self._timers.get(timer_id)
        if timer is None or timer.ends_at is None or timer.ends_at > self._now():
            return
        late = self._now() - timer.ends_at
        text = self.words.done(timer)
        if late > LATE:
            text = self.words.was_done(timer, round(late.total_seconds() / 60))
        await self._teller.tell(
            Notification(
                id=f"timer-{timer.id}",
                text=text,
                at=self._now(),
                user_id=timer.user_id,
                area_id=timer.area_id,
            )
        )
        await self._forget([timer.id])


def _changed(timer: Timer, chore: ChangeTimers, now: datetime) -> Timer:
    left_s = timer.left_s(now)
    match chore.op:
        case "pause_timers":
            return replace(timer, ends_at=None, remaining_s=left_s)
        case "resume_timers":
            return replace(timer, ends_at=now + timedelta(seconds=left_s))
        case _:
            left_s = max(0.0, left_s + chore.seconds)
            ends_at = None if timer.is_paused else now + timedelta(seconds=left_s)
            duration_s = max(timer.duration_s + chore.seconds, 1.0)
            return replace(timer, ends_at=ends_at, remaining_s=left_s, duration_s=duration_s)


def _key(timer_id: str) -> str:
    return f"timer {timer_id}"
