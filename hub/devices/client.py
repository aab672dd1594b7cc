"""The way to devices over HTTP that all makers share, with what a device that lies may cost."""

import aiohttp

# More than any device tells at once.
LARGEST_ANSWER = 8 * 1024 * 1024
CONNECT_S = 10.0


class BoundedResponse(aiohttp.ClientResponse):
    """Reads no body without end, as a device that lies sends, also compressed."""

    async def read(self) -> bytes:
        """Return the body.

        Raises:
            ClientPayloadError: it is too large.
        """
        if self._body is None:
            body = bytearray()
            async for piece in self.content.iter_any():
                body += piece
                if len(body) > LARGEST_ANSWER:
                    self.close()
                    message = f"the answer has more than {LARGEST_ANSWER} bytes"
                    raise aiohttp.ClientPayloadError(message)
            self._body = bytes(body)
        return await super().read()


def open_client() -> aiohttp.ClientSession:
    """Return a client session; every device may hold a connection, and none sets cookies."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_S, sock_connect=CONNECT_S),
        response_class=BoundedResponse,
    )
