"""Logins under way in Home Assistant's manner, and the codes they end in; all in memory."""

import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web

from hub.home.ids import UserId
from hub.record import record
from hub.recorder.users import Users
from hub.server.json_io import BadBody

# What Home Assistant calls its own users; clients insist on it.
HANDLER: list[str | None] = ["homeassistant", None]
# Anybody may begin one: whoever begins many pushes out their own.
MOST_FLOWS = 1024
MOST_FLOWS_OF_A_PLACE = 16
LIFETIME_S = 600.0
# Apps that are called back elsewhere (IndieAuth §4.2.2). Home Assistant knows these itself; of
# others it would read their site for a <link rel="redirect_uri">, and the hub asks nobody outside.
_OWN_SCHEME = "homeassistant://auth-callback"
_APPS = {
    "https://home-assistant.io/android": {
        _OWN_SCHEME,
        "https://wear.googleapis.com/3p_auth/io.homeassistant.companion.android",
        "https://wear.googleapis-cn.com/3p_auth/io.homeassistant.companion.android",
    },
    "https://home-assistant.io/ios": {_OWN_SCHEME},
    "https://home-assistant.io/iOS": {_OWN_SCHEME},
}


@record(frozen=True, slots=True)
class _Flow:
    client_id: str
    until: float
    place: str
    user_id: UserId | None = None


class LoginFlows:
    """Logins and codes, each for ten minutes and for the program that began it.

    `clock` counts seconds and never goes back.
    """

    def __init__(self, users: Users, clock: Callable[[], float] = time.monotonic) -> None:
        self.users = users
        self._clock = clock
        self._flows: OrderedDict[str, _Flow] = OrderedDict()
        self._codes: OrderedDict[str, _Flow] = OrderedDict()

    def begin(self, client_id: str, redirect_uri: str, place: str = "") -> str:
        """Return the id of a new login; `place`: from where.

        Raises:
            BadBody: the answer would go to another site than the program's.
        """
        check_redirect(client_id, redirect_uri)
        return _put(self._flows, _Flow(client_id, self._clock() + LIFETIME_S, place))

    def is_open(self, flow_id: str, client_id: str) -> bool:
        """Tell whether a login of a program is under way."""
        return self._is_good(self._flows.get(flow_id), client_id)

    def finish(self, flow_id: str, client_id: str, user_id: UserId) -> str | None:
        """End a login with a code for its user; None if it is over."""
        flow = self._flows.pop(flow_id, None)
        if not self._is_good(flow, client_id):
            return None
        return _put(self._codes, _Flow(client_id, self._clock() + LIFETIME_S, user_id, user_id))

    def redeem(self, code: str, client_id: str) -> UserId | None:
        """Return whose code it is, once."""
        flow = self._codes.pop(code, None)
        return flow.user_id if flow is not None and self._is_good(flow, client_id) else None

    def end(self, flow_id: str) -> None:
        """Give a login up."""
        self._flows.pop(flow_id, None)

    def forget(self, user_id: UserId) -> None:
        """Have no code of a user be good any more: their password has changed."""
        for code in [code for code, flow in self._codes.items() if flow.user_id == user_id]:
            del self._codes[code]

    def _is_good(self, flow: _Flow | None, client_id: str) -> bool:
        return flow is not None and flow.client_id == client_id and flow.until > self._clock()


def check_redirect(client_id: str, redirect_uri: str) -> None:
    """Check that the answer to a program's login goes to its own site, or to an app known here.

    Raises:
        BadBody: it would go elsewhere, or the client id is no site (IndieAuth §3.3).
    """
    if not _may_redirect(client_id, redirect_uri):
        raise BadBody(
            f"redirect_uri must be on the same site (scheme, host and port) as client_id"
            f" {client_id!r}, which has to be the address of the program's own site"
        )


def _put(flows: OrderedDict[str, _Flow], flow: _Flow) -> str:
    key = secrets.token_urlsafe(32)
    flows[key] = flow
    if sum(other.place == flow.place for other in flows.values()) > MOST_FLOWS_OF_A_PLACE:
        _drop_oldest(flows, flow.place)
    if len(flows) > MOST_FLOWS:
        places = Counter(other.place for other in flows.values())
        _drop_oldest(flows, places.most_common(1)[0][0])
    return key


def _drop_oldest(flows: OrderedDict[str, _Flow], place: str) -> None:
    del flows[next(key for key, flow in flows.items() if flow.place == place)]


def _may_redirect(client_id: str, redirect_uri: str) -> bool:
    if not redirect_uri or redirect_uri in _APPS.get(client_id, ()):
        return True
    # What browsers make of these differs: some they leave out, and "\\" they take for "/".
    if not (client_id + redirect_uri).isprintable() or set("\\ ") & set(client_id + redirect_uri):
        return False
    try:
        client, target = urlsplit(client_id), urlsplit(redirect_uri)
        origins = [(one.scheme, one.hostname, one.port) for one in (client, target)]
    except ValueError:
        return False
    is_web = client.scheme in {"http", "https"} and bool(client.hostname)
    is_plain = not client.fragment and "@" not in client.netloc + target.netloc
    return is_web and is_plain and origins[0] == origins[1]


FLOWS = web.AppKey("login_flows", LoginFlows)
