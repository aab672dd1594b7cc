"""Calendar triggers: the start and the end of what a calendar entity reports as its events."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hub.automation.durable import Firing, Wait
from hub.automation.firing.attachment import Attachment, all_of
from hub.automation.firing.clock import local_moment
from hub.automation.model.triggers import CalendarTrigger
from hub.automation.place import Place
from hub.home.events import StateReported
from hub.home.home import Unsubscribe

_PART = "calendar"
Due = tuple[datetime, dict[str, Any]]


class CalendarWatch:
    """Waits for the next event of one calendar; it is planned anew when the calendar reports.

    Kept is what was looked through so far: what lies behind that fires never again.
    """

    def __init__(self, trigger: CalendarTrigger, at: Attachment) -> None:
        self._trigger = trigger
        self._at = at
        self._seen_until = at.world.now()

    def attach(self) -> Unsubscribe:
        """Begin; returns what ends it."""
        kept = self._at.kept(_PART)
        if kept is not None and self._at.at_start:
            # One moment earlier: what was due just then has not fired yet.
            self._seen_until = kept.due_at - timedelta(microseconds=1)
        self._plan()
        home = self._at.world.home
        return all_of(
            home.listen_reports(self._trigger.entity_id, self._hear),
            lambda: self._at.world.alarms.cancel(self._alarm),
        )

    def _hear(self, event: StateReported) -> None:
        if event.changed:
            self._plan()

    def _plan(self) -> None:
        due = self._first()
        if due is None:
            self._at.world.alarms.cancel(self._alarm)
            return
        self._at.world.alarms.set(self._alarm, due, self._ring)
        self._at.keep(_PART, due, {})

    async def _ring(self) -> None:
        now, first = self._at.world.now(), self._first()
        if first is None or first > now:
            self._plan()
            return
        over = [one for one in self._due() if self._seen_until < one[0] <= now]
        self._seen_until = max(now, self._seen_until)
        following = self._following()
        for number, (due_at, event) in enumerate(sorted(over, key=lambda one: one[0])):
            if not self._at.allows(due_at):
                continue
            is_last = number == len(over) - 1
            key = self._at.wait_key(_PART) if self._at.is_durable and following is None else None
            self._at.tell(
                Firing(
                    self._data(event),
                    over=key if is_last else None,
                    next=following if is_last else None,
                    due_at=due_at,
                )
            )
        self._plan()

    def _following(self) -> Wait | None:
        due = self._first()
        if due is None or not self._at.is_durable:
            return None
        return Wait(self._at.wait_key(_PART), due, {})

    def _first(self) -> datetime | None:
        return min((due for due, _ in self._due() if due > self._seen_until), default=None)

    def _due(self) -> Iterator[Due]:
        state = self._at.world.home.states.get(self._trigger.entity_id)
        events = () if state is None else state.attributes.get("events", ())
        offset = timedelta(seconds=self._trigger.offset_s)
        for event in events if isinstance(events, list | tuple) else ():
            if isinstance(event, Mapping):
                moment = _moment(event.get(self._trigger.event), self._at.world.place)
                if moment is not None:
                    yield moment + offset, dict(event)

    def _data(self, event: dict[str, Any]) -> dict[str, Any]:
        told = {"location": None, "description": None, **event}
        told["all_day"] = len(str(event.get("start", ""))) == len("2026-01-01")
        return {
            "platform": "calendar",
            "event": self._trigger.event,
            "calendar_event": told,
            "offset": timedelta(seconds=self._trigger.offset_s),
            "description": f"calendar event {self._trigger.event}",
        }

    @property
    def _alarm(self) -> str:
        return f"{self._at.name}/{_PART}"


def _moment(text: object, place: Place) -> datetime | None:
    """Return the moment that an event names: a date is its local midnight."""
    try:
        return local_moment(date.fromisoformat(str(text)), time(), place)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=place.time_zone)
    return moment.astimezone(UTC)
