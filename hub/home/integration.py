"""The seam between the hub and whatever drives devices."""

from collections.abc import Awaitable
from typing import Protocol

from hub.home.commands import Command
from hub.home.ids import EntityId
from hub.home.model import Context


class Integration(Protocol):
    """Drives devices. It puts entities into the home and reports their states there.

    Only the executor calls `send`.
    """

    @property
    def name(self) -> str:
        """The integration's name, as in `Entity.integration`."""

    def send(
        self, entity_id: EntityId, command: Command, context: Context
    ) -> Awaitable[None] | None:
        """Hand a command to the device's transport; the device's report comes by itself.

        Returns what is still to be waited for, None if it was handed over already. The reports
        that follow from it should carry `context` as their parent.

        Raises:
            DeliveryError: it could not be handed over (no connection, no such topic).
            UnsupportedCommand: this device has no way to do it.
        """
