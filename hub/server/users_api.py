"""The people of the house over HTTP: owners, and this computer's console, change them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, field_validator

from hub.home.actions import DOMAINS
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, UserId
from hub.home.people import EVERYTHING, PRIVATE_DOMAINS, Grant, Role
from hub.recorder.users import User, with_role
from hub.server import json_io
from hub.server.account_json import user_json
from hub.server.errors import Forbidden, Missing
from hub.server.login_flows import FLOWS
from hub.server.parts import PARTS
from hub.server.phones_api import forget_phones_of
from hub.server.security import token_of, user_of
from hub.server.sessions import SESSIONS

Secret = Annotated[str, Field(max_length=2048)]
routes = web.RouteTableDef()


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GrantBody(_Body):
    """Areas and domains; None for all of them."""

    areas: list[str] | None = None
    domains: list[str] | None = None


class NewUser(_Body):
    """A user to be."""

    name: str
    role: Role
    until: datetime | None = None


class UserChange(_Body):
    """What is to change; what is not named stays."""

    role: Role | None = None
    until: datetime | None = None
    person_id: str | None = None
    sees: GrantBody | None = None
    moves: GrantBody | None = None

    @field_validator("role")
    @classmethod
    def _is_a_role(cls, value: Role | None) -> Role | None:
        if value is None:
            raise ValueError(f"must be one of {', '.join(Role)}")
        return value


class PasswordBody(_Body):
    """A new password; None takes it away. Who changes their own gives the current one.

    `end_all`: tokens that last and phones end too, as after something was lost or stolen.
    """

    password: Secret | None
    current_password: Secret | None = None
    end_all: bool = False


class PinBody(_Body):
    """A new PIN; None takes it away. Who changes their own gives the current one."""

    pin: Secret | None
    current_pin: Secret | None = None


@routes.get("/api/lares/users")
async def list_users(request: web.Request) -> web.Response:
    """List everybody, the oldest first."""
    users = request.app[PARTS].users
    now = request.app[PARTS].home.now()
    return json_io.response([
        user_json(user) | {"is_over": user.is_over(now)} for user in users.all()
    ])  # fmt: skip


@routes.post("/api/lares/users")
async def add_user(request: web.Request) -> web.Response:
    """Add a user; they have no password, PIN or token yet."""
    body = await json_io.read_model(request, NewUser)
    _wait_for_the_owner(request)
    user = await request.app[PARTS].users.create(body.name, body.role, until=body.until)
    return json_io.response(user_json(user), 201)


@routes.patch("/api/lares/users/{user_id}")
async def change_user(request: web.Request) -> web.Response:
    """Change the role, the end of access, the person or the grants of a user."""
    body = await json_io.read_model(request, UserChange)
    user, users = _user(request), request.app[PARTS].users
    _wait_for_the_owner(request)
    given = body.model_fields_set
    if body.role is not None:
        user = with_role(user, body.role)
    home = request.app[PARTS].home
    if "sees" in given:
        user = replace(user, sees=_grant(body.sees, home))
    if "moves" in given:
        user = replace(user, moves=_grant(body.moves, home))
    if "until" in given:
        user = replace(user, until=body.until)
    if "person_id" in given:
        person_id = None if body.person_id is None else EntityId(body.person_id)
        user = replace(user, person_id=person_id)
    return json_io.response(user_json(await users.change(user)))


@routes.delete("/api/lares/users/{user_id}")
async def remove_user(request: web.Request) -> web.Response:
    """Forget a user; their tokens and phones end at once."""
    user, parts = _user(request), request.app[PARTS]
    await parts.users.delete(user.id)
    await parts.tokens.load()
    await forget_phones_of(request, user.id)
    return json_io.response({"message": f"{user.name!r} is removed"})


@routes.put("/api/lares/users/{user_id}/password")
async def set_password(request: web.Request) -> web.Response:
    """Set the password of a user; their logins end, with `end_all` all their tokens and phones."""
    body = await json_io.read_model(request, PasswordBody)
    user = _user(request)
    await request.app[PARTS].credentials.set_password(user.id, body.password)
    ended = await _end(request, user, is_all=body.end_all)
    return json_io.response({"message": f"the password of {user.name!r} is changed{ended}"})


@routes.put("/api/lares/users/{user_id}/pin")
async def set_pin(request: web.Request) -> web.Response:
    """Set the PIN of a user."""
    body = await json_io.read_model(request, PinBody)
    user = _user(request)
    await request.app[PARTS].credentials.set_pin(user.id, body.pin)
    return json_io.response({"message": f"the PIN of {user.name!r} is changed"})


@routes.put("/api/lares/me/password")
async def set_own_password(request: web.Request) -> web.Response:
    """Set one's own password, with the current one if there is one; other logins end.

    With `end_all` all one's tokens end but the one this came with, and all one's phones.
    """
    body = await json_io.read_model(request, PasswordBody)
    user, credentials = user_of(request), request.app[PARTS].credentials
    given = body.current_password or ""
    if user.has_password and not await credentials.is_password(user.id, given):
        raise Forbidden("'current_password' is not your password; an owner can set a new one")
    await credentials.set_password(user.id, body.password)
    ended = await _end(request, user, is_all=body.end_all)
    return json_io.response({"message": f"your password is changed{ended}"})


@routes.put("/api/lares/me/pin")
async def set_own_pin(request: web.Request) -> web.Response:
    """Set one's own PIN, with the current one if there is one."""
    body = await json_io.read_model(request, PinBody)
    user, credentials = user_of(request), request.app[PARTS].credentials
    if user.has_pin and not await credentials.check_pin(user.id, body.current_pin or ""):
        raise Forbidden("'current_pin' is not your PIN; an owner can set a new one")
    await credentials.set_pin(user.id, body.pin)
    return json_io.response({"message": "your PIN is changed"})


