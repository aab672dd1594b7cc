"""The discovery message by which a simulated device introduces itself.

Home Assistant's MQTT discovery: `<prefix>/<component>/<object_id>/config`, retained. As
zigbee2mqtt does, availability is the bridge's (which has the last will) and the device's together.
"""

import json
from dataclasses import dataclass

from integrations.virtual.domains import AnySimulation, Config
from integrations.virtual.inventory import Device, Entity, Inventory, Phone

ONLINE, OFFLINE = "online", "offline"


@dataclass(frozen=True, slots=True)
class Topics:
    """Where a virtual home speaks: `prefix` for discovery, `base` for everything else."""

    prefix: str = "homeassistant"
    base: str = "virtual"

    @property
    def status(self) -> str:
        """Where the hub says `online` when it wants to hear all announcements again."""
        return f"{self.prefix}/status"

    @property
    def bridge(self) -> str:
        """The availability of the whole virtual home."""
        return f"{self.base}/bridge/availability"

    @property
    def commands(self) -> tuple[str, str]:
        """The filters that catch every command."""
        return f"{self.base}/+/+/set", f"{self.base}/+/+/+/set"

    @property
    def faults(self) -> str:
        """The filter that catches every fault to be set."""
        return f"lares/{self.base}/+/fault"

    @property
    def pokes(self) -> str:
        """The filter that catches every change by hand."""
        return f"lares/{self.base}/+/poke"

    def root(self, entity: Entity) -> str:
        """Give the topic below which an entity speaks."""
        return f"{self.base}/{entity.domain}/{entity.object_id}"

    def config(self, entity: Entity) -> str:
        """Give the topic of an entity's discovery message."""
        return f"{self.prefix}/{entity.domain}/{entity.object_id}/config"

    def availability(self, device: Device) -> str:
        """Give the topic of a device's availability."""
        return f"{self.base}/device/{device.id}/availability"


def device_of(entity: Entity, inventory: Inventory) -> Device:
    """Give an entity's device; one of its own where the inventory names none."""
    for device in inventory.devices:
        if device.id == entity.device:
            return device
    own = f"{entity.domain}_{entity.object_id}"
    return Device(id=own, name=entity.name, model=f"Virtual {entity.domain}", area=entity.area)


def announcement(
    simulation: AnySimulation, device: Device, topics: Topics, *, area: str | None
) -> str:
    """Write the discovery message; `area` is the name of the suggested area."""
    entity = simulation.entity
    about: Config = {
        "identifiers": [f"{topics.base}_{device.id}"],
        "name": device.name,
        "manufacturer": device.manufacturer,
        "model": device.model,
    }
    message: Config = {
        "name": _name_within(device, entity),
        "unique_id": f"{topics.base}_{entity.domain}_{entity.object_id}",
        "object_id": entity.object_id,
        "default_entity_id": entity.id,
        "device": about | ({"suggested_area": area} if area else {}),
        "origin": {"name": "Lares virtual home"},
        "availability": [{"topic": topics.bridge}, {"topic": topics.availability(device)}],
        "availability_mode": "all",
    }
    if entity.device_class:
        message["device_class"] = entity.device_class
    if simulation.attributes.extras():
        message["json_attributes_topic"] = simulation.topic("attributes")
    return json.dumps(message | simulation.config())


def _name_within(device: Device, entity: Entity) -> str | None:
    """Give the name that, put after the device's, makes the inventory's name.

    Home Assistant shows "DEVICE ENTITY"; no name means that the device's will do.
    """
    if entity.name == device.name:
        return None
    return entity.name.removeprefix(f"{device.name} ")


def location(phone: Phone, now: float) -> str:
    """Return what the OwnTracks app publishes of a phone; `now` in seconds since 1970.

    OwnTracks Booklet, "JSON", `_type=location`.
    """
    return json.dumps(
        {
            "_type": "location",
            "lat": phone.latitude,
            "lon": phone.longitude,
            "acc": phone.accuracy,
            "tst": int(now),
            "tid": phone.user[:2],
        }
    )
