"""`/auth/authorize`: a page where people let a program in, as Home Assistant's apps expect it.

OAuth 2 with IndieAuth's client ids (Home Assistant, "Authentication API"): the browser comes with
`client_id` and `redirect_uri`, somebody logs in, and goes back with a code. The page is a form
without scripts.
"""

import secrets
from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from hub.record import record
from hub.recorder.users import User
from hub.server.authorize_page import AuthorizePage, Told
from hub.server.client_address import address_of, is_encrypted, network_of
from hub.server.json_io import BadBody
from hub.server.login_api import LONGEST, let_in
from hub.server.login_flows import FLOWS, LIFETIME_S, check_redirect
from hub.server.security import CSP, HEADERS

PATH = "/auth/authorize"
# Ties a login to the browser that began it.
COOKIE = "lares_login"
TOO_MANY = web.HTTPTooManyRequests.status_code
routes = web.RouteTableDef()


@record(frozen=True, slots=True)
class Asked:
    """What a program asks for."""

    client_id: str
    redirect_uri: str
    state: str

    def back(self, **more: str) -> str:
        """Return the program's own address with an answer in its query (RFC 6749 §4.1.2)."""
        parts = urlsplit(self.redirect_uri)
        state = {"state": self.state} if self.state else {}
        query = urlencode(
            [*parse_qsl(parts.query, keep_blank_values=True), *(more | state).items()]
        )
        return urlunsplit(parts._replace(query=query))


@routes.get("/.well-known/oauth-authorization-server")
async def describe(request: web.Request) -> web.Response:
    """Tell programs where to log in (RFC 8414)."""
    here = f"{request.scheme}://{request.host}"
    return web.json_response(
        {
            "issuer": here,
            "authorization_endpoint": f"{here}{PATH}",
            "token_endpoint": f"{here}/auth/token",
            "revocation_endpoint": f"{here}/auth/revoke",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["none"],
            "service_documentation": "https://developers.home-assistant.io/docs/auth_api",
        }
    )


@routes.get(PATH)
async def ask(request: web.Request) -> web.Response:
    """Show the page on which somebody lets a program in."""
    asked = _asked(request.query)
    if request.query.get("response_type", "code") != "code":
        return _go(asked.back(error="unsupported_response_type"))
    return _page(request, asked)


@routes.post(PATH)
async def answer(request: web.Request) -> web.Response:
    """Take name and password from the page; goes back to the program with a code."""
    form = {key: str(value) for key, value in (await request.post()).items()}
    asked, flow_id = _asked(form), form.get("flow_id", "")
    if form.get("cancel"):
        return _go(asked.back(error="access_denied"))
    flows = request.app[FLOWS]
    if not _is_same_browser(request, form) or not flows.is_open(flow_id, asked.client_id):
        return _page(request, asked, Told("over"), 400)
    try:
        user = await _let_in(request, form)
    except web.HTTPTooManyRequests as error:
        told = Told("locked", wait_s=int(error.headers.get("Retry-After", "1")))
        page = _page(request, asked, told, TOO_MANY, flow_id=flow_id)
        page.headers["Retry-After"] = str(told.wait_s)
        return page
    if user is None:
        return _page(request, asked, Told("wrong"), 401, flow_id=flow_id)
    code = flows.finish(flow_id, asked.client_id, user.id)
    if code is None:
        return _page(request, asked, Told("over"), 400)
    back = _go(asked.back(code=code))
    back.del_cookie(COOKIE, path=PATH)
    return back


async def _let_in(request: web.Request, form: Mapping[str, str]) -> User | None:
    name, password = form.get("username", ""), form.get("password", "")
    if max(len(name), len(password)) > LONGEST:
        return None
    return await let_in(request, name, password)


def _asked(given: Mapping[str, str]) -> Asked:
    """Return what is asked for.

    Raises:
        BadBody: it is incomplete, or would lead to another site than the program's: then nobody is
            sent anywhere (RFC 6749 §4.1.2.1).
    """
    asked = Asked(*(given.get(key, "") for key in ("client_id", "redirect_uri", "state")))
    if not asked.client_id or not asked.redirect_uri:
        raise BadBody("client_id and redirect_uri are needed; the program that sent you has to say")
    if max(len(asked.client_id), len(asked.redirect_uri), len(asked.state)) > LONGEST:
        raise BadBody(f"client_id, redirect_uri and state have at most {LONGEST} characters")
    check_redirect(asked.client_id, asked.redirect_uri)
    return asked


def _page(
    request: web.Request,
    asked: Asked,
    told: Told | None = None,
    status: int = 200,
    *,
    flow_id: str | None = None,
) -> web.Response:
    """Return the page, with a new login unless one goes on."""
    if flow_id is None:
        place = network_of(address_of(request))
        flow_id = request.app[FLOWS].begin(asked.client_id, asked.redirect_uri, place)
    browser = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
    hidden = {
        "client_id": asked.client_id, "redirect_uri": asked.redirect_uri, "state": asked.state,
        "flow_id": flow_id, "csrf": _csrf(browser, flow_id),
    }  # fmt: skip
    page = AuthorizePage(asked.client_id, asked.redirect_uri, hidden, told)
    language = request.headers.get("Accept-Language", "")
    response = web.Response(text=page.html(language), content_type="text/html", status=status)
    # Where the form leads in the end has to be named (CSP 3 §6.4.1). With "no-referrer", browsers
    # would send "null" as the origin of the form (Fetch, "append a request Origin header").
    response.headers[CSP] = HEADERS[CSP].replace(
        "form-action 'self'", f"form-action 'self' {_origin(asked.redirect_uri)}"
    )
    response.headers["Referrer-Policy"] = "same-origin"
    response.set_cookie(
        COOKIE, browser, path=PATH, max_age=int(LIFETIME_S), httponly=True, samesite="Strict",
        secure=is_encrypted(request),
    )  # fmt: skip
    return response


def _go(location: str) -> web.Response:
    """Send the browser on, to the very address: aiohttp's own redirects rewrite it."""
    see_other = web.HTTPSeeOther.status_code
    return web.Response(status=see_other, headers={"Location": location})


def _is_same_browser(request: web.Request, form: Mapping[str, str]) -> bool:
    browser = request.cookies.get(COOKIE, "")
    wanted = _csrf(browser, form.get("flow_id", ""))
    return bool(browser) and secrets.compare_digest(wanted.encode(), form.get("csrf", "").encode())


def _csrf(browser: str, flow_id: str) -> str:
    return sha256(f"{browser} {flow_id}".encode()).hexdigest()


def _origin(url: str) -> str:
    """Return the origin of a web address, the scheme of another; checked before."""
    parts = urlsplit(url)
    is_web = parts.scheme in {"http", "https"}
    return f"{parts.scheme}://{parts.netloc}" if is_web else f"{parts.scheme}:"
