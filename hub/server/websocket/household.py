"""Persons, zones, tags, and what people are to be told."""

from typing import Any

from hub.home.ids import domain_of
from hub.home.model import State
from hub.home.notifications import Notification
from hub.recorder.tokens import Scope
from hub.server.access import RESIDENTS, Access, Shows
from hub.server.telling import is_for, notification_json
from hub.server.websocket.basics import ANYBODY, SEEING
from hub.server.websocket.commands import NO_RESULT, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

RESIDENT_SEES = Access(Scope.READ, RESIDENTS, Shows.SEEN)
_ZONE = ("latitude", "longitude", "radius", "passive")


@commands.add("person/list", RESIDENT_SEES)
async def list_persons(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the persons that one sees; all are named by files."""
    found = [
        {
            "id": state.entity_id.partition(".")[2],
            "name": _name(connection, state),
            "user_id": state.attributes.get("user_id"),
            "device_trackers": state.attributes.get("device_trackers", []),
            "picture": state.attributes.get("entity_picture"),
        }
        for state in _of(connection, "person")
    ]
    return {"storage": [], "config": found}


@commands.add("zone/list", RESIDENT_SEES)
async def list_zones(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the zones that one sees."""
    return [
        {
            "id": state.entity_id.partition(".")[2],
            "name": _name(connection, state),
            "icon": state.attributes.get("icon"),
        }
        | {key: state.attributes.get(key) for key in _ZONE}
        for state in _of(connection, "zone")
    ]


@commands.add("tag/list", ANYBODY)
async def list_tags(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List tags: none are kept; a scanned one is an event."""
    return []


@commands.add("persistent_notification/get", SEEING)
async def get_notifications(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List what nobody dismissed."""
    return list((await _notifications(connection)).values())


@commands.add("persistent_notification/subscribe", SEEING)
async def subscribe_notifications(connection: Connection, said: Said) -> object:
    """Tell what nobody dismissed, and what comes."""

    def hear(notification: Notification) -> None:
        if is_for(notification, connection.user_id, connection.parts.sight):
            shown = {notification.id: notification_json(notification)}
            connection.tell(said.id, {"type": "added", "notifications": shown})

    connection.subscribe(said.id, connection.parts.notifications.listen(hear))
    connection.send_result(said.id)
    current = await _notifications(connection)
    connection.tell(said.id, {"type": "current", "notifications": current})
    return NO_RESULT


async def _notifications(connection: Connection) -> dict[str, Any]:
    told = await connection.parts.notifications.all()
    sight, user_id = connection.parts.sight, connection.user_id
    return {one.id: notification_json(one) for one in told if is_for(one, user_id, sight)}


def _of(connection: Connection, domain: str) -> list[State]:
    return [
        state for state in connection.home.states.values() if domain_of(state.entity_id) == domain
    ]


def _name(connection: Connection, state: State) -> str:
    return connection.home.entity(state.entity_id).name
