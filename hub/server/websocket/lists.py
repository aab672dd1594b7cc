"""To-do lists, calendars and the weather to come, as entities tell them."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field

from hub.automation.queries import answer
from hub.home.events import HomeEvent, StateReported
from hub.home.ids import EntityId, domain_of
from hub.server.websocket.basics import SEEING
from hub.server.websocket.commands import NO_RESULT, CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

Id = Annotated[str, Field(max_length=256)]


class OfList(Said):
    """A to-do list."""

    entity_id: Id


class OfCalendar(Said):
    """A while of a calendar."""

    entity_id: Id
    start: Annotated[str, Field(max_length=64)]
    end: Annotated[str, Field(max_length=64)]


class OfWeather(Said):
    """A forecast."""

    entity_id: Id
    forecast_type: Literal["daily", "hourly", "twice_daily"] = "daily"


@commands.add("todo/item/list", SEEING, OfList)
async def list_items(connection: Connection, said: OfList) -> object:
    """List what is on a list, what is done too."""
    return _items(connection, said.entity_id)


@commands.add("todo/item/subscribe", SEEING, OfList)
async def subscribe_items(connection: Connection, said: OfList) -> object:
    """Tell what is on a list, now and whenever that changes."""
    return _go_on(connection, said.id, said.entity_id, lambda: _items(connection, said.entity_id))


@commands.add("calendar/event/subscribe", SEEING, OfCalendar)
async def subscribe_calendar(connection: Connection, said: OfCalendar) -> object:
    """Tell what is in a calendar for a while, now and whenever that changes."""
    span = {"start_date_time": said.start, "end_date_time": said.end}

    def events() -> dict[str, Any]:
        return _answer(connection, "calendar.get_events", said.entity_id, span)

    return _go_on(connection, said.id, said.entity_id, events)


@commands.add("weather/subscribe_forecast", SEEING, OfWeather)
async def subscribe_forecast(connection: Connection, said: OfWeather) -> object:
    """Tell the weather to come, now and whenever that changes."""

    def forecast() -> dict[str, Any]:
        told = _answer(connection, "weather.get_forecasts", said.entity_id, {})
        return {"type": said.forecast_type, "forecast": told["forecast"]}

    return _go_on(connection, said.id, said.entity_id, forecast)


def _items(connection: Connection, entity_id: str) -> dict[str, Any]:
    all_of_them = {"status": ["needs_action", "completed"]}
    return _answer(connection, "todo.get_items", entity_id, all_of_them)


def _answer(
    connection: Connection, action: str, entity_id: str, data: dict[str, Any]
) -> dict[str, Any]:
    """Ask an entity.

    Raises:
        CommandFailed: it is of another domain.
        HubError: there is no such entity that one sees, or the data does not fit.
    """
    home, zone = connection.home, connection.parts.config.zone
    entity = home.entity(entity_id)
    if entity.domain != domain_of(action):
        raise CommandFailed("not_found", f"{entity_id!r} is of no {domain_of(action)}")
    found: dict[str, Any] = dict(answer(home, action, [entity.id], data, zone)[entity.id])
    return found


def _go_on(
    connection: Connection, number: int, entity_id: str, told: Callable[[], dict[str, Any]]
) -> object:
    """Tell something of an entity now, and whenever it is another."""
    last = told()

    def hear(event: HomeEvent) -> None:
        nonlocal last
        is_of_it = isinstance(event, StateReported) and event.changed
        sees = connection.parts.sight.sees(connection.user_id, entity_id)
        if is_of_it and sees and (now := told()) != last:
            last = now
            connection.tell(number, now)

    listened = connection.parts.home.listen_reports(EntityId(entity_id), hear)
    connection.subscribe(number, listened)
    connection.send_result(number)
    connection.tell(number, last)
    return NO_RESULT
