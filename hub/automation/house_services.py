"""What the house itself does when a rule asks: it tells people, and writes into its logs."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from hub.home.commands import Command
from hub.home.domains import house
from hub.home.errors import UnsupportedCommand
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, UserId, new_id
from hub.home.model import Context
from hub.home.notifications import Notification
from hub.home.one_line import one_line

# Events, as Home Assistant's bus has them but for the first.
NOTIFICATION = "persistent_notification"
LOGBOOK_ENTRY = "logbook_entry"
# The domains that this drives: the executor finds it under each.
DOMAINS = (
    "notify", "persistent_notification", "lares", "logbook", "system_log", "homeassistant",
)  # fmt: skip

_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}
# What people and rules wrote themselves stands under this name and no other.
_written = logging.getLogger("hub.system_log")


class Board(Protocol):
    """Where people find what they were told."""

    async def tell(self, notification: Notification) -> None:
        """Keep one, and tell who listens."""

    async def all(self) -> Sequence[Notification]:
        """Return those nobody dismissed, the oldest first."""

    async def dismiss(self, notification_id: str) -> bool:
        """Forget one; False if it was not there."""


class HouseServices:
    """Carries out commands for the house; an integration under each of `DOMAINS`.

    `maker_of` tells who made the rule that stands behind a context, and `room_of` where it was
    asked for; `reload` reads rule files.
    """

    name = "house"

    def __init__(
        self,
        home: Home,
        board: Board,
        *,
        maker_of: Callable[[Context], UserId | None],
        room_of: Callable[[Context], AreaId | None],
        reload: Callable[[], Awaitable[None]],
    ) -> None:
        self._home = home
        self._board = board
        self._maker_of = maker_of
        self._room_of = room_of
        self._reload = reload

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Do it; what was told is on disk when this returns.

        Raises:
            UnsupportedCommand: this is not for the house.
        """
        match command:
            case house.Notify():
                await self._tell(_text(command.title, command.message), new_id(), None)
            case house.Tell():
                room = self._room_of(context)
                await self._tell(command.message, new_id(), self._maker_of(context), room)
            case house.CreateNotification():
                await self._show(command, context)
            case house.DismissNotification():
                await self._dismiss(command.notification_id, context)
            case house.DismissAllNotifications():
                for one in await self._board.all():
                    await self._dismiss(one.id, context)
            case house.Log():
                data = {
                    "name": command.name, "message": command.message,
                    "entity_id": command.entity_id, "domain": command.of_domain,
                }  # fmt: skip
                self._home.fire(LOGBOOK_ENTRY, data, context)
            case house.WriteLog():
                where = f"[{command.logger}] " if command.logger else ""
                _written.log(_LEVELS[command.level], "%s", one_line(where + command.message))
            case house.Reload():
                await self._reload()
            case _:
                raise UnsupportedCommand(entity_id, command.action, "the house cannot do this")

    async def _tell(
        self,
        text: str,
        notification_id: str,
        user_id: UserId | None,
        area_id: AreaId | None = None,
    ) -> None:
        now = self._home.now()
        await self._board.tell(
            Notification(id=notification_id, text=text, at=now, user_id=user_id, area_id=area_id)
        )

    async def _show(self, command: house.CreateNotification, context: Context) -> None:
        notification_id = command.notification_id or new_id()
        was_there = await self._board.dismiss(notification_id)
        await self._tell(_text(command.title, command.message), notification_id, None)
        self._fire("updated" if was_there else "added", notification_id, context, command)

    async def _dismiss(self, notification_id: str, context: Context) -> None:
        if await self._board.dismiss(notification_id):
            self._fire("removed", notification_id, context)

    def _fire(
        self,
        update_type: str,
        notification_id: str,
        context: Context,
        command: house.CreateNotification | None = None,
    ) -> None:
        data: dict[str, object] = {
            "update_type": update_type,
            "notification_id": notification_id,
            "message": command.message if command is not None else None,
            "title": command.title if command is not None else None,
        }
        data["notification"] = {key: data[key] for key in ("notification_id", "message", "title")}
        self._home.fire(NOTIFICATION, data, context)


def _text(title: str | None, message: str) -> str:
    return f"{title}: {message}" if title else message
