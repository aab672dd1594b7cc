"""All commands there are."""

from hub.server.websocket import (
    basics,
    calls,
    device_registry,
    entity_registry,
    events,
    labels,
    places,
    states,
)
from hub.server.websocket.commands import Command

MODULES = (
    basics,
    calls,
    device_registry,
    entity_registry,
    events,
    labels,
    places,
    states,
)
COMMANDS: dict[str, Command] = {
    name: command for module in MODULES for name, command in module.commands.commands.items()
}
