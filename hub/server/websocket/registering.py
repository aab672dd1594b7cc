"""What the registries have in common: fresh ids, words of errors, and events of what changed."""

import contextlib
from collections.abc import Collection, Iterator
from typing import Annotated, Any

from pydantic import Field

from hub.home.model import Context
from hub.server import placing
from hub.server.placing import Change
from hub.server.websocket.commands import CommandFailed, Said
from hub.server.websocket.connection import Connection

Name = Annotated[str, Field(min_length=1, max_length=100)]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=1_000)]
Names = Annotated[list[Name], Field(max_length=50)]


def given(said: Said, *keys: str) -> dict[str, Any]:
    """Return what of `keys` was said, null included."""
    return {key: getattr(said, key) for key in keys if key in said.model_fields_set}


def fresh_id(name: str, taken: Collection[str]) -> str:
    """Return an id for something of this name.

    Raises:
        CommandFailed: there is too much of it already.
    """
    with as_invalid():
        return placing.fresh_id(name, taken)


def check_name(name: str, others: Collection[str]) -> None:
    """Check that nothing else goes by a name.

    Raises:
        CommandFailed: something does.
    """
    with as_invalid():
        placing.check_name(name, others)


@contextlib.contextmanager
def as_invalid() -> Iterator[None]:
    """Turn what areas and floors refuse into Home Assistant's error."""
    try:
        yield
    except placing.NotPlaced as error:
        raise invalid(str(error)) from None


def invalid(message: str) -> CommandFailed:
    """Return Home Assistant's error for what a registry does not take."""
    return CommandFailed("invalid_info", message)


def told(connection: Connection, kind: str, change: Change, thing_id: str) -> None:
    """Tell all who listen that a registry has changed (Home Assistant, "..._registry_updated")."""
    data = {"action": change, f"{kind}_id": thing_id}
    context = Context(source=connection.source, user_id=connection.user_id)
    connection.parts.home.fire(f"{kind}_registry_updated", data, context)
