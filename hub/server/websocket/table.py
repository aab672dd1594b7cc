"""All commands there are."""

from hub.server.websocket import basics, calls, events, states
from hub.server.websocket.commands import Command

COMMANDS: dict[str, Command] = {
    name: command
    for module in (basics, calls, events, states)
    for name, command in module.commands.commands.items()
}
