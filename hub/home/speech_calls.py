"""Home Assistant's `tts.speak` and `tts.<name>_say`, said by the voice satellites near a player.

The hub speaks with its own voice (`lares.yaml`, `voice:`): which engine a rule names, its language,
options and cache are passed over.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from hub.home.actions import parse_command
from hub.home.commands import Command
from hub.home.errors import HubError, InvalidCommand
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Entity
from hub.home.step import Step

SPEAK = "tts.speak"
# What entities of Home Assistant's that speak begin with; none is an entity here.
ENGINES = "tts."
ANNOUNCE = "assist_satellite.announce"
DOMAIN = "assist_satellite"
_PLAYERS = "media_player_entity_id"


class NothingSpeaks(HubError):
    """No voice satellite is near the player that was to speak; the message names it."""


def is_speech(action: str) -> bool:
    """Tell whether an action of Home Assistant's has a text spoken on media players."""
    return action == SPEAK or (action.startswith(ENGINES) and action.endswith("_say"))


def speech_step(home: Home, action: str, data: Mapping[str, Any], named: Iterable[str]) -> Step:
    """Return what such an action comes to; `named` are the entities that it is aimed at.

    `tts.speak` is aimed at an engine and names players in its data; the older names are aimed at
    players. A player stands for the satellites of its device, else of its area.

    Raises:
        InvalidCommand: it has no message, or names no player.
        UnknownEntity: there is no such player.
        NothingSpeaks: nothing near it can speak.
    """
    command = _command(action, data)
    players = _names(data.get(_PLAYERS)) if action == SPEAK else list(named)
    if not players:
        key = _PLAYERS if action == SPEAK else "entity_id"
        raise InvalidCommand(action, [f"{key}: name a media player or a satellite"])
    targets: dict[EntityId, None] = {}
    for player in players:
        targets |= dict.fromkeys(_near(home, home.entity(player)))
    return Step(command=command, targets=tuple(targets))


def _command(action: str, data: Mapping[str, Any]) -> Command:
    message = data.get("message")
    if message is None or message == "":
        raise InvalidCommand(action, ["message: say something"])
    return parse_command(ANNOUNCE, {"message": message, "preannounce": False})


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [name.strip() for name in value.split(",") if name.strip()]
    return [str(name) for name in value] if isinstance(value, list | tuple) else []


def _near(home: Home, player: Entity) -> list[EntityId]:
    """Return the satellite that a player is, or those of its device, or of its area."""
    there = [one for one in home.entities_of((DOMAIN,)) if ANNOUNCE in one.actions]
    area = home.area_of(player)
    for found in (
        [one for one in there if one.id == player.id],
        [one for one in there if one.device_id is not None and one.device_id == player.device_id],
        [one for one in there if area is not None and home.area_of(one) == area],
    ):
        if found:
            return [one.id for one in found]
    where = f"in {area.name!r}" if area is not None else "on its device, and it is in no area"
    raise NothingSpeaks(
        f"{player.id}: no voice satellite {where}; players cannot speak by themselves here,"
        f" so put one there, or use {ANNOUNCE}"
    )
