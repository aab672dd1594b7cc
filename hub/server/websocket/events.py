"""Events: hearing them, firing them, and triggers without a rule."""

from typing import Any

from pydantic import Field

from hub.home.model import Context
from hub.recorder.tokens import Scope
from hub.server.access import REPORTERS, Access, Shows
from hub.server.rest import check_event_type
from hub.server.stream import BROADCAST, Subscriber
from hub.server.websocket.basics import SEEING
from hub.server.websocket.commands import CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()


class Hearing(Said):
    """Which events; all if none is named."""

    event_type: str | None = None


class Firing(Said):
    """An event to fire."""

    event_type: str = Field(min_length=1)
    event_data: dict[str, Any] = Field(default_factory=dict)


@commands.add("subscribe_events", SEEING, Hearing)
async def subscribe_events(connection: Connection, said: Hearing) -> None:
    """Tell events of one type, or all, as far as the client's user may know them."""
    hear_events(connection, said.id, frozenset({said.event_type} if said.event_type else ()))


def hear_events(connection: Connection, number: int, only: frozenset[str]) -> None:
    """Have a subscription tell events of some types, or all if there are none."""
    broadcast = connection.request.app[BROADCAST]
    subscriber = broadcast.subscribe(only, connection.user_id)
    connection.subscribe(number, lambda: _end(broadcast, subscriber))
    connection.start(_pass_on(connection, number, subscriber))


async def _pass_on(connection: Connection, number: int, subscriber: Subscriber) -> None:
    while (message := await subscriber.queue.get()) is not None:
        connection.tell_raw(number, message.removeprefix(b"data: ").strip())


def _end(broadcast: Any, subscriber: Subscriber) -> None:
    broadcast.unsubscribe(subscriber)
    subscriber.end()


@commands.add("fire_event", Access(Scope.CONTROL, REPORTERS, Shows.ALL), Firing)
async def fire_event(connection: Connection, said: Firing) -> object:
    """Fire an event: rules and listeners hear it."""
    check_event_type(said.event_type)
    context = Context(source=connection.source, user_id=connection.user_id)
    connection.parts.home.fire(said.event_type, said.event_data, context, origin="REMOTE")
    return {"context": {"id": context.id, "parent_id": None, "user_id": context.user_id}}
