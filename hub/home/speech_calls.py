"""Home Assistant's `tts.speak` and `tts.<name>_say`: texts to be spoken near media players.

Where a voice satellite is near a player, it says it; else the player fetches it from the hub. The
hub speaks with its own voice (`lares.yaml`, `voice:`), whichever engine was named.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from hub.home.actions import parse_command
from hub.home.domains.assist_satellite import Announce
from hub.home.domains.house import Speak
from hub.home.errors import InvalidCommand
from hub.home.home import Home
from hub.home.ids import HOUSE, EntityId
from hub.home.model import Entity
from hub.home.step import Step

SPEAK = "tts.speak"
# What entities of Home Assistant's that speak begin with; none is an entity here.
ENGINES = "tts."
_ANNOUNCE = "assist_satellite.announce"
_SATELLITES = "assist_satellite"
_PLAYERS = "media_player_entity_id"


def is_speech(action: str) -> bool:
    """Tell whether an action of Home Assistant's has a text spoken on media players."""
    return action == SPEAK or (action.startswith(ENGINES) and action.endswith("_say"))


def speech_steps(
    home: Home, action: str, data: Mapping[str, Any], named: Iterable[str]
) -> tuple[Step, ...]:
    """Return what such an action comes to; `named` are the entities that it is aimed at.

    `tts.speak` is aimed at an engine and names players in its data; the older names are aimed at
    players. A player stands for the satellites of its device, else of its area.

    Raises:
        InvalidCommand: it has no message, or names no player.
        UnknownEntity: there is no such player.
    """
    players = {} if action == SPEAK else {_PLAYERS: list(named)}
    if action != SPEAK and not players[_PLAYERS]:
        raise InvalidCommand(action, ["entity_id: name a media player or a satellite"])
    command = parse_command(SPEAK, {**data, **players})
    assert isinstance(command, Speak)  # noqa: S101 - for the type checker
    near: dict[EntityId, None] = {}
    alone: list[str] = []
    for name in command.media_player_entity_id:
        player = home.entity(name)
        found = _near(home, player)
        near |= dict.fromkeys(found)
        alone += [] if found else [player.id]
    steps: list[Step] = []
    if near:
        said = Announce(message=command.message, preannounce=False)
        steps.append(Step(command=said, targets=tuple(near)))
    if alone:
        rest = command.model_copy(update={_PLAYERS: alone})
        steps.append(Step(command=rest, targets=(HOUSE,)))
    return tuple(steps)


def _near(home: Home, player: Entity) -> list[EntityId]:
    """Return the satellite that a player is, or those of its device, or of its area."""
    there = [one for one in home.entities_of((_SATELLITES,)) if _ANNOUNCE in one.actions]
    area = home.area_of(player)
    for found in (
        [one for one in there if one.id == player.id],
        [one for one in there if one.device_id is not None and one.device_id == player.device_id],
        [one for one in there if area is not None and home.area_of(one) == area],
    ):
        if found:
            return [one.id for one in found]
    return []
