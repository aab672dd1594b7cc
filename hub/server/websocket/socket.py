"""Lets clients in, and hands what they say to commands (Home Assistant, "WebSocket API")."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from typing import Any

import orjson
from aiohttp import WSMsgType, web
from pydantic import ValidationError

from hub.home.errors import HubError, InvalidCommand, UnknownAction, UnknownEntity
from hub.home.targets import NoTarget
from hub.home.yaml_config import ConfigError
from hub.server.client_address import address_of, network_of
from hub.server.json_io import dumps
from hub.server.websocket.commands import NO_RESULT, CommandFailed
from hub.server.websocket.connection import Connection
from hub.server.websocket.door import DOOR, Door
from hub.server.websocket.table import COMMANDS

# How long a client may take to say who it is, and how often it is asked whether it is there.
AUTH_S = 10.0
HEARTBEAT_S = 55.0
LARGEST_MESSAGE = 1024 * 1024
# Commands of one client at work at a time; the next ones wait.
MOST_AT_WORK = 64
# Home Assistant's version, whose dialect this is; clients choose their commands by it.
VERSION = "2026.11.0"

# The first that fits.
_CODES: Mapping[str, tuple[type[Exception], ...]] = {
    "unauthorized": (web.HTTPUnauthorized, web.HTTPForbidden),
    "not_found": (UnknownEntity, UnknownAction, NoTarget, web.HTTPNotFound),
    "service_validation_error": (InvalidCommand,),
    "invalid_format": (ConfigError, web.HTTPException),
    "home_assistant_error": (HubError,),
}

Clients = set[web.WebSocketResponse]
CLIENTS: web.AppKey[Clients] = web.AppKey("websocket clients", Clients)
routes = web.RouteTableDef()

_log = logging.getLogger(__name__)


@routes.get("/api/websocket", allow_head=False)
async def websocket(request: web.Request) -> web.StreamResponse:
    """Speak Home Assistant's WebSocket dialect until the client leaves."""
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=LARGEST_MESSAGE)
    clients = request.app[CLIENTS]
    try:
        with request.app[DOOR].waiting(network_of(address_of(request))):
            await socket.prepare(request)
            clients.add(socket)
            connection = await _let_in(request, socket)
        if connection is not None:
            await _serve(connection, socket)
    except (ConnectionResetError, TimeoutError):
        pass  # the client left, or has not read for long
    finally:
        clients.discard(socket)
        if socket.prepared:
            await socket.close()
    return socket


async def close_all(app: web.Application) -> None:
    """End all connections: the hub stops."""
    clients = app[CLIENTS]
    for socket in tuple(clients):
        with contextlib.suppress(ConnectionError):
            await socket.close(code=1001, message=b"the hub stops")


async def _let_in(request: web.Request, socket: web.WebSocketResponse) -> Connection | None:
    """Ask for a token; returns None if there came none that opens anything."""
    await socket.send_str(dumps({"type": "auth_required", "ha_version": VERSION}).decode())
    try:
        async with asyncio.timeout(AUTH_S):
            said = _object(await socket.receive())
    except TimeoutError:
        return None
    match said:
        case {"type": "auth", "access_token": str(secret)}:
            pass
        case _:
            await _refuse(socket, 'expected {"type": "auth", "access_token": "..."}')
            return None
    try:
        connection = Connection(request, socket, secret)
    except web.HTTPUnauthorized as error:
        await _refuse(socket, error.text or "the token opens nothing")
        return None
    await socket.send_str(dumps({"type": "auth_ok", "ha_version": VERSION}).decode())
    return connection


async def _refuse(socket: web.WebSocketResponse, why: str) -> None:
    await socket.send_str(dumps({"type": "auth_invalid", "message": why}).decode())


async def _serve(connection: Connection, socket: web.WebSocketResponse) -> None:
    writer = asyncio.get_running_loop().create_task(connection.write(), name="websocket-write")
    writer.add_done_callback(lambda _: connection.start(_closed(socket)))
    at_work = asyncio.Semaphore(MOST_AT_WORK)
    last = 0
    try:
        async for message in socket:
            if message.type is WSMsgType.BINARY:
                connection.sounds.hear(message.data)
                continue
            for said in _messages(message.data if message.type is WSMsgType.TEXT else ""):
                last = await _take(connection, said, last, at_work)
    finally:
        await connection.end()
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        await connection.end()


async def _closed(socket: web.WebSocketResponse) -> None:
    await socket.close()


async def _take(connection: Connection, said: object, last: int, at_work: asyncio.Semaphore) -> int:
    """Begin what a client asks for; returns the highest number so far."""
    match said:
        case {"id": int(number), "type": str(name), **rest} if not isinstance(number, bool):
            asked = {"id": number, **{str(key): value for key, value in rest.items()}}
        case _:
            _fail(connection, 0, "invalid_format", 'expected {"id": 1, "type": "...", ...}')
            return last
    if number <= last:
        message = f"the id has to rise with every command: {number} came after {last}"
        _fail(connection, number, "id_reuse", message)
        return last
    await connection.caught_up()
    await at_work.acquire()
    task = connection.start(_run(connection, number, name, asked))
    task.add_done_callback(lambda _: at_work.release())
    # Those that only take note are done before the next is begun, so that order holds.
    await asyncio.sleep(0)
    return number


async def _run(connection: Connection, number: int, name: str, said: dict[str, Any]) -> None:
    command = COMMANDS.get(name)
    if command is None:
        _fail(connection, number, "unknown_command", f"no command {name!r}")
        return
    try:
        connection.check(command.access)
        asked = command.model.model_validate(said)
        result = await command.handler(connection, asked)
    except Exception as error:  # noqa: BLE001 - whatever a command does, the others go on
        code, message, more = _told(error, name)
        clean = connection.parts.masking.data({"message": message, "given": said})["message"]
        _fail(connection, number, code, clean, more)
        if isinstance(error, web.HTTPUnauthorized):
            connection.let_go()
        return
    if result is not NO_RESULT:
        answer = {"id": number, "type": "result", "success": True, "result": result}
        connection.send_json(answer)


def _told(error: Exception, name: str) -> tuple[str, str, dict[str, Any]]:
    """Return code, message, and more of an error, as Home Assistant has them."""
    if isinstance(error, CommandFailed):
        return error.code, str(error), error.more
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return "invalid_format", f"{name}: {where}: {first['msg']}", {}
    for code, kinds in _CODES.items():
        if isinstance(error, kinds):
            return code, _text(error), {}
    _log.error("websocket: %s failed", name, exc_info=error)
    return "unknown_error", "an error of the hub; its log says more", {}


def _text(error: Exception) -> str:
    return (error.text or str(error)) if isinstance(error, web.HTTPException) else str(error)


def _fail(
    connection: Connection, number: int, code: str, message: str, more: dict[str, Any] | None = None
) -> None:
    error = {"code": code, "message": message, **(more or {})}
    connection.send_json({"id": number, "type": "result", "success": False, "error": error})


def _messages(text: str) -> list[object]:
    """Return the messages of a text; clients that coalesce send several at once."""
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError:
        return [None]
    return said if isinstance(said, list) else [said]


def _object(message: Any) -> object:
    return _messages(message.data)[0] if message.type is WSMsgType.TEXT else None


def prepare(app: web.Application) -> None:
    """Make the app ready for clients."""
    clients: Clients = set()
    app[CLIENTS] = clients
    app[DOOR] = Door()
    app.on_shutdown.append(close_all)
