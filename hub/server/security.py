"""Who may come in: bearer tokens on the API, no other origins, strict headers on every answer."""

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import NoReturn
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.model import Source
from hub.home.people import Role
from hub.recorder.tokens import Token, TokenProblem
from hub.recorder.users import User
from hub.server.access import Access, Shows, access_to
from hub.server.client_address import is_encrypted
from hub.server.errors import Forbidden
from hub.server.parts import PARTS, ServerParts

ONBOARDING_PATH = "/api/lares/onboarding"
# By which way a request came; "mcp" is the only one there is to tell.
CHANNEL = "Lares-Channel"
_USER = web.RequestKey("user", User)
_TOKEN = web.RequestKey("token", Token)
# Who was let in by what stood in the request: a code or a password.
CAME_IN = web.RequestKey("came_in", User)

CSP = "Content-Security-Policy"
HEADERS = {
    "Server": "Lares",
    CSP: (
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
_REMEDY = "make one with `lares token create` or on the page, and send it as 'Bearer TOKEN'"
_NOT_OUR_NAME = (
    "{host!r} is not a name of this hub; open it by its IP address, the name of its machine,"
    " a name that ends in .local, or one that http: allowed_hosts in lares.yaml lists"
)
_PROBLEMS = {
    TokenProblem.MALFORMED: "this is not a token (it is too short, too long or has odd characters)",
    TokenProblem.UNKNOWN: "this hub does not know this token",
    TokenProblem.EXPIRED: "this token has expired",
    TokenProblem.REVOKED: "this token was revoked",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Set the security headers, on errors and streams too, but for those a page has of its own."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = HEADERS["Server"]
    if is_encrypted(request):
        response.headers["Strict-Transport-Security"] = STAY_ENCRYPTED
    if request.path.startswith(("/api", "/auth", "/.well-known")):
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
    """Let in whom the table of access lets in."""
    access = access_to(request)
    if access.scope is None or (access.by_own_token and own_token_of(request) is not None):
        return await handler(request)
    token, user = identify(request)
    request[_USER], request[_TOKEN] = user, token
    _check(request, access)
    return await handler(request)


def own_token_of(request: web.Request) -> str | None:
    """Return the token in the address of a request that brings no other."""
    return None if "Authorization" in request.headers else request.query.get("token")


def identify(request: web.Request) -> tuple[Token, User]:
    """Return the token of a request and whose it is.

    Raises:
        HTTPUnauthorized: there is none that opens anything.
    """
    return whose(request.app[PARTS], _secret_of(request))


def whose(parts: ServerParts, secret: str) -> tuple[Token, User]:
    """Return the token that a secret is, and whose it is.

    Raises:
        HTTPUnauthorized: it opens nothing.
    """
    token = parts.tokens.verify(secret)
    if isinstance(token, TokenProblem):
        _refuse(_PROBLEMS[token])
    user = parts.users.get(token.user_id)
    if user is None:
        _refuse("the user of this token no longer exists")
    if not parts.users.is_active(user):
        _refuse(f"the access of {user.name!r} has ended")
    return token, user


def is_still_let_in(request: web.Request) -> bool:
    """Tell whether the token of a request that takes long still opens what it opened."""
    try:
        token, user = identify(request)
        request[_USER], request[_TOKEN] = user, token
        _check(request, access_to(request))
    except web.HTTPException:
        return False
    return True


def _check(request: web.Request, access: Access) -> None:
    check_access(request.app[PARTS], request[_TOKEN], request[_USER], access)


def check_access(parts: ServerParts, token: Token, user: User, access: Access) -> None:
    """Check that a token and its user may use what has such an access.

    Raises:
        Forbidden: they may not; the message says why.
    """
    if access.scope is None or not token.scope.covers(access.scope):
        raise Forbidden(
            f"this token is for {token.scope.value!r} only, and this needs {access.scope!s};"
            " use another token"
        )
    is_console = access.by_console and user.id == parts.console
    if user.role not in access.roles and not is_console:
        article = "an" if user.role is Role.ADULT else "a"
        raise Forbidden(
            f"{user.name!r} is {article} {user.role.value} and may not do this;"
            " ask somebody of the house"
        )
    if access.shows is Shows.ALL and not parts.sight.sees_all(user.id):
        raise Forbidden(
            f"{user.name!r} sees a part of the house only, and this tells of all of it;"
            " ask somebody of the house"
        )


def user_of(request: web.Request) -> User:
    """Return who sent a request that `tokens_only` let in."""
    return request[_USER]


def user_id_of(request: web.Request) -> UserId:
    """Return the id of who sent a request."""
    return user_of(request).id


def token_of(request: web.Request) -> Token:
    """Return the token that a request came with."""
    return request[_TOKEN]


def home_seen(request: web.Request) -> Home:
    """Return the home as whoever sent a request sees it."""
    return request.app[PARTS].sight.home_for(user_id_of(request))


def source_of(request: web.Request) -> Source:
    """Return by which way a request came: browsers say from which page, agents' servers name it.

    Whoever holds a token can say so too: this tells ways apart, not people. The guard never takes
    "by an agent" for more than what the request would be without.
    """
    if request.headers.get(CHANNEL, "").strip().lower() == Source.MCP:
        return Source.MCP
    return Source.UI if "Origin" in request.headers else Source.API


class TryLimit:
    """Allows some wrong tries of all together, then none for a while, longer each time.

    Anybody can use them up, so the pauses are short; each address has fewer.
    """

    TRIES = 30
    PAUSE_S = 10.0
    LONGEST_PAUSE_S = 300.0

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
