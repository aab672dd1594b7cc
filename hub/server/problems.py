"""The answer to what people wrote and is wrong: every mistake, with its place."""

from aiohttp import web

from hub.home.yaml_config import ConfigError
from hub.server import json_io


def refused(error: ConfigError) -> web.Response:
    """Return a 400 that lists all mistakes."""
    problems = [
        {"file": one.file, "line": one.line, "key": one.key, "message": one.message}
        for one in error.problems
    ]
    told = "; ".join(f"{p.key}: {p.message}" if p.key else p.message for p in error.problems)
    body = {"message": f"this is no rule: {told}", "problems": problems}
    return json_io.response(body, web.HTTPBadRequest.status_code)
