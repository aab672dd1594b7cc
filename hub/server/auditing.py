"""Records who changes the configuration over the API, and who fails to come in.

A new address that changes anything is recorded unless it is named in `_EVERYDAY`.
"""

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web
from aiohttp.typedefs import Handler

from hub.home.audit import AuditKind, AuditNote, AuditUnavailable
from hub.home.ids import UserId
from hub.home.model import Source
from hub.home.stores import AuditSink
from hub.server.parts import PARTS
from hub.server.security import CAME_IN, user_id_of

# What only reads, or what the executor records itself: plans, approvals, chores.
_EVERYDAY = frozenset({
    "/api/services/{domain}/{service}", "/api/states/{entity_id}", "/api/events/{event_type}",
    "/api/webhook/{webhook_id}", "/api/owntracks", "/api/conversation/process", "/api/template",
    "/api/lares/plan", "/api/lares/undo", "/api/lares/backtest", "/api/lares/policy/test",
    "/api/lares/approvals/{approval_id}", "/api/lares/rules/{rule_id}",
    "/api/tts_get_url", "/api/stt/{engine}",
    "/api/lares/timers/{timer_id}", "/api/lares/notifications/{notification_id}",
})  # fmt: skip
_COMING_IN = frozenset({"/auth/login_flow/{flow_id}"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_NOT_LET_IN = frozenset({401, 403, 429})
_LONGEST_MESSAGE = 500
# Of the same address and kind of failure, one entry in so many seconds; the others are counted.
FAILURES_EVERY_S = 60.0
_MOST_ADDRESSES = 1_000


@web.middleware
async def record_changes(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Record a change before it is made, and what came of it; unrecorded, nothing is changed.

    Raises:
        AuditUnavailable: it could not be recorded, so it was not made.
    """
    audit = request.app[PARTS].audit
    route = _route(request)
    if audit is None or request.method in _SAFE or route is None or route in _EVERYDAY:
        return await handler(request)
    user_id = _user_id(request)
    if user_id is None:
        response = await handler(request)
        came_in = request.get(CAME_IN)
        if came_in is None:
            if route in _COMING_IN:  # Home Assistant's flow answers 200 to a wrong password
                await _count_failure(request, web.HTTPUnauthorized.status_code, "")
            return response
        note = _note(AuditKind.LOGIN, request, came_in.id, {"route": route})
        try:
            await audit.add(note)
        except AuditUnavailable:  # who is let in is let in: the answer carries their token
            await audit.note(note)
        return response
    facts = {"method": request.method, "route": route, "path": request.path}
    given = await _given(request)
    asked = facts | ({"given": given} if given is not None else {})
    await audit.add(_note(AuditKind.CHANGE, request, user_id, asked))
    try:
        response = await handler(request)
    except web.HTTPException as error:
        told = {"status": error.status, "message": (error.text or "")[:_LONGEST_MESSAGE]}
        await audit.note(_note(AuditKind.CHANGED, request, user_id, facts | told))
        raise
    except Exception as error:
        told = {"status": "failed", "message": str(error)[:_LONGEST_MESSAGE]}
        await audit.note(_note(AuditKind.CHANGED, request, user_id, facts | told))
        raise
    told = {"status": response.status}
    await audit.note(_note(AuditKind.CHANGED, request, user_id, facts | told))
    return response


@web.middleware
async def record_failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Record who was not let in: without a token that opens anything, or with a wrong password."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        await _count_failure(request, error.status, error.text or "")
        raise
    await _count_failure(request, response.status, "")
    return response


@dataclass(slots=True)
class _Failures:
    """Failures of one address since the last entry."""

    until: float
    count: int = 0


class FailedLogins:
    """Bounds how often failures are recorded: who tries passwords must not fill the disk."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._recent: dict[tuple[str, str], _Failures] = {}

    async def count(self, audit: AuditSink, address: str, route: str, what: dict[str, Any]) -> None:
        """Record a failure, or count it if one was recorded just before."""
        now = self._clock()
        await self._tell(audit, now)
        key = (address, route)
        known = self._recent.get(key)
        if known is not None:
            known.count += 1
            return
        if len(self._recent) >= _MOST_ADDRESSES:
            key = ("others", "")
            if key in self._recent:
                self._recent[key].count += 1
                return
        self._recent[key] = _Failures(now + FAILURES_EVERY_S)
        facts = {"address": address, "route": route} | what
        await audit.note(AuditNote(AuditKind.LOGIN_FAILED, facts, source=Source.API.value))

    async def close(self, audit: AuditSink) -> None:
        """Record all that was counted."""
        await self._tell(audit, float("inf"))

    async def _tell(self, audit: AuditSink, now: float) -> None:
        over = [key for key, failures in self._recent.items() if failures.until <= now]
        for key in over:
            count = self._recent.pop(key).count
            if count:
                facts = {"address": key[0], "route": key[1], "more": count}
                await audit.note(AuditNote(AuditKind.LOGIN_FAILED, facts, source=Source.API.value))


FAILED_LOGINS = web.AppKey("failed_logins", FailedLogins)


async def failed_logins(app: web.Application) -> AsyncIterator[None]:
    """Keep count of failures while the application runs."""
    yield
    audit = app[PARTS].audit
    if audit is not None:
        await app[FAILED_LOGINS].close(audit)


async def _count_failure(request: web.Request, status: int, message: str) -> None:
    """Record an answer that let nobody in; what a known user may not do is no such failure."""
    audit = request.app[PARTS].audit
    if audit is None or status not in _NOT_LET_IN or _user_id(request) is not None:
        return
    route = _route(request) or "unknown"
    what = {"status": status, "message": message[:_LONGEST_MESSAGE]}
    await request.app[FAILED_LOGINS].count(audit, request.remote or "", route, what)


def _note(
    kind: AuditKind, request: web.Request, user_id: UserId | None, what: dict[str, Any]
) -> AuditNote:
    return AuditNote(kind, what | {"address": request.remote}, user_id, Source.API.value)


async def _given(request: web.Request) -> Any:
    """Return the body, if it is JSON; it can be read again by who handles the request."""
    body = await request.read()
    try:
        return orjson.loads(body) if body.strip() else None
    except orjson.JSONDecodeError:
        return {"bytes": len(body)}


def _route(request: web.Request) -> str | None:
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else None


def _user_id(request: web.Request) -> UserId | None:
    try:
        return user_id_of(request)
    except KeyError:
        return None
