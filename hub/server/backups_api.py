"""Backups: those that are kept, and one more now."""

import asyncio
from pathlib import Path
from typing import Any

from aiohttp import web

from hub.server import json_io
from hub.server.errors import Missing
from hub.server.parts import PARTS
from hub.server.seams.records import Backups

routes = web.RouteTableDef()


@routes.get("/api/lares/backups")
async def list_backups(request: web.Request) -> web.Response:
    """List the backups that the hub made, the newest first; sizes in bytes."""
    backups = _backups(request)
    files = await asyncio.to_thread(lambda: [_file_json(file) for file in backups.kept()])
    return json_io.response({"problem": backups.problem, "files": files})


@routes.post("/api/lares/backups")
async def make_backup(request: web.Request) -> web.Response:
    """Make a backup now."""
    file = await _backups(request).make_now()
    return json_io.response(await asyncio.to_thread(_file_json, file))


def _backups(request: web.Request) -> Backups:
    backups = request.app[PARTS].backups
    if backups is None:
        raise Missing("this hub makes no backups")
    return backups


def _file_json(file: Path) -> dict[str, Any]:
    return {"name": file.name, "size": file.stat().st_size}
