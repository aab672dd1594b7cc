"""The web page: files served as they are written, each named here and no other."""

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


class StaticFiles:
    """The files under a folder, listed once: what is not listed cannot be asked for."""

    def __init__(self, root: Path) -> None:
        self._files = {
            file.relative_to(root).as_posix(): file
            for file in root.rglob("*")
            if file.is_file() and _is_public(file.relative_to(root))
        }
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
        return web.FileResponse(file, headers=headers)


def _is_public(name: Path) -> bool:
    return not any(part.startswith(".") or part in _HIDDEN for part in name.parts)
