"""Coming in: the first owner's code, tokens, and who one is."""

from datetime import timedelta
from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.home.ids import UserId
from hub.home.people import Role
from hub.recorder.credentials import check_password
from hub.recorder.tokens import Scope
from hub.server import json_io
from hub.server.account_json import token_json, user_json
from hub.server.client_address import address_of
from hub.server.errors import Forbidden, Missing
from hub.server.parts import PARTS
from hub.server.security import CAME_IN, ONBOARDING_PATH, TryLimit, token_of, user_of
from hub.server.sessions import AddressTries

TRY_LIMIT = web.AppKey("try_limit", TryLimit)
ADDRESS_TRIES = web.AppKey("address_tries", AddressTries)
routes = web.RouteTableDef()


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class OnboardingBody(_Body):
    """The code that the console shows, how the owner wants to be called, and their password."""

    code: str
    name: str
    password: Annotated[str, Field(max_length=2048)] | None = None


class TokenBody(_Body):
    """A token's name, whose it is (owners only), its scope, and for how many days it lasts."""

    name: str
    scope: Literal["read", "control", "admin"] = "admin"
    user_id: str | None = None
    days: Annotated[int, Field(ge=1, le=36_500)] | None = None


@routes.get(ONBOARDING_PATH)
async def show_onboarding(request: web.Request) -> web.Response:
    """Tell whether the first owner is still to come."""
    return json_io.response({"needed": request.app[PARTS].onboarding.is_open})


@routes.post(ONBOARDING_PATH)
async def onboard(request: web.Request) -> web.Response:
    """Take the code, make the first owner and their token."""
    parts = request.app[PARTS]
    body = await json_io.read_model(request, OnboardingBody)
    if not parts.onboarding.is_open:
        raise Forbidden("this hub has its owner; ask them for a token")
    limit = request.app[TRY_LIMIT]
    if (wait_s := limit.wait_s()) > 0:
        raise web.HTTPTooManyRequests(
            text=f"too many wrong codes; try again in {wait_s:.0f} s",
            headers={"Retry-After": f"{wait_s:.0f}"},
        )
    if body.password is not None:  # a password that won't do costs neither a try nor the code
        check_password(body.password, body.name)
    address = address_of(request)
    request.app[ADDRESS_TRIES].count(address)
    limit.count()
    welcome = await parts.onboarding.redeem(body.code, body.name)
    if welcome is None:
        raise Forbidden("this is not the code; the hub's console shows it")
    limit.succeed()
    request.app[ADDRESS_TRIES].succeed(address)
    if body.password is not None:
        await parts.credentials.set_password(welcome.user.id, body.password)
    request[CAME_IN] = welcome.user
    owner = parts.users.get(welcome.user.id) or welcome.user
    return json_io.response({"token": welcome.secret, "user": user_json(owner)}, 201)


@routes.get("/api/lares/me")
async def show_me(request: web.Request) -> web.Response:
    """Show whose token this is."""
    token = token_of(request)
    told = {"scope": token.scope.value, "expires": token.expires}
    return json_io.response(user_json(user_of(request)) | {"token": told})


@routes.get("/api/lares/tokens")
async def list_tokens(request: web.Request) -> web.Response:
    """List one's own tokens, but for those revoked; owners and the console see everybody's.

    A login is listed once, as the refresh token it gave.
    """
    user = user_of(request)
    only = None if manages_people(request) else user.id
    current = token_of(request)
    tokens = request.app[PARTS].tokens.all(only)
    return json_io.response([
        token_json(token) | {"is_current": token.id in {current.id, current.parent_id}}
        for token in tokens
        if token.revoked is None and token.parent_id is None
    ])  # fmt: skip


@routes.post("/api/lares/tokens")
async def create_token(request: web.Request) -> web.Response:
    """Make a token; its secret is in this answer and nowhere else."""
    body = await json_io.read_model(request, TokenBody)
    user = user_of(request)
    user_id = UserId(body.user_id) if body.user_id is not None else user.id
    if user_id != user.id and not manages_people(request):
        raise Forbidden("only an owner makes tokens for others")
    lifetime = timedelta(days=body.days) if body.days is not None else None
    token, secret = await request.app[PARTS].tokens.create(
        user_id, body.name, lifetime=lifetime, scope=Scope(body.scope)
    )
    return json_io.response(token_json(token) | {"token": secret}, 201)


@routes.delete("/api/lares/tokens/{token_id}")
async def revoke_token(request: web.Request) -> web.Response:
    """End a token for good."""
    tokens = request.app[PARTS].tokens
    user = user_of(request)
    token_id = request.match_info["token_id"]
    token = next((token for token in tokens.all() if token.id == token_id), None)
    if token is None or (token.user_id != user.id and not manages_people(request)):
        raise Missing(f"no token {token_id!r}; GET /api/lares/tokens lists them")
    await tokens.revoke(token_id)
    return json_io.response({"message": f"token {token.name!r} is revoked"})


def manages_people(request: web.Request) -> bool:
    """Tell whether a request is an owner's, or of this computer's own commands."""
    user = user_of(request)
    return user.role is Role.OWNER or user.id == request.app[PARTS].console
