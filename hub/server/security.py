"""Who may come in: bearer tokens on the API, no other origins, strict headers on every answer."""

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import NoReturn
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from hub.home.ids import UserId
from hub.home.people import Role
from hub.recorder.tokens import Token, TokenProblem
from hub.recorder.users import User
from hub.server.client_address import is_encrypted
from hub.server.errors import Forbidden
from hub.server.parts import PARTS

ONBOARDING_PATH = "/api/lares/onboarding"
# Their ids are secrets of their own.
WEBHOOKS = "/api/webhook/"
_USER = web.RequestKey("user", User)
_TOKEN = web.RequestKey("token", Token)

HEADERS = {
    "Server": "Lares",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
# A year; not of subdomains, which may be other machines of the house.
STAY_ENCRYPTED = "max-age=31536000"
_REMEDY = "make one with `lares token create` or on the page, and send it as 'Bearer <token>'"
_NOT_OUR_NAME = (
    "{host!r} is not a name of this hub; open it by its IP address, the name of its machine,"
    " a name that ends in .local, or the name that is its http.host"
)
_PROBLEMS = {
    TokenProblem.MALFORMED: "this is not a token (it is too short, too long or has odd characters)",
    TokenProblem.UNKNOWN: "this hub does not know this token",
    TokenProblem.EXPIRED: "this token has expired",
    TokenProblem.REVOKED: "this token was revoked",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Set the security headers, on errors and streams too."""
    response.headers.update(HEADERS)
    if is_encrypted(request):
        response.headers["Strict-Transport-Security"] = STAY_ENCRYPTED
    if request.path.startswith("/api"):
        response.headers.setdefault("Cache-Control", "no-store")


def known_hosts_only(names: Iterable[str]) -> Middleware:
    """Return what refuses requests to a name that is not the hub's.

    A page of another site can have its own name lead to this hub (DNS rebinding), and is of the
    same origin then. It can't do so with addresses, or names that end in ".local".
    """
    known = frozenset({"localhost", *(name.lower().rstrip(".") for name in names if name)})

    @lru_cache(maxsize=256)
    def is_known(host: str) -> bool:
        name = _name_of(host)
        return name in known or name.endswith(".local") or _is_address(name)

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        # Browsers always send it. What a trusted proxy says that it was is in `request.host`.
        if "Host" in request.headers and not is_known(request.host):
            raise web.HTTPMisdirectedRequest(text=_NOT_OUR_NAME.format(host=request.host))
        return await handler(request)

    return check


@web.middleware
async def same_origin_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what a page of another site sends; programs send no Origin and pass."""
    origin = request.headers.get("Origin")
    if origin is not None and _host_of(origin) != request.host.lower():
        raise Forbidden(
            f"requests from the site {origin!r} are refused; open the hub's own page instead"
        )
    return await handler(request)


@web.middleware
async def tokens_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nobody into the API without a token, but for the first owner."""
    path = request.path
    if path.startswith(WEBHOOKS):
        return await handler(request)
    if (path != "/api" and not path.startswith("/api/")) or path == ONBOARDING_PATH:
        return await handler(request)
    parts = request.app[PARTS]
    token = parts.tokens.verify(_secret_of(request))
    if isinstance(token, TokenProblem):
        _refuse(_PROBLEMS[token])
    user = parts.users.get(token.user_id)
    if user is None:
        _refuse("the user of this token no longer exists")
    if not parts.users.is_active(user):
        _refuse(f"the access of {user.name!r} has ended")
    request[_USER] = user
    request[_TOKEN] = token
    return await handler(request)


def user_of(request: web.Request) -> User:
    """Return who sent a request that `tokens_only` let in."""
    return request[_USER]


def user_id_of(request: web.Request) -> UserId:
    """Return the id of who sent a request."""
    return user_of(request).id


def token_of(request: web.Request) -> Token:
    """Return the token that a request came with."""
    return request[_TOKEN]


def forbid_guests(request: web.Request) -> None:
    """Refuse guests.

    Raises:
        Forbidden: the user is a guest.
    """
    user = user_of(request)
    if user.role is Role.GUEST:
        raise Forbidden(f"{user.name!r} is a guest and may not do this; ask somebody of the house")


class TryLimit:
    """Allows a few wrong tries, then none for a while, longer each time."""

    TRIES = 5
    PAUSE_S = 60.0
    LONGEST_PAUSE_S = 3600.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong = 0
        self._pauses = 0
        self._closed_until = 0.0

    def wait_s(self) -> float:
        """Return the seconds until the next try is allowed, 0 for now."""
        return max(0.0, self._closed_until - self._clock())

    def count(self) -> None:
        """Count a try, before it is checked, so that tries at once count too."""
        self._wrong += 1
        if self._wrong >= self.TRIES:
            pause = min(self.PAUSE_S * 2**self._pauses, self.LONGEST_PAUSE_S)
            self._closed_until = self._clock() + pause
            self._wrong = 0
            self._pauses += 1

    def succeed(self) -> None:
        """Forget all wrong tries."""
        self._wrong = self._pauses = 0
        self._closed_until = 0.0


def _secret_of(request: web.Request) -> str:
    header = request.headers.get("Authorization")
    if header is None:
        _refuse("a token is needed")
    scheme, _, secret = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        _refuse("the Authorization header is malformed")
    return secret.strip()


def _refuse(problem: str) -> NoReturn:
    raise web.HTTPUnauthorized(
        text=f"{problem}; {_REMEDY}",
        headers={"WWW-Authenticate": 'Bearer realm="Lares"'},
    )


def _name_of(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
