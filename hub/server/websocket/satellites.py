"""Satellites: the devices that listen in rooms, as Home Assistant's pages ask for them."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from hub.home.errors import UnknownEntity
from hub.home.ids import domain_of
from hub.home.model import Entity
from hub.server.websocket.basics import SEEING
from hub.server.websocket.commands import CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.running import SATELLITES
from hub.server.websocket.voice_engines import phrase_of

commands = CommandTable()

# What a satellite that waits for words by itself may tell of them.
_KNOWN, _ACTIVE = "available_wake_words", "active_wake_words"


class ThisSatellite(Said):
    """A satellite."""

    entity_id: Annotated[str, Field(max_length=255)]


@commands.add("assist_pipeline/device/list", SEEING)
async def list_devices(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List the devices that are satellites."""
    devices = dict.fromkeys(each.device_id for each in _satellites(connection) if each.device_id)
    return [{"device_id": device_id, "pipeline_entity": None} for device_id in devices]


@commands.add("assist_satellite/get_configuration", SEEING, ThisSatellite)
async def show_configuration(connection: Connection, said: ThisSatellite) -> object:
    """Tell which words a satellite waits for, as far as it says; none: the hub waits for it."""
    attributes = connection.home.state(_satellite(connection, said).id).attributes
    active = _words(attributes.get(_ACTIVE))
    return {
        "active_wake_words": active,
        "available_wake_words": [
            {"id": word, "wake_word": phrase_of(word), "trained_languages": ["en"]}
            for word in _words(attributes.get(_KNOWN)) or active
        ],
        "max_active_wake_words": max(1, len(active)),
        "pipeline_entity_id": None,
        "vad_entity_id": None,
    }


@commands.add("assist_satellite/test_connection", SEEING, ThisSatellite)
async def test_connection(connection: Connection, said: ThisSatellite) -> object:
    """Tell whether a satellite can be reached: its sound goes over the hub's own connection."""
    state = connection.home.state(_satellite(connection, said).id)
    return {"status": "success" if state.is_available else "timeout"}


def _satellites(connection: Connection) -> Iterator[Entity]:
    return connection.home.entities_of({SATELLITES})


def _satellite(connection: Connection, said: ThisSatellite) -> Entity:
    """Return the satellite that is meant.

    Raises:
        UnknownEntity: it is none.
    """
    if domain_of(said.entity_id) != SATELLITES:
        raise UnknownEntity(said.entity_id)
    return connection.home.entity(said.entity_id)


def _words(value: Any) -> list[str]:
    """Return words that an attribute lists."""
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
