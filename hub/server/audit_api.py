"""The audit record over HTTP, for owners."""

import asyncio
from datetime import UTC, datetime

from aiohttp import web

from hub.home.audit import AuditKind
from hub.recorder.audit.reading import Wanted, as_json
from hub.server import json_io
from hub.server.errors import Missing
from hub.server.parts import PARTS

MOST_ENTRIES = 1_000
USUAL_ENTRIES = 100
_MOST_DIGITS = 18
routes = web.RouteTableDef()


@routes.get("/api/lares/audit")
async def list_entries(request: web.Request) -> web.Response:
    """List entries, the newest first.

    `?limit=`; `?before=` a number, for the page after; `?kind=`, also several; `?user_id=`;
    `?start=` and `?end=`.
    """
    audit = request.app[PARTS].audit
    if audit is None:
        raise Missing("this hub keeps no audit record")
    rows = await asyncio.to_thread(audit.page, _wanted(request))
    entries = [as_json(row) for row in reversed(rows)]
    is_more = bool(rows) and rows[0].sequence > 1
    return json_io.response(
        {"entries": entries, "next": rows[0].sequence if is_more else None, **audit.health()}
    )


def _wanted(request: web.Request) -> Wanted:
    query = request.query
    return Wanted(
        start=_moment("start", query.get("start")),
        end=_moment("end", query.get("end")),
        before=_number("before", query.get("before")),
        kinds=tuple(_kind(word) for word in query.getall("kind", [])),
        user_id=_user_id(query.get("user_id")),
        limit=min(_number("limit", query.get("limit")) or USUAL_ENTRIES, MOST_ENTRIES),
    )


def _number(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise json_io.BadBody(f"{name} must be a number, not {text!r}")
    return int(text)


def _user_id(text: str | None) -> str | None:
    if text is not None and not (text.isascii() and text.isprintable()):
        raise json_io.BadBody(f"user_id must be the id of a user, not {text!r}")
    return text


def _kind(text: str) -> AuditKind:
    try:
        return AuditKind(text)
    except ValueError:
        known = ", ".join(AuditKind)
        raise json_io.BadBody(f"kind must be one of {known}, not {text!r}") from None


def _moment(name: str, text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text is not None else None
        if moment is not None and moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise json_io.BadBody(
            f"{name} must be a time such as 2026-03-01T08:00:00+00:00, not {text!r}"
        ) from None
    if moment is not None and moment.tzinfo is None:
        raise json_io.BadBody(f"{name} must have a time zone: 2026-03-01T08:00:00+00:00")
    return moment
