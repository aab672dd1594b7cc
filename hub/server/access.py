"""Who may use each address of the API, and what of the house they get from it.

A new route needs a line here; without one, only owners reach it. What a user sees of the house is
decided by `hub.home.sight`; `Shows` says how an address keeps to it:

- NOTHING: it tells nothing of entities, or only what is the user's own;
- SEEN: it tells, and moves, only what the user sees;
- ALL: it may tell of everything, so it is closed to who sees less than everything.
"""

from collections.abc import Mapping
from enum import Enum, auto

from aiohttp import web

from hub.home.people import Role
from hub.record import record
from hub.recorder.tokens import Scope

EVERYBODY = frozenset(Role)
RESIDENTS = EVERYBODY - {Role.GUEST}
# Those who may speak for devices.
REPORTERS = RESIDENTS - {Role.CHILD}
ADULTS = frozenset({Role.OWNER, Role.ADULT})
OWNERS = frozenset({Role.OWNER})


class Shows(Enum):
    """What of the house an address shows."""

    NOTHING = auto()
    SEEN = auto()
    ALL = auto()


@record(frozen=True, slots=True)
class Access:
    """What an address asks of a token and its user, and what it shows them.

    `scope` None: no token is needed; what lets in is in the request itself. `by_console`: the
    commands of the computer that the hub runs on may use it too, whatever their role.
    `by_own_token`: `token` in the address lets in as well, if the handler finds it right.
    """

    scope: Scope | None
    roles: frozenset[Role]
    shows: Shows
    by_console: bool = False
    by_own_token: bool = False


OPEN = Access(None, EVERYBODY, Shows.NOTHING)
UNLISTED = Access(Scope.ADMIN, OWNERS, Shows.ALL)

_READ, _CONTROL, _ADMIN = Scope.READ, Scope.CONTROL, Scope.ADMIN

_PICTURE = Access(_READ, EVERYBODY, Shows.SEEN, by_own_token=True)

_PEOPLE = Access(_ADMIN, OWNERS, Shows.ALL, by_console=True)

