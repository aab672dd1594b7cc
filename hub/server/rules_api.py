"""Rules as an editor reads and writes them, under Home Assistant's paths; and their versions."""

from contextlib import suppress
from typing import Any, get_args

from aiohttp import web

from hub.automation.held_rule import RuleGone
from hub.home.rule_versions import Kind, RuleVersion
from hub.home.yaml_config import ConfigError
from hub.server import json_io
from hub.server.errors import Missing
from hub.server.hidden_codes import with_codes_of, without_codes_in
from hub.server.parts import PARTS
from hub.server.plan_json import without_codes
from hub.server.problems import refused
from hub.server.seams.rules import RuleEdits
from hub.server.security import user_id_of

LONGEST_ID = 200
_DONE = {"result": "ok"}
routes = web.RouteTableDef()


@routes.get("/api/config/{kind}/config/{rule_id}")
async def show_item(request: web.Request) -> web.Response:
    """Show a rule as its file has it, without codes."""
    edits, kind, rule_id = _asked(request)
    try:
        return json_io.response(without_codes_in(await edits.source(kind, rule_id)))
    except RuleGone as error:
        raise Missing(str(error)) from None


@routes.post("/api/config/{kind}/config/{rule_id}")
async def put_item(request: web.Request) -> web.Response:
    """Make a rule, or put it in the place of the one of this id; 400 tells all that is wrong."""
    edits, kind, rule_id = _asked(request)
    item = await json_io.read_object(request)
    with suppress(RuleGone):  # it is new
        item = with_codes_of(item, await edits.source(kind, rule_id))
    try:
        await edits.put(kind, rule_id, item, user_id=user_id_of(request))
    except ConfigError as error:
        return refused(error)
    return json_io.response(_DONE)


@routes.delete("/api/config/{kind}/config/{rule_id}")
async def delete_item(request: web.Request) -> web.Response:
    """Delete a rule; its versions stay."""
    edits, kind, rule_id = _asked(request)
    try:
        await edits.delete(kind, rule_id)
    except RuleGone as error:
        raise Missing(str(error)) from None
    return json_io.response(_DONE)


@routes.get("/api/lares/rules/{rule_id}/versions")
async def list_versions(request: web.Request) -> web.Response:
    """List what a rule said before, the newest first; `?kind=` script or scene for those."""
    edits, kind, rule_id = _asked(request)
    found = await edits.list_versions(kind, rule_id)
    return json_io.response([_version_json(version) for version in found])


@routes.get("/api/lares/rules/{rule_id}/versions/{number}")
async def show_version(request: web.Request) -> web.Response:
    """Show one version with its text."""
    edits, kind, rule_id = _asked(request)
    try:
        version = await edits.version(kind, rule_id, _number(request))
    except RuleGone as error:
        raise Missing(str(error)) from None
    return json_io.response(_version_json(version) | {"text": without_codes(version.text)})


@routes.post("/api/lares/rules/{rule_id}/versions/{number}/restore")
async def restore_version(request: web.Request) -> web.Response:
    """Have a rule say again what it said; one that was deleted comes back."""
    edits, kind, rule_id = _asked(request)
    by = user_id_of(request)
    try:
        restored = await edits.restore(kind, rule_id, _number(request), user_id=by)
    except RuleGone as error:
        raise Missing(str(error)) from None
    return json_io.response(_version_json(restored))


def _asked(request: web.Request) -> tuple[RuleEdits, Kind, str]:
    """Return what edits rules, and which is meant."""
    edits = request.app[PARTS].edits
    if edits is None:
        raise Missing("this hub has no rule files")
    named = request.match_info.get("kind") or request.query.get("kind", "automation")
    kind = next((kind for kind in get_args(Kind) if kind == named), None)
    if kind is None:
        raise json_io.BadBody(f"kind must be one of {', '.join(get_args(Kind))}, not {named!r}")
    rule_id = request.match_info["rule_id"]
    if len(rule_id) > LONGEST_ID:
        raise json_io.BadBody(f"an id has at most {LONGEST_ID} characters")
    return edits, kind, rule_id


def _number(request: web.Request) -> int:
    text = request.match_info["number"]
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 -- SQLite's most
        raise Missing(f"versions are numbered, not called {text!r}")
    return int(text)


def _version_json(version: RuleVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "at": version.at,
        "why": version.why,
        "user_id": version.user_id,
        "file": version.file,
    }
