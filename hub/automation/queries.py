"""Actions that only answer: what is in a calendar or on a list, and the weather to come.

Source of names and shapes: Home Assistant documentation, calendar, to-do list and weather
("Response variables"). What devices announced is read from the states of the home.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from hub.automation.durations import seconds_of
from hub.home.errors import InvalidCommand
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import State

Query = Callable[[State, Mapping[str, Any], datetime, tzinfo], Mapping[str, Any]]

_ITEM_STATUS = ("needs_action", "completed")


def is_query(action: str) -> bool:
    """Tell whether an action only answers."""
    return action in QUERIES


def answer(
    home: Home, action: str, targets: Iterable[EntityId], data: Mapping[str, Any], zone: tzinfo
) -> Mapping[str, Any]:
    """Return the response by entity id, as Home Assistant gives it.

    Raises:
        InvalidCommand: the data does not fit.
        UnknownEntity: one of the targets is not in this home.
    """
    query = QUERIES[action]
    now = home.now()
    try:
        return {one: query(home.state(one), data, now, zone) for one in targets}
    except (ValueError, TypeError) as error:
        raise InvalidCommand(action, [str(error)]) from None


def _calendar_events(
    state: State, data: Mapping[str, Any], now: datetime, zone: tzinfo
) -> Mapping[str, Any]:
    start = _moment(data.get("start_date_time"), zone) or now
    end = _moment(data.get("end_date_time"), zone)
    if end is None:
        if "duration" not in data:
            raise ValueError("give end_date_time or duration")
        end = start + timedelta(seconds=seconds_of(data["duration"]))
    found = []
    for event in _listed(state.attributes.get("events")):
        begins, ends = (_moment(event.get(key), zone) for key in ("start", "end"))
        if begins is not None and ends is not None and begins < end and ends > start:
            found.append((begins, event))
    found.sort(key=lambda one: one[0])
    return {"events": [event for _, event in found]}


def _todo_items(
    state: State, data: Mapping[str, Any], now: datetime, zone: tzinfo
) -> Mapping[str, Any]:
    del now, zone
    wanted = data.get("status", "needs_action")
    statuses = {wanted} if isinstance(wanted, str) else set(wanted)
    items = [{"status": "needs_action", **item} for item in _listed(state.attributes.get("items"))]
    return {"items": [item for item in items if item["status"] in statuses]}


def _forecasts(
    state: State, data: Mapping[str, Any], now: datetime, zone: tzinfo
) -> Mapping[str, Any]:
    del data, now, zone
    return {"forecast": list(_listed(state.attributes.get("forecast")))}


def _listed(value: object) -> list[dict[str, Any]]:
    items = value if isinstance(value, list | tuple) else ()
    return [dict(item) for item in items if isinstance(item, Mapping)]


def _moment(value: object, zone: tzinfo) -> datetime | None:
    """Return a time as an aware one; a date alone begins at midnight of the house's zone."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    return None


QUERIES: Mapping[str, Query] = {
    "calendar.get_events": _calendar_events,
    "todo.get_items": _todo_items,
    "weather.get_forecasts": _forecasts,
}
