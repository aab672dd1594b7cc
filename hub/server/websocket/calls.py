"""Actions: through the same road as everything else, with their responses."""

from typing import Any

from hub.server.services import call
from hub.server.state_json import context_json
from hub.server.websocket.basics import MOVING
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()


class Calling(Said):
    """An action, its data and its targets."""

    domain: str
    service: str
    service_data: dict[str, Any] | None = None
    target: dict[str, Any] | None = None
    return_response: bool = False


@commands.add("call_service", MOVING, Calling)
async def call_service(connection: Connection, said: Calling) -> object:
    """Do something; answers once its commands were handed over, or with its response."""
    body = {**(said.service_data or {}), **(said.target or {})}
    called = await call(
        connection.parts,
        connection.asked(),
        f"{said.domain}.{said.service}",
        body,
        wants_response=said.return_response,
    )
    if called.refusal is not None:
        status, told = called.refusal
        code = "unauthorized" if status == 403 else "home_assistant_error"  # noqa: PLR2004
        more = {key: value for key, value in told.items() if key != "message"}
        raise CommandFailed(code, str(told["message"]), more)
    answer: dict[str, Any] = {"context": context_json(called.context)}
    if said.return_response:
        answer["response"] = called.response or {}
        answer["lares"] = {"status": called.status, "outcomes": called.outcomes}
    return answer
