"""Commands: what one is called, what it takes, who may use it, and what it does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict

from hub.home.errors import HubError
from hub.server.access import Access

if TYPE_CHECKING:
    from hub.server.websocket.connection import Connection


class Said(BaseModel):
    """What a client sends with a command. Keys that we do not know are passed over.

    Home Assistant's clients send what its newer versions take.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    id: int


Asked = TypeVar("Asked", bound=Said)
# Returns the result; what a subscription has to tell comes by itself.
Handler = Callable[["Connection", Any], Awaitable[Any]]


# What a handler returns that has answered already.
NO_RESULT = object()


class CommandFailed(HubError):
    """A command cannot be carried out; `code` is Home Assistant's, `more` stands beside it."""

    def __init__(self, code: str, message: str, more: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.more = dict(more or {})
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    name: str
    model: type[Said]
    access: Access
    handler: Handler


class CommandTable:
    """The commands of one module."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}

    def add(
        self,
        name: str,
        access: Access,
        model: type[Asked] = Said,  # type: ignore[assignment]
    ) -> Callable[
        [Callable[["Connection", Asked], Awaitable[Any]]],
        Callable[["Connection", Asked], Awaitable[Any]],
    ]:
        """Register what follows as the command `name`."""

        def register(
            handler: Callable[["Connection", Asked], Awaitable[Any]],
        ) -> Callable[["Connection", Asked], Awaitable[Any]]:
            self.commands[name] = Command(name, model, access, handler)
            return handler

        return register