def _user(request: web.Request) -> User:
    user_id = request.match_info["user_id"]
    user = request.app[PARTS].users.get(UserId(user_id))
    if user is None:
        raise Missing(f"no user {user_id!r}; GET /api/lares/users lists them")
    return user


async def _end(request: web.Request, user: User, *, is_all: bool) -> str:
    """End what a password let in, or all there is, but for what a request came with; tells it."""
    request.app[FLOWS].forget(user.id)
    current = token_of(request)
    if not is_all:
        await request.app[SESSIONS].end_all_but(user, current)
        return ""
    await request.app[PARTS].tokens.revoke_all_but(user.id, current)
    phones = await forget_phones_of(request, user.id)
    return f"; all other tokens and {phones} phone{'' if phones == 1 else 's'} ended"


def _wait_for_the_owner(request: web.Request) -> None:
    """Have the first owner come in by the code alone."""
    if request.app[PARTS].onboarding.is_open:
        raise Forbidden("there is no owner yet; make one with the code that the console shows")


def _grant(body: GrantBody | None, home: Home) -> Grant:
    """Return what somebody gets; names that mean nothing would grant nothing, unnoticed."""
    if body is None or (body.areas is None and body.domains is None):
        return EVERYTHING
    known = {*DOMAINS, *PRIVATE_DOMAINS, *(entity.domain for entity in home.entities.values())}
    _check_names("area", body.areas, home.areas)
    _check_names("domain", body.domains, known)
    return Grant(
        None if body.areas is None else frozenset(map(AreaId, body.areas)),
        None if body.domains is None else frozenset(body.domains),
    )


def _check_names(what: str, named: list[str] | None, known: Iterable[Any]) -> None:
    unknown = sorted(set(named or ()) - set(known))
    if unknown:
        raise json_io.BadBody(
            f"no {what} {', '.join(map(repr, unknown))}; there are {', '.join(sorted(known))}"
        )
