"""Where the house is, its floors and areas; and the devices of a virtual one."""

import os
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hub.automation.place import Place
from hub.config import Config
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, FloorId
from hub.home.model import Area, Device, Floor
from hub.options import Options, Say
from integrations.mqtt.mqtt_config import MqttConfig

if TYPE_CHECKING:
    from integrations.virtual.inventory import Inventory

# How the ids of a virtual home's devices begin: by their integration, and where they speak.
VIRTUAL = "mqtt_virtual_"


def set_clock(config: Config) -> None:
    """Make the house's time zone that of the process, so that every local time is its own."""
    os.environ["TZ"] = config.time_zone
    time.tzset()


def place_of(config: Config) -> Place:
    """Return where the house is."""
    zone = ZoneInfo(config.time_zone)
    return Place(config.latitude, config.longitude, zone, config.elevation)


def put_places(home: Home, config: Config, inventory: "Inventory | None") -> None:
    """Put the floors and areas into the home that the owner, or a virtual home, names.

    What people changed of them since, over the API, stays.
    """
    for source in (config, inventory):
        if source is None:
            continue
        for floor in source.floors:
            _put_floor(
                home, Floor(FloorId(floor.id), floor.name, floor.level, tuple(floor.aliases))
            )
        for area in source.areas:
            floor_id = FloorId(area.floor) if area.floor else None
            _put_area(home, Area(AreaId(area.id), area.name, floor_id, tuple(area.aliases)))


def _put_floor(home: Home, floor: Floor) -> None:
    home.given.add(floor.id)
    known = home.floors.get(floor.id)
    if known is None or not known.is_edited:
        home.put_floor(floor)


def _put_area(home: Home, area: Area) -> None:
    home.given.add(area.id)
    known = home.areas.get(area.id)
    if known is None or not known.is_edited:
        home.put_area(area)


def inventory_of(options: Options) -> "Inventory | None":
    """Read what the virtual home is made of, if there is one.

    Raises:
        HubError: the file has mistakes; all are named.
    """
    if options.inventory is None:
        return None
    from integrations.virtual import inventory, issues  # noqa: PLC0415 -- only the demo

    try:
        return inventory.load_inventory(options.inventory)
    except issues.VirtualHomeError as error:
        raise HubError(str(error)) from None


def given_by(inventory: "Inventory | None") -> Callable[[Device], bool]:
    """Return what tells the devices of a virtual home from those that somebody bought."""
    is_virtual = inventory is not None
    return lambda device: is_virtual and device.id.startswith(VIRTUAL)


async def open_virtual_home(
    parts: AsyncExitStack, inventory: "Inventory | None", broker: MqttConfig, say: Say
) -> None:
    """Let the virtual devices live on the broker, if there are any."""
    if inventory is None:
        return
    from integrations.virtual.home import VirtualHome  # noqa: PLC0415 -- only the demo needs it

    house = VirtualHome(
        inventory,
        host=broker.host,
        port=broker.port,
        username=broker.username,
        password=broker.password,
    )
    await parts.enter_async_context(house)
    say(f"Virtual home: {len(inventory.entities)} entities over MQTT")