# By method and path, as the router has it.
ACCESS: Mapping[str, Access] = {
    # The page, which holds nothing of the house
    "GET /{name}": OPEN,
    # Home Assistant's dialect
    "GET /api/": Access(_READ, EVERYBODY, Shows.NOTHING),
    "GET /api": Access(_READ, EVERYBODY, Shows.NOTHING),
    "GET /api/config": Access(_READ, EVERYBODY, Shows.NOTHING),
    "GET /api/states": Access(_READ, EVERYBODY, Shows.SEEN),
    "GET /api/states/{entity_id}": Access(_READ, EVERYBODY, Shows.SEEN),
    "POST /api/states/{entity_id}": Access(_CONTROL, REPORTERS, Shows.ALL),
    "DELETE /api/states/{entity_id}": Access(_CONTROL, REPORTERS, Shows.ALL),
    "GET /api/events": Access(_READ, EVERYBODY, Shows.NOTHING),
    "POST /api/events/{event_type}": Access(_CONTROL, REPORTERS, Shows.ALL),
    "GET /api/services": Access(_READ, EVERYBODY, Shows.NOTHING),
    "POST /api/services/{domain}/{service}": Access(_CONTROL, EVERYBODY, Shows.SEEN),
    "GET /api/camera_proxy/{entity_id}": _PICTURE,
    "GET /api/image_proxy/{entity_id}": _PICTURE,
    # A token is asked for within; each command has an access of its own.
    "GET /api/error_log": Access(_READ, OWNERS, Shows.ALL, by_console=True),
    "GET /api/components": Access(_READ, EVERYBODY, Shows.NOTHING),
    "POST /api/config/core/check_config": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/calendars": Access(_READ, EVERYBODY, Shows.SEEN),
    "GET /api/calendars/{entity_id}": Access(_READ, EVERYBODY, Shows.SEEN),
    "POST /api/intent/handle": Access(_CONTROL, EVERYBODY, Shows.SEEN),
    "GET /api/websocket": OPEN,
    "GET /api/stream": Access(_READ, EVERYBODY, Shows.SEEN),
    "POST /api/conversation/process": Access(_CONTROL, EVERYBODY, Shows.SEEN),
    # Speech; the address of one is a secret, which only who had it spoken was told.
    "GET /api/tts_proxy/{token}": OPEN,
    "POST /api/tts_get_url": Access(_CONTROL, EVERYBODY, Shows.NOTHING),
    "GET /api/stt/{engine}": Access(_READ, EVERYBODY, Shows.NOTHING),
    "POST /api/stt/{engine}": Access(_CONTROL, EVERYBODY, Shows.NOTHING),
    "POST /api/template": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/history/period": Access(_READ, RESIDENTS, Shows.SEEN),
    "GET /api/history/period/{start}": Access(_READ, RESIDENTS, Shows.SEEN),
    "GET /api/logbook": Access(_READ, RESIDENTS, Shows.SEEN),
    "GET /api/logbook/{start}": Access(_READ, RESIDENTS, Shows.SEEN),
    "GET /api/config/{kind}/config/{rule_id}": Access(_READ, RESIDENTS, Shows.ALL),
    "POST /api/config/{kind}/config/{rule_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "DELETE /api/config/{kind}/config/{rule_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    # Phones: what they register is as good as a token; their webhooks' ids are secrets.
    "POST /api/owntracks": Access(_CONTROL, RESIDENTS, Shows.NOTHING),
    "POST /api/mobile_app/registrations": Access(_ADMIN, RESIDENTS, Shows.NOTHING),
    "GET /api/lares/phones": Access(_ADMIN, EVERYBODY, Shows.NOTHING),
    "DELETE /api/lares/phones/{phone_id}": Access(_ADMIN, EVERYBODY, Shows.NOTHING),
    "GET /api/webhook/{webhook_id}": OPEN,
    "POST /api/webhook/{webhook_id}": OPEN,
    "PUT /api/webhook/{webhook_id}": OPEN,
    # Devices: new ones, those adopted, and what people decide about them
    "GET /api/lares/new": Access(_READ, ADULTS, Shows.ALL),
    "POST /api/lares/search": Access(_ADMIN, ADULTS, Shows.ALL),
    "POST /api/lares/new/{new_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "GET /api/lares/entries": Access(_READ, ADULTS, Shows.ALL),
    "POST /api/lares/entries": Access(_ADMIN, ADULTS, Shows.ALL),
    "POST /api/lares/entries/{entry_id}/retry": Access(_ADMIN, ADULTS, Shows.ALL),
    "DELETE /api/lares/entries/{entry_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "GET /api/lares/integrations": Access(_READ, ADULTS, Shows.NOTHING),
    "PATCH /api/lares/devices/{device_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "POST /api/lares/devices/{device_id}/replace": Access(_ADMIN, ADULTS, Shows.ALL),
    "PATCH /api/lares/entities/{entity_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "POST /api/lares/areas": Access(_ADMIN, ADULTS, Shows.ALL),
    "PATCH /api/lares/areas/{area_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "DELETE /api/lares/areas/{area_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "POST /api/lares/floors": Access(_ADMIN, ADULTS, Shows.ALL),
    "PATCH /api/lares/floors/{floor_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "DELETE /api/lares/floors/{floor_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    # Zones: whoever moves one moves what rules and the guard take for "at home"
    "POST /api/lares/zones": Access(_ADMIN, ADULTS, Shows.ALL),
    "PUT /api/lares/zones/{zone_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "DELETE /api/lares/zones/{zone_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    # Coming in, and people
    "GET /api/lares/onboarding": OPEN,
    "POST /api/lares/onboarding": OPEN,
    "GET /api/lares/me": Access(_READ, EVERYBODY, Shows.NOTHING),
    "GET /api/lares/tokens": Access(_ADMIN, EVERYBODY, Shows.NOTHING),
    "POST /api/lares/tokens": Access(_ADMIN, EVERYBODY, Shows.NOTHING),
    "DELETE /api/lares/tokens/{token_id}": Access(_ADMIN, EVERYBODY, Shows.NOTHING),
    "POST /api/lares/login": OPEN,
    "POST /api/lares/logout": OPEN,
    "GET /.well-known/oauth-authorization-server": OPEN,
    "GET /auth/authorize": OPEN,
    "POST /auth/authorize": OPEN,
    "GET /auth/providers": OPEN,
    "POST /auth/login_flow": OPEN,
    "POST /auth/login_flow/{flow_id}": OPEN,
    "DELETE /auth/login_flow/{flow_id}": OPEN,
    "POST /auth/token": OPEN,
    "POST /auth/revoke": OPEN,
    "GET /auth/current_user": Access(_READ, EVERYBODY, Shows.NOTHING),
    "PUT /api/lares/me/password": Access(_ADMIN, EVERYBODY, Shows.NOTHING),
    "PUT /api/lares/me/pin": Access(_ADMIN, EVERYBODY, Shows.NOTHING),
    "GET /api/lares/me/data/{key}": Access(_READ, EVERYBODY, Shows.NOTHING),
    "PUT /api/lares/me/data/{key}": Access(_CONTROL, EVERYBODY, Shows.NOTHING),
    "GET /api/lares/users": _PEOPLE,
    "POST /api/lares/users": _PEOPLE,
    "PATCH /api/lares/users/{user_id}": _PEOPLE,
    "DELETE /api/lares/users/{user_id}": _PEOPLE,
    "PUT /api/lares/users/{user_id}/password": _PEOPLE,
    "PUT /api/lares/users/{user_id}/pin": _PEOPLE,
    # The home, plans and what became of them
    "GET /api/lares/home": Access(_READ, EVERYBODY, Shows.SEEN),
    "GET /api/lares/openapi.json": Access(_READ, EVERYBODY, Shows.NOTHING),
    "GET /api/lares/health": Access(_READ, EVERYBODY, Shows.NOTHING),
    "POST /api/lares/plan": Access(_READ, EVERYBODY, Shows.SEEN),
    "GET /api/lares/approvals": Access(_READ, RESIDENTS, Shows.SEEN),
    # Whether a yes counts, the approval itself says: guests may take back what they asked for.
    "POST /api/lares/approvals/{approval_id}": Access(_CONTROL, EVERYBODY, Shows.SEEN),
    "GET /api/lares/policy": Access(_READ, ADULTS, Shows.ALL),
    "POST /api/lares/policy/reload": Access(_ADMIN, ADULTS, Shows.ALL),
    "POST /api/lares/policy/test": Access(_READ, ADULTS, Shows.ALL),
    "POST /api/lares/undo": Access(_CONTROL, EVERYBODY, Shows.SEEN),
    "GET /api/lares/traces": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/lares/traces/{plan_id}": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/lares/voice/runs": Access(_READ, RESIDENTS, Shows.ALL),
    # Their own; all of them to who lives here and sees all of it.
    "GET /api/lares/voice/runs/{run_id}": Access(_READ, EVERYBODY, Shows.NOTHING),
    "GET /api/lares/backups": Access(_ADMIN, OWNERS, Shows.ALL),
    "POST /api/lares/backups": Access(_ADMIN, OWNERS, Shows.ALL),
    "GET /api/lares/audit": Access(_ADMIN, OWNERS, Shows.ALL),
    "GET /api/lares/statistics": Access(_READ, RESIDENTS, Shows.SEEN),
    "GET /api/lares/why/{entity_id}": Access(_READ, RESIDENTS, Shows.SEEN),
    "GET /api/lares/runs": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/lares/runs/{run_id}": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/lares/timers": Access(_READ, EVERYBODY, Shows.SEEN),
    "POST /api/lares/timers/{timer_id}": Access(_CONTROL, EVERYBODY, Shows.SEEN),
    "DELETE /api/lares/timers/{timer_id}": Access(_CONTROL, EVERYBODY, Shows.SEEN),
    "GET /api/lares/notifications": Access(_READ, EVERYBODY, Shows.SEEN),
    "DELETE /api/lares/notifications/{notification_id}": Access(
        _CONTROL, EVERYBODY, Shows.SEEN
    ),
    # Rules
    "GET /api/lares/rules": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/lares/rules/{rule_id}": Access(_READ, RESIDENTS, Shows.ALL),
    "POST /api/lares/rules/{rule_id}": Access(_CONTROL, RESIDENTS, Shows.ALL),
    "PUT /api/lares/rules/{rule_id}": Access(_ADMIN, ADULTS, Shows.ALL),
    "POST /api/lares/drafts/check": Access(_READ, ADULTS, Shows.ALL),
    "POST /api/lares/drafts/say": Access(_READ, ADULTS, Shows.ALL),
    "DELETE /api/lares/rules/{rule_id}": Access(_ADMIN, RESIDENTS, Shows.ALL),
    "GET /api/lares/rules/{rule_id}/versions": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/lares/rules/{rule_id}/versions/{number}": Access(_READ, RESIDENTS, Shows.ALL),
    "POST /api/lares/rules/{rule_id}/versions/{number}/restore": Access(
        _ADMIN, ADULTS, Shows.ALL
    ),
    "POST /api/lares/backtest": Access(_READ, RESIDENTS, Shows.ALL),
    "GET /api/lares/check": Access(_READ, RESIDENTS, Shows.ALL),
}  # fmt: skip


def access_to(request: web.Request) -> Access:
    """Return what the address of a request asks for.

    Where there is nothing, below /api only who has a token is told so.
    """
    resource = request.match_info.route.resource
    if resource is not None:
        return ACCESS.get(key_of(request.method, resource.canonical), UNLISTED)
    path = request.path
    is_api = path == "/api" or path.startswith("/api/")
    return Access(Scope.READ, EVERYBODY, Shows.NOTHING) if is_api else OPEN


def key_of(method: str, path: str) -> str:
    """Return under which key a route stands in the table; HEAD is as GET."""
    return f"{'GET' if method == 'HEAD' else method} {path}"
