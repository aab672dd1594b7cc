"""Time, time pattern and sun triggers at work; what is due next is kept over a restart."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, assert_never

from hub.automation.durable import Firing, Wait
from hub.automation.firing.attachment import Attachment, all_of, log
from hub.automation.firing.clock import Moment, next_moment, next_pattern, next_sun
from hub.automation.model.triggers import EntityTime, SunTrigger, TimePatternTrigger, TimeTrigger
from hub.home.events import StateReported
from hub.home.home import Unsubscribe
from hub.home.ids import EntityId, is_entity_id
from hub.home.model import State

# A pattern that comes more often is not kept: its next time comes soon anyway.
KEPT_PERIOD = timedelta(minutes=10)
# Of what was missed while the hub was off, no more is looked through for the last.
_MOST_MISSED = 4000
_PART = "next"
ScheduleTrigger = TimeTrigger | TimePatternTrigger | SunTrigger


class ScheduleWatch:
    """Waits for one trigger of the clock.

    What it waits for moves only onwards: a clock that is set back fires nothing again.
    """

    def __init__(self, trigger: ScheduleTrigger, at: Attachment) -> None:
        self._trigger = trigger
        self._at = at
        self._moments: tuple[Moment, ...] = ()
        self._fired_at: datetime | None = None
        self._planned: tuple[datetime, Moment | None] | None = None

    def attach(self) -> Unsubscribe:
        """Begin; returns what ends it."""
        home = self._at.world.home
        ends: list[Unsubscribe] = [self._close]
        if isinstance(self._trigger, TimeTrigger):
            times = tuple(self._entity_times(self._trigger))
            told_by = dict.fromkeys(one.entity_id for one in times)
            ends.extend(home.listen_reports(one, self._hear) for one in told_by)
            self._moments = tuple(self._resolve(self._trigger))
        kept = self._at.kept(_PART)
        if kept is not None and kept.facts.get("of") == self._signature():
            self._resume(kept)
        else:
            self._plan(self._at.world.now())
        return all_of(*ends)

    def _resume(self, kept: Wait) -> None:
        now = self._at.world.now()
        if kept.due_at > now:
            self._fired_at = kept.due_at - timedelta(microseconds=1)
            self._plan(self._fired_at)
        else:
            moment = self._next(kept.due_at - timedelta(microseconds=1))
            self._planned = (kept.due_at, moment[1] if moment else None)
            self._set_alarm(now)

    def _plan(self, after: datetime) -> None:
        """Wait for the next time later than `after`, and than what fired last."""
        if self._fired_at is not None:
            after = max(after, self._fired_at)
        self._planned = self._next(after)
        wait = self._wait()
        if wait is not None:
            self._at.keep(_PART, wait.due_at, wait.facts)
        else:
            self._at.drop(_PART)
        if self._planned is not None:
            self._set_alarm(self._planned[0])
        else:
            self._at.world.alarms.cancel(self._alarm)

    async def _ring(self) -> None:
        now = self._at.world.now()
        if self._planned is None:
            return
        due_at, moment = self._planned
        if due_at > now:
            self._set_alarm(due_at)
            return
        due_at, moment = self._latest(due_at, moment, now)
        self._fired_at = due_at
        if not self._at.allows(due_at):
            self._plan(now)
            return
        self._planned = self._next(max(now, due_at))
        following = self._wait()
        over = self._at.wait_key(_PART) if self._at.is_durable and following is None else None
        if self._planned is not None:
            self._set_alarm(self._planned[0])
        data = self._data(due_at, moment)
        self._at.tell(Firing(data, None, over=over, next=following, due_at=due_at))

    def _latest(
        self, due_at: datetime, moment: Moment | None, now: datetime
    ) -> tuple[datetime, Moment | None]:
        """Return the last of the times that are over: several that were missed run once."""
        for _ in range(_MOST_MISSED):
            following = self._next(due_at)
            if following is None or following[0] > now:
                break
            due_at, moment = following
        return due_at, moment

    def _next(self, after: datetime) -> tuple[datetime, Moment | None] | None:
        place, trigger = self._at.world.place, self._trigger
        match trigger:
            case TimeTrigger():
                return next_moment(self._moments, trigger.weekday, after, place)
            case SunTrigger():
                due = next_sun(trigger, after, place)
            case TimePatternTrigger():
                due = next_pattern(trigger, after, place)
            case _:
                assert_never(trigger)
        return None if due is None else (due, None)

    def _wait(self) -> Wait | None:
        """Return what is kept of the plan."""
        if self._planned is None or not self._at.is_durable or not self._is_kept():
            return None
        return Wait(self._at.wait_key(_PART), self._planned[0], {"of": self._signature()})

    def _is_kept(self) -> bool:
        if not isinstance(self._trigger, TimePatternTrigger) or self._planned is None:
            return True
        following = self._next(self._planned[0])
        return following is None or following[0] - self._planned[0] >= KEPT_PERIOD

    def _signature(self) -> str:
        """Return what the plan was made of; what is kept of another plan is worth nothing."""
        place, trigger = self._at.world.place, self._trigger
        match trigger:
            case TimeTrigger():
                made_of: object = (self._trigger_times(trigger), trigger.weekday)
            case SunTrigger():
                where = (place.latitude, place.longitude)
                made_of = (trigger.event, trigger.offset_s, where)
            case TimePatternTrigger():
                made_of = (trigger.hours, trigger.minutes, trigger.seconds)
            case _:
                assert_never(trigger)
        return f"{made_of!r} {place.time_zone.key}"

    def _trigger_times(self, trigger: TimeTrigger) -> tuple[str, ...]:
        """Return the times as written: an entity may not have been heard of yet."""
        return tuple(repr(at) for at in trigger.at)

    def _hear(self, event: StateReported) -> None:
        if not event.changed or not isinstance(self._trigger, TimeTrigger):
            return
        moments = tuple(self._resolve(self._trigger))
        if moments != self._moments:
            self._moments = moments
            # A time that was set to lie behind is not made up for.
            self._fired_at = None
            self._plan(self._at.world.now())

    def _entity_times(self, trigger: TimeTrigger) -> Iterator[EntityTime]:
        for at in trigger.at:
            if isinstance(at, EntityTime):
                yield at
            elif not isinstance(at, time | datetime):
                text = self._at.world.templates.text(at, self._at.variables).strip()
                if is_entity_id(text):
                    yield EntityTime(EntityId(text))

    def _resolve(self, trigger: TimeTrigger) -> Iterator[Moment]:
        for one in self._entity_times(trigger):
            state = self._at.world.home.states.get(one.entity_id)
            found = None if state is None else told_time(state)
            if found is not None:
                yield Moment(found, timedelta(seconds=one.offset_s), one.entity_id)
        for at in trigger.at:
            if isinstance(at, time | datetime):
                yield Moment(at)
            elif not isinstance(at, EntityTime):
                text = self._at.world.templates.text(at, self._at.variables).strip()
                found = None if is_entity_id(text) else time_in(text)
                if found is not None:
                    yield Moment(found)
                elif not is_entity_id(text):
                    log.warning("%s: at: %r is no time", trigger.place, text)

    def _data(self, due_at: datetime, moment: Moment | None) -> dict[str, Any]:
        trigger, now = self._trigger, self._at.world.place.local(due_at)
        match trigger:
            case TimeTrigger():
                entity_id = None if moment is None else moment.entity_id
                description = "time" if entity_id is None else f"time set in {entity_id}"
                return {
                    "platform": "time", "now": now, "description": description,
                    "entity_id": entity_id,
                }  # fmt: skip
            case TimePatternTrigger():
                return {"platform": "time_pattern", "now": now, "description": "time pattern"}
            case SunTrigger():
                offset = timedelta(seconds=trigger.offset_s)
                description = f"{trigger.event} with offset" if offset else trigger.event
                return {
                    "platform": "sun", "event": trigger.event, "offset": offset,
                    "description": description,
                }  # fmt: skip

    @property
    def _alarm(self) -> str:
        return f"{self._at.name}/{_PART}"

    def _set_alarm(self, at: datetime) -> None:
        self._at.world.alarms.set(self._alarm, at, self._ring)

    def _close(self) -> None:
        self._planned = None
        self._at.world.alarms.cancel(self._alarm)


def told_time(state: State) -> time | datetime | None:
    """Return the time that an entity tells: an input_datetime, or a timestamp sensor."""
    return time_in(state.state) if state.is_available else None


def time_in(text: str) -> time | datetime | None:
    """Return the time of day, or the moment, that a text says; a date means its midnight."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.combine(date.fromisoformat(text), time())
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None else moment.astimezone(UTC)
