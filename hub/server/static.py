"""The web page: files served as they are written, each named here and no other."""

import asyncio
import hashlib
import json
import logging
from pathlib import Path

from aiohttp import web

from hub.server.errors import Missing

_log = logging.getLogger(__name__)
_HIDDEN = frozenset({"package.json", "package-lock.json", "tsconfig.json", "node_modules"})
# mimetypes reads these from the system, which may say otherwise or nothing.
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}


_WORKER = "sw.js"
# What the page needs to open: not pictures for the README, nor what describes its code.
_SHELL = frozenset({".html", ".js", ".css", ".svg", ".webmanifest", ".woff2", ".png"})
_NOT_SHELL = frozenset({_WORKER, "index.html"})


class StaticFiles:
    """The files under a folder, listed once: what is not listed cannot be asked for."""

    def __init__(self, root: Path) -> None:
        self._files = {
            file.relative_to(root).as_posix(): file
            for file in root.rglob("*")
            if file.is_file() and _is_public(file.relative_to(root))
        }
        self._worker: bytes | None = None
        if "index.html" not in self._files:
            _log.warning("%s holds no index.html; the hub runs without its page", root)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Send a file; browsers ask again each time and mostly hear "not modified"."""
        name = request.match_info["name"] or "index.html"
        file = self._files.get(name)
        if file is None:
            raise Missing(f"there is nothing at {request.path}; the page is at /")
        headers = {"Cache-Control": "no-cache"}
        if file.suffix in _TYPES:
            headers["Content-Type"] = _TYPES[file.suffix]
        if name == _WORKER:
            if self._worker is None:
                self._worker = await asyncio.to_thread(_worker_of, self._files)
            return web.Response(body=self._worker, headers=headers)
        return web.FileResponse(file, headers=headers)


def _worker_of(files: dict[str, Path]) -> bytes:
    """Return the service worker, with the page's files and a hash of them put before it."""
    names = sorted(name for name in files if _is_shell(name))
    digest = hashlib.sha256()
    for name in (*names, "index.html", _WORKER):
        digest.update(name.encode() + b"\0" + files[name].read_bytes())
    shell = {"version": digest.hexdigest()[:16], "files": ["./", *names]}
    return f"globalThis.SHELL = {json.dumps(shell)};\n".encode() + files[_WORKER].read_bytes()


def _is_shell(name: str) -> bool:
    path = Path(name)
    return (
        path.suffix in _SHELL
        and name not in _NOT_SHELL
        and not name.endswith(".d.ts")
        and path.parts[0] != "pictures"
    )


def _is_public(name: Path) -> bool:
    return not any(part.startswith(".") or part in _HIDDEN for part in name.parts)
