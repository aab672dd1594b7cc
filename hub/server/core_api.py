"""The hub itself in Home Assistant's REST dialect: its log, its parts, and its rules checked."""

from aiohttp import web

from hub.automation.checking.finding import Finding
from hub.server import json_io
from hub.server.parts import PARTS
from hub.server.rest import config_json

_WRONG = frozenset({"error"})
routes = web.RouteTableDef()


@routes.get("/api/error_log")
async def show_log(request: web.Request) -> web.Response:
    """Show the latest lines of the log as text, without secrets."""
    return web.Response(text=request.app[PARTS].log_text())


@routes.get("/api/components")
async def list_components(request: web.Request) -> web.Response:
    """List what is there: domains, and parts of Home Assistant's that the hub has."""
    return json_io.response(config_json(request.app[PARTS].config)["components"])


@routes.post("/api/config/core/check_config")
async def check_config(request: web.Request) -> web.Response:
    """Check the rule files as they are on disk; nothing changes."""
    trials = request.app[PARTS].trials
    found = [] if trials is None else await trials.check()
    errors = [_line(one) for one in found if one.severity in _WRONG]
    warnings = [_line(one) for one in found if one.severity not in _WRONG]
    return json_io.response(
        {
            "result": "invalid" if errors else "valid",
            "errors": "\n".join(errors) or None,
            "warnings": "\n".join(warnings) or None,
        }
    )


def _line(finding: Finding) -> str:
    return f"{finding.place}: {finding.message}"
