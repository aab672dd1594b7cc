"""Which command a wish comes to for one entity, domain by domain."""

from hub.home.actions import ACTIONS, parse_command
from hub.home.commands import Command
from hub.home.errors import HubError
from hub.home.model import Entity, State
from hub.language.understanding.deciding.choice import Choice, Decider
from hub.language.understanding.deciding.climate import CLIMATE
from hub.language.understanding.deciding.controls import CONTROLS
from hub.language.understanding.deciding.light import LIGHTS
from hub.language.understanding.deciding.movers import MOVERS
from hub.language.understanding.deciding.players import PLAYERS
from hub.language.understanding.wish import Wish

_DECIDERS: dict[str, Decider] = {**LIGHTS, **MOVERS, **CLIMATE, **PLAYERS, **CONTROLS}


def decide(entity: Entity, state: State, wish: Wish) -> list[Command] | str | None:
    """Return the commands, or in words why this device can't; None if the wish is not for it."""
    decider = _DECIDERS.get(entity.domain)
    if decider is None:
        return None
    choice = decider(entity, state, wish)
    if choice is None or isinstance(choice, str):
        return choice
    commands: list[Command] = []
    for action, data in choice:
        command = _command(entity, state, action, data)
        if isinstance(command, str):
            return command
        commands.append(command)
    return commands


def _command(entity: Entity, state: State, action: str, data: dict[str, object]) -> Command | str:
    if action not in entity.actions or action not in ACTIONS:
        return "can't do that"
    try:
        command = parse_command(action, data)
    except HubError as error:
        return str(error)
    return command.problem(state) or command


__all__ = ["Choice", "decide"]
