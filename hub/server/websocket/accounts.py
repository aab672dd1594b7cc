"""People and their tokens (Home Assistant, `auth` and `config/auth`)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field

from hub.home.ids import EntityId, domain_of, is_entity_id
from hub.home.people import Role
from hub.recorder.tokens import Scope, Token, TokenKind
from hub.recorder.users import User
from hub.server.access import EVERYBODY, OWNERS, Access, Shows
from hub.server.websocket.basics import SEEING
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection

commands = CommandTable()

OWN = Access(Scope.ADMIN, EVERYBODY, Shows.NOTHING)
PEOPLE = Access(Scope.ADMIN, OWNERS, Shows.ALL)

_PICTURES = {"camera": "/api/camera_proxy/", "image": "/api/image_proxy/"}


class NewToken(Said):
    """For what a token is, and for how many days it lasts."""

    client_name: Annotated[str, Field(min_length=1, max_length=100)]
    lifespan: Annotated[int, Field(ge=1, le=36_500)] = 3650


class ThisToken(Said):
    """A token."""

    refresh_token_id: str


class Path(Said):
    """An address of the hub."""

    path: Annotated[str, Field(max_length=2_000)]


@commands.add("auth/long_lived_access_token", OWN, NewToken)
async def make_token(connection: Connection, said: NewToken) -> object:
    """Make a token; its secret is in this answer and nowhere else."""
    _, secret = await connection.parts.tokens.create(
        connection.user_id, said.client_name, lifetime=timedelta(days=said.lifespan)
    )
    return secret


@commands.add("auth/refresh_tokens", OWN)
async def list_tokens(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List one's own tokens; a login is listed once, as the refresh token it gave."""
    current = connection.token
    return [
        token_json(token) | {"is_current": token.id in {current.id, current.parent_id}}
        for token in connection.parts.tokens.all(connection.user_id)
        if token.revoked is None and token.parent_id is None
    ]


@commands.add("auth/delete_refresh_token", OWN, ThisToken)
async def delete_token(connection: Connection, said: ThisToken) -> None:
    """End one of one's own tokens for good."""
    own = connection.parts.tokens.all(connection.user_id)
    if all(token.id != said.refresh_token_id for token in own):
        raise CommandFailed("invalid_token_id", f"no token {said.refresh_token_id!r} of yours")
    await connection.parts.tokens.revoke(said.refresh_token_id)


@commands.add("auth/sign_path", SEEING, Path)
async def sign_path(connection: Connection, said: Path) -> object:
    """Return the address of a picture with what opens it; other addresses need a token."""
    path = urlsplit(said.path).path
    entity_id = path.rpartition("/")[2]
    domain = domain_of(entity_id)
    if not is_entity_id(entity_id) or path != f"{_PICTURES.get(domain)}{entity_id}":
        raise CommandFailed(
            "not_supported", "only addresses of pictures are signed: /api/camera_proxy/camera.name"
        )
    connection.home.entity(entity_id)
    attributes = connection.states.picture_tokens.attributes(EntityId(entity_id))
    return {"path": attributes["entity_picture"]}


@commands.add("config/auth/list", PEOPLE)
async def list_users(connection: Connection, said: Said) -> object:  # noqa: ARG001
    """List everybody."""
    parts = connection.parts
    return [_user_json(user, parts.users.is_active) for user in parts.users.all()]


def token_json(token: Token) -> dict[str, Any]:
    """Return a token as Home Assistant shows it."""
    is_login = token.kind is TokenKind.REFRESH
    return {
        "id": token.id,
        "auth_provider_type": "homeassistant" if is_login else None,
        "client_icon": None,
        "client_id": token.client_id,
        "client_name": token.name,
        "created_at": token.created,
        "expire_at": _seconds(token.expires),
        "last_used_at": token.last_used,
        "last_used_ip": None,
        "type": "normal" if is_login else "long_lived_access_token",
    }


def _user_json(user: User, is_active: Callable[[User], bool]) -> dict[str, Any]:
    is_admin = user.role in {Role.OWNER, Role.ADULT}
    return {
        "id": user.id,
        "username": user.name if user.has_password else None,
        "name": user.name,
        "is_owner": user.role is Role.OWNER,
        "is_active": is_active(user),
        "local_only": False,
        "system_generated": user.role is Role.DEVICE,
        "group_ids": ["system-admin" if is_admin else "system-users"],
        "credentials": [{"type": "homeassistant"}] if user.has_password else [],
    }


def _seconds(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()
