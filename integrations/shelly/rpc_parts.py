"""All entities of a Shelly of generation 2 or later."""

from collections.abc import Iterator

from integrations.shelly.rpc_bthome import bthome_of
from integrations.shelly.rpc_climate import climates_of
from integrations.shelly.rpc_covers import covers_of
from integrations.shelly.rpc_inputs import inputs_of
from integrations.shelly.rpc_lights import lights_of
from integrations.shelly.rpc_measures import measures_of
from integrations.shelly.rpc_switches import switches_of
from integrations.shelly.rpc_upkeep import upkeep_of
from integrations.shelly.rpc_view import RpcPart, RpcView
from integrations.shelly.rpc_virtual import virtual_of

# The services by which a component is asked for its status.
SERVICES = {
    "switch": "Switch", "light": "Light", "rgb": "RGB", "rgbw": "RGBW", "cct": "CCT",
    "rgbcct": "RGBCCT", "cover": "Cover", "cb": "CB", "thermostat": "Thermostat",
    "blutrv": "BluTrv", "boolean": "Boolean", "number": "Number", "enum": "Enum",
    "script": "Script",
}  # fmt: skip


def parts_of(view: RpcView, version: str) -> Iterator[RpcPart]:
    """Yield the entities of a device that runs a firmware of a version."""
    yield from switches_of(view)
    yield from lights_of(view)
    yield from covers_of(view)
    yield from climates_of(view)
    yield from inputs_of(view)
    yield from measures_of(view)
    yield from bthome_of(view)
    yield from virtual_of(view)
    yield from upkeep_of(view, version)
