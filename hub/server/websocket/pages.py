"""What pages ask for: their own small data, and Home Assistant's themes, words and dashboards.

Of the latter this hub has none: its pages are its own.
"""

from typing import Annotated, Any

from pydantic import Field

from hub.server.websocket.basics import ANYBODY
from hub.server.websocket.commands import NO_RESULT, CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

Key = Annotated[str, Field(min_length=1, max_length=100)]


class OfKey(Said):
    """Under which key."""

    key: Key = "core"


class Keeping(Said):
    """What to keep under which key."""

    key: Key
    value: Any


class InLanguage(Said):
    """Words in which language."""

    language: Annotated[str, Field(max_length=35)] = "en"


@commands.add("frontend/get_user_data", ANYBODY, OfKey)
async def get_user_data(connection: Connection, said: OfKey) -> object:
    """Return what a page keeps for its user."""
    return {"value": await connection.parts.user_data.get(connection.user_id, said.key)}


@commands.add("frontend/subscribe_user_data", ANYBODY, OfKey)
async def subscribe_user_data(connection: Connection, said: OfKey) -> object:
    """Tell what a page keeps for its user, now and whenever it changes here."""
    connection.watch_data(said.id, said.key)
    connection.send_result(said.id)
    value = await connection.parts.user_data.get(connection.user_id, said.key)
    connection.tell(said.id, {"value": value})
    return NO_RESULT


@commands.add("frontend/set_user_data", ANYBODY, Keeping)
async def set_user_data(connection: Connection, said: Keeping) -> None:
    """Keep something for a page's user."""
    await connection.parts.user_data.put(connection.user_id, said.key, said.value)
    connection.tell_data(said.key, said.value)


@commands.add("frontend/get_themes", ANYBODY)
async def get_themes(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List themes: none."""
    return {"themes": {}, "default_theme": "default", "default_dark_theme": None}


@commands.add("frontend/get_translations", ANYBODY, InLanguage)
async def get_translations(connection: Connection, said: InLanguage) -> object:  # noqa: ARG001
    """Return Home Assistant's words: none."""
    return {"resources": {}}


@commands.add("frontend/get_icons", ANYBODY)
async def get_icons(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """Return Home Assistant's icons: none."""
    return {"resources": {}}


@commands.add("lovelace/config", ANYBODY)
async def lovelace_config(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """Tell that there is no dashboard, so that one is made up from the states."""
    raise CommandFailed("config_not_found", "No config found.")


@commands.add("lovelace/resources", ANYBODY)
async def lovelace_resources(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List what dashboards load: nothing."""
    return []


@commands.add("lovelace/dashboards/list", ANYBODY)
async def lovelace_dashboards(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List dashboards: none."""
    return []


@commands.add("repairs/list_issues", ANYBODY)
async def list_issues(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List issues: what is wrong stands in `lares/health`."""
    return {"issues": []}
