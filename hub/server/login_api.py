"""Logging in, Lares' short way and Home Assistant's flow (its "Authentication API")."""

from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.home.errors import LockedOut
from hub.recorder.users import User
from hub.server import json_io
from hub.server.account_json import user_json
from hub.server.client_address import address_of, network_of
from hub.server.login_flows import FLOWS, HANDLER
from hub.server.security import CAME_IN, user_of
from hub.server.sessions import SESSIONS, Session

LONGEST = 1024
WRONG = "name or password is wrong"
CLIENT = "Lares"
Text = Annotated[str, Field(max_length=LONGEST)]
routes = web.RouteTableDef()


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class LoginBody(_Body):
    """Who logs in, and with which program."""

    name: Text
    password: Text
    client: Annotated[str, Field(min_length=1, max_length=100)] = CLIENT


class LogoutBody(_Body):
    """What the login gave."""

    refresh_token: Text


class FlowBody(BaseModel):
    """Which program asks to let somebody log in."""

    # Home Assistant's clients send more than this; what we do not need, we leave.
    model_config = ConfigDict(frozen=True, extra="ignore")

    client_id: Annotated[str, Field(min_length=1, max_length=100)]
    handler: list[str | None] = HANDLER
    redirect_uri: Text = ""


class StepBody(BaseModel):
    """Name and password."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    client_id: Text
    username: Text
    password: Text


@routes.post("/api/lares/login")
async def log_in(request: web.Request) -> web.Response:
    """Take name and password, give an access token and what makes the next one."""
    body = await json_io.read_model(request, LoginBody)
    user = await let_in(request, body.name, body.password)
    if user is None:
        raise web.HTTPUnauthorized(text=f"{WRONG}; an owner can set a new one")
    session = await request.app[SESSIONS].begin(user, body.client)
    told = {"token": session.access, "refresh_token": session.refresh, "user": user_json(user)}
    return json_io.response(told | {"expires_in": session.expires_s})


@routes.post("/api/lares/logout")
async def log_out(request: web.Request) -> web.Response:
    """End a login."""
    body = await json_io.read_model(request, LogoutBody)
    await request.app[SESSIONS].end(body.refresh_token)
    return json_io.response({"message": "logged out"})


@routes.get("/auth/providers")
async def list_providers(_: web.Request) -> web.Response:
    """List how one may log in: with a password."""
    provider = {"name": "Lares", "id": None, "type": HANDLER[0]}
    return json_io.response({"providers": [provider], "preselect_remember_me": True})


@routes.post("/auth/login_flow")
async def begin_flow(request: web.Request) -> web.Response:
    """Begin to log in."""
    body = await json_io.read_model(request, FlowBody)
    if body.handler != HANDLER:
        raise json_io.BadBody(f"handler must be {HANDLER}; GET /auth/providers lists it")
    place = network_of(address_of(request))
    flow_id = request.app[FLOWS].begin(body.client_id, body.redirect_uri, place)
    return json_io.response(_form(flow_id))


@routes.post("/auth/login_flow/{flow_id}")
async def step_flow(request: web.Request) -> web.Response:
    """Take name and password, give a code that is good once for tokens."""
    body = await json_io.read_model(request, StepBody)
    flow_id, flows = request.match_info["flow_id"], request.app[FLOWS]
    if not flows.is_open(flow_id, body.client_id):
        raise web.HTTPNotFound(text="no such login; begin one with POST /auth/login_flow")
    user = await let_in(request, body.username, body.password)
    if user is None:
        return json_io.response(_form(flow_id, {"base": "invalid_auth"}))
    code = flows.finish(flow_id, body.client_id, user.id)
    if code is None:
        raise web.HTTPNotFound(text="this login is over; begin one with POST /auth/login_flow")
    made = {"version": 1, "type": "create_entry", "flow_id": flow_id, "handler": HANDLER}
    return json_io.response(made | {"result": code})


@routes.delete("/auth/login_flow/{flow_id}")
async def end_flow(request: web.Request) -> web.Response:
    """Give up."""
    request.app[FLOWS].end(request.match_info["flow_id"])
    return json_io.response({"message": "Flow aborted"})


@routes.post("/auth/token")
async def give_token(request: web.Request) -> web.Response:
    """Give tokens for a code, or the next access token for a refresh token (RFC 6749 §4, §6)."""
    form = await request.post()
    if form.get("action") == "revoke":
        await request.app[SESSIONS].end(_text(form, "token"))
        return web.Response()
    match form.get("grant_type"):
        case "authorization_code":
            return await _for_code(request, _text(form, "code"), _text(form, "client_id"))
        case "refresh_token":
            client = _text(form, "client_id") or None
            secret = _text(form, "refresh_token")
            session = await request.app[SESSIONS].refresh(secret, client)
            return _error("invalid_grant") if session is None else _tokens(session)
        case _:
            return _error("unsupported_grant_type")


@routes.post("/auth/revoke")
async def revoke(request: web.Request) -> web.Response:
    """End a login; always 200 (RFC 7009 §2.2)."""
    await request.app[SESSIONS].end(_text(await request.post(), "token"))
    return web.Response()


@routes.get("/auth/current_user")
async def show_user(request: web.Request) -> web.Response:
    """Tell whose token this is, in few words."""
    user = user_of(request)
    return json_io.response({"id": user.id, "name": user.name, "is_owner": user.role == "owner"})


async def let_in(request: web.Request, name: str, password: str) -> User | None:
    """Return the user of this name and password, None if there is none.

    Raises:
        HTTPTooManyRequests: no try is allowed now.
    """
    try:
        user = await request.app[SESSIONS].check(name, password, address_of(request))
    except LockedOut as error:
        raise web.HTTPTooManyRequests(
            text=str(error), headers={"Retry-After": f"{max(1.0, error.wait_s):.0f}"}
        ) from None
    if user is not None:
        request[CAME_IN] = user
    return user


async def _for_code(request: web.Request, code: str, client_id: str) -> web.Response:
    user_id = request.app[FLOWS].redeem(code, client_id)
    user = request.app[FLOWS].users.get(user_id)
    if user is None or not request.app[FLOWS].users.is_active(user):
        return _error("invalid_request")
    session = await request.app[SESSIONS].begin(user, client_id)
    return _tokens(session, {"refresh_token": session.refresh})


def _tokens(session: Session, more: dict[str, Any] | None = None) -> web.Response:
    told = {
        "access_token": session.access, "token_type": "Bearer", "expires_in": session.expires_s,
        "ha_auth_provider": HANDLER[0],
    }  # fmt: skip
    return json_io.response(told | (more or {}))


def _error(error: str) -> web.Response:
    told = {"error": error, "error_description": "it is unknown, used, expired or another's"}
    return json_io.response(told, 400)


def _form(flow_id: str, errors: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "type": "form", "flow_id": flow_id, "handler": HANDLER, "step_id": "init",
        "data_schema": [
            {"type": "string", "name": name, "required": True} for name in ("username", "password")
        ],
        "errors": errors or {}, "description_placeholders": None, "last_step": None,
    }  # fmt: skip


def _text(form: Any, key: str) -> str:
    value = form.get(key, "")
    return value if isinstance(value, str) and len(value) <= LONGEST else ""
