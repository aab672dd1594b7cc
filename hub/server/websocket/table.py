"""All commands there are."""

from hub.server.websocket import (
    accounts,
    basics,
    calls,
    device_registry,
    entity_registry,
    events,
    household,
    installed,
    labels,
    lares,
    lists,
    pages,
    past,
    places,
    rules,
    satellites,
    states,
    statistics,
    talking,
    trying,
    voice_debug,
    voice_engines,
    voicing,
)
from hub.server.websocket.commands import Command

MODULES = (
    basics,
    calls,
    device_registry,
    entity_registry,
    events,
    labels,
    lists,
    trying,
    rules,
    pages,
    installed,
    household,
    accounts,
    talking,
    statistics,
    past,
    lares,
    places,
    states,
    voicing,
    voice_engines,
    voice_debug,
    satellites,
)
COMMANDS: dict[str, Command] = {
    name: command for module in MODULES for name, command in module.commands.commands.items()
}
