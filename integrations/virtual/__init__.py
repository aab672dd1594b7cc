"""A virtual home: simulated devices that speak MQTT as real ones do, for the demo and for tests."""

from integrations.virtual.actor import SeenCommand
from integrations.virtual.domains import Pace
from integrations.virtual.fault import Fault
from integrations.virtual.home import EntityState, VirtualHome
from integrations.virtual.inventory import Inventory, load_inventory, parse_inventory
from integrations.virtual.issues import (
    BadValueError,
    InventoryError,
    Issue,
    UnknownEntityError,
    VirtualHomeError,
)
from integrations.virtual.scale import replicate

__all__ = [
    "BadValueError",
    "EntityState",
    "Fault",
    "Inventory",
    "InventoryError",
    "Issue",
    "Pace",
    "SeenCommand",
    "UnknownEntityError",
    "VirtualHome",
    "VirtualHomeError",
    "load_inventory",
    "parse_inventory",
    "replicate",
]
