"""To-do lists, calendars and the weather."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, model_validator

from hub.home.commands import Command, Expectation
from hub.home.model import State

WEATHER_STATES = (
    "clear-night", "cloudy", "exceptional", "fog", "hail", "lightning", "lightning-rainy",
    "partlycloudy", "pouring", "rainy", "snowy", "snowy-rainy", "sunny", "windy", "windy-variant",
)  # fmt: skip

ItemStatus = Literal["needs_action", "completed"]


class TodoItem(BaseModel):
    """One thing to do or buy."""

    summary: str
    status: ItemStatus = "needs_action"
    due: str | None = None
    description: str | None = None


class TodoAttributes(BaseModel):
    """The items of a list; the state is how many still need doing."""

    items: list[TodoItem] = []


class CalendarEvent(BaseModel):
    """One event; times are ISO 8601, dates alone mean all day."""

    summary: str
    start: str
    end: str
    location: str | None = None
    description: str | None = None


class CalendarAttributes(BaseModel):
    """The events of a calendar; the state is "on" while one runs."""

    events: list[CalendarEvent] = []


class WeatherAttributes(BaseModel):
    """The weather outside; the state is one of `WEATHER_STATES`."""

    temperature: float | None = None
    temperature_unit: str = "°C"
    humidity: float | None = None
    wind_speed: float | None = None
    wind_speed_unit: str = "km/h"


def summaries(items: object, status: str | None = None) -> list[str]:
    """Return the summaries of a reported list of items, of one status only if given."""
    if not isinstance(items, list | tuple):
        return []
    return [
        str(item.get("summary", ""))
        for item in items
        if isinstance(item, dict) and status in {None, item.get("status", "needs_action")}
    ]


class AddItem(Command):
    """Put an item on a list."""

    is_idempotent = False
    action: Literal["todo.add_item"] = "todo.add_item"
    item: str
    due_date: str | None = None
    due_datetime: str | None = None
    description: str | None = None

    def expected(self, before: State) -> Expectation | None:
        """Expect one item more of that name."""
        old = summaries(before.attributes.get("items")).count(self.item)
        added = ("items", lambda items: summaries(items).count(self.item) > old)
        return Expectation(f"with {self.item!r} on it", attributes=(added,))


class UpdateItem(Command):
    """Rename an item, or mark it as done or to do."""

    action: Literal["todo.update_item"] = "todo.update_item"
    item: str
    rename: str | None = None
    status: ItemStatus | None = None
    due_date: str | None = None
    description: str | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "UpdateItem":
        if not any((self.rename, self.status, self.due_date, self.description)):
            raise ValueError("give what to change: rename, status, due_date or description")
        return self

    def problem(self, state: State) -> str | None:
        """Check that the item is there."""
        return _missing(self.item, state)

    def expected(self, before: State) -> Expectation | None:
        """Expect the item under its name in its status."""
        del before
        name = self.rename or self.item
        updated = ("items", lambda items: name in summaries(items, self.status))
        return Expectation(f"with {name!r} changed", attributes=(updated,))


class RemoveItem(Command):
    """Take an item off a list."""

    is_idempotent = False
    action: Literal["todo.remove_item"] = "todo.remove_item"
    item: str

    def problem(self, state: State) -> str | None:
        """Check that the item is there."""
        return _missing(self.item, state)

    def expected(self, before: State) -> Expectation | None:
        """Expect one item less of that name."""
        old = summaries(before.attributes.get("items")).count(self.item)
        gone = ("items", lambda items: summaries(items).count(self.item) < old)
        return Expectation(f"without {self.item!r}", attributes=(gone,))


def _missing(item: str, state: State) -> str | None:
    return None if item in summaries(state.attributes.get("items")) else f"no item {item!r} on it"


class CreateEvent(Command):
    """Put an event into a calendar."""

    is_idempotent = False
    action: Literal["calendar.create_event"] = "calendar.create_event"
    summary: str
    start_date_time: datetime | None = None
    end_date_time: datetime | None = None
    start_date: date | None = None
    end_date: date | None = None
    location: str | None = None
    description: str | None = None

    @model_validator(mode="after")
    def _has_times(self) -> "CreateEvent":
        times, days = (self.start_date_time, self.end_date_time), (self.start_date, self.end_date)
        if None in times and None in days:
            raise ValueError("give start_date_time and end_date_time, or start_date and end_date")
        return self

    def event(self) -> dict[str, Any]:
        """Return the event as `CalendarEvent` has it."""
        timed = self.start_date_time is not None and self.end_date_time is not None
        start, end = (
            (self.start_date_time, self.end_date_time)
            if timed
            else (self.start_date, self.end_date)
        )
        event: dict[str, Any] = {"summary": self.summary, "start": str(start), "end": str(end)}
        if start is not None and end is not None:
            event |= {"start": start.isoformat(), "end": end.isoformat()}
        extras = {"location": self.location, "description": self.description}
        return event | {name: value for name, value in extras.items() if value is not None}

    def expected(self, before: State) -> Expectation | None:
        """Expect one event more of that name."""
        old = summaries(before.attributes.get("events")).count(self.summary)
        added = ("events", lambda events: summaries(events).count(self.summary) > old)
        return Expectation(f"with {self.summary!r} in it", attributes=(added,))


HouseholdCommand = AddItem | UpdateItem | RemoveItem | CreateEvent
