"""A way to a device at another port than the one its maker's library has written in.

Such a device stands behind a router that forwards a port of its own, or is a simulated one.
"""

from typing import Any, cast

import aiohttp
from yarl import URL

HTTP_PORT = 80


def at_port(http: aiohttp.ClientSession, host: str, port: int) -> aiohttp.ClientSession:
    """Return what sends requests for `host` to `port`, and all others where they should go."""
    if port == HTTP_PORT:
        return http
    return cast("aiohttp.ClientSession", _AtPort(http, host, port))


class _AtPort:
    """The part of a client session that makers' libraries use."""

    def __init__(self, http: aiohttp.ClientSession, host: str, port: int) -> None:
        self._http = http
        self._host = host
        self._port = port

    def request(self, method: str, url: str | URL, **how: Any) -> Any:
        """Make a request."""
        return self._http.request(method, self._moved(url), **how)

    def get(self, url: str | URL, **how: Any) -> Any:
        """Make a GET request."""
        return self._http.get(self._moved(url), **how)

    def post(self, url: str | URL, **how: Any) -> Any:
        """Make a POST request."""
        return self._http.post(self._moved(url), **how)

    def ws_connect(self, url: str | URL, **how: Any) -> Any:
        """Open a WebSocket."""
        return self._http.ws_connect(self._moved(url), **how)

    def _moved(self, url: str | URL) -> URL:
        there = URL(url)
        return there.with_port(self._port) if there.host == self._host else there
