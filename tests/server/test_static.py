"""The page's files, and the service worker that the hub tells of them."""

import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from hub.server.static import StaticFiles

WORKER = "console.log(SHELL);\n"


@pytest.fixture(name="root")
def make_root(web_root: Path) -> Path:
    (web_root / "sw.js").write_text(WORKER)
    (web_root / "pictures").mkdir()
    (web_root / "pictures" / "home.png").write_bytes(b"")
    (web_root / "vendor" / "lit.d.ts").write_text("")
    return web_root


async def worker(root: Path) -> tuple[dict[str, Any], str]:
    """Return what the hub told the worker, and the worker."""
    app = web.Application()
    app.router.add_get("/{name:.*}", StaticFiles(root).serve)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        first = await (await http.get(server.make_url("/sw.js"))).text()
        answer = await http.get(server.make_url("/sw.js"))
        assert answer.headers["Content-Type"] == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert await answer.text() == first
    told, rest = first.split("\n", 1)
    return json.loads(told.removeprefix("globalThis.SHELL = ").removesuffix(";")), rest


async def test_the_worker_is_told_the_files_of_the_page(root: Path) -> None:
    shell, rest = await worker(root)
    assert shell["files"] == ["./", "app.js", "vendor/lit.js"]
    assert rest == WORKER


@pytest.mark.parametrize("name", ["index.html", "app.js", "vendor/lit.js", "sw.js"])
async def test_any_change_makes_another_version(root: Path, name: str) -> None:
    before, _ = await worker(root)
    same, _ = await worker(root)
    (root / name).write_text("// changed")
    after, _ = await worker(root)
    assert before["version"] == same["version"]
    assert before["version"] != after["version"]
