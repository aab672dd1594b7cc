"""What the server needs of the house: its devices and its zones."""

from collections.abc import Mapping
from typing import Any, Protocol

from hub.automation.presence.drawn import Drawing
from hub.devices.host import EntryHost
from hub.devices.manifest import Manifest
from hub.devices.shelf import Shelf
from hub.home.ids import EntityId


class Devices(Protocol):
    """What finds, keeps and drives devices of the makers' local APIs, and the shelf of new ones."""

    @property
    def shelf(self) -> Shelf:
        """What is new."""

    @property
    def host(self) -> EntryHost:
        """What drives those that were adopted."""

    @property
    def manifests(self) -> Mapping[str, Manifest]:
        """What every integration says of itself."""

    async def search(self) -> None:
        """Ask for devices that announce nothing by themselves; what answers is new."""

    def config_schema(self, domain: str) -> Mapping[str, Any] | None:
        """Return the JSON schema of what an integration's entries are made of; None: of nothing."""

    async def save(self) -> None:
        """Put what people decided about devices and entities on disk."""


class Zones(Protocol):
    """The circles on the map."""

    async def draw_zone(self, drawing: Drawing, zone_id: EntityId | None = None) -> EntityId:
        """Add a zone, or change one; it is on disk then.

        Raises:
            HubError: it is not for people to change here.
        """

    async def erase_zone(self, zone_id: EntityId) -> None:
        """Forget a zone.

        Raises:
            HubError: it is not for people to change here.
        """
