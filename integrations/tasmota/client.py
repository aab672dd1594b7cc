"""Tasmota's commands over HTTP: `/cm?cmnd=...`, answered in JSON (Tasmota, Commands, "With web").

Nothing that is raised here tells the address with its query: the password may be in it.
"""

import asyncio
import base64
from typing import Any

import aiohttp
import orjson
from yarl import URL

from hub.home.maker import LinkLost, MoreNeeded, Refused
from integrations.tasmota.config import TasmotaConfig

ANSWER_S = 4.0
# Status 0 of a device full of sensors has some 10 kB.
LONGEST_ANSWER = 100_000
UNAUTHORIZED, OK = 401, 200


class Client:
    """Speaks to one device. `answer_s`: how long it may take to answer."""

    def __init__(
        self, config: TasmotaConfig, http: aiohttp.ClientSession, answer_s: float = ANSWER_S
    ) -> None:
        self._config = config
        self._http = http
        self._answer_s = answer_s
        # Older firmware takes the password from the address only.
        self._is_old = False

    @property
    def host(self) -> str:
        """Where the device is."""
        return self._config.host

    async def tell(self, command: str) -> dict[str, Any]:
        """Send a command, and return the answer.

        Raises:
            LinkLost: it does not answer, or no sense.
            MoreNeeded: it wants its password, or another one.
            Refused: it is no Tasmota.
        """
        status, content = await self._get(command)
        if _is_locked(status, content) and self._config.password is not None:
            self._is_old = not self._is_old
            status, content = await self._get(command)
        if _is_locked(status, content):
            raise MoreNeeded(f"{self.host} wants the password of its web server", ("password",))
        if status != OK:
            raise Refused(f"{self.host} answered {status}: there is no Tasmota, or its web server "
                          "takes no commands (SetOption128)")  # fmt: skip
        try:
            answer = orjson.loads(content)
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            raise LinkLost(f"{self.host} answered nonsense: {content[:40]!r}")
        return answer

    async def _get(self, command: str) -> tuple[int, bytes]:
        url, headers = self._address(command)
        try:
            async with (
                asyncio.timeout(self._answer_s),
                self._http.get(url, headers=headers) as answer,
            ):
                return answer.status, await _read(answer)
        except TimeoutError:
            raise LinkLost(f"{self.host} did not answer within {self._answer_s:g} s") from None
        except (aiohttp.ClientConnectorError, OSError) as error:
            raise LinkLost(f"{self.host}: {getattr(error, 'strerror', None) or 'unreachable'}") \
                from None  # fmt: skip
        except (aiohttp.ClientError, ValueError) as error:
            raise LinkLost(f"{self.host} answered nonsense ({type(error).__name__})") from None

    @property
    def _base(self) -> str:
        config = self._config
        host = f"[{config.host}]" if ":" in config.host.strip("[]") else config.host
        return f"http://{host}:{config.port}/"

    def _address(self, command: str) -> tuple[URL, dict[str, str]]:
        config = self._config
        # Some devices take commands only from their own page (SetOption128).
        query, headers = {"cmnd": command}, {"Referer": self._base}
        if config.password is not None:
            password = config.password.get_secret_value()
            if self._is_old:
                query |= {"user": config.username, "password": password}
            else:
                told = base64.b64encode(f"{config.username}:{password}".encode()).decode()
                headers["Authorization"] = f"Basic {told}"
        return URL(self._base).joinpath("cm").with_query(query), headers


def _is_locked(status: int, content: bytes) -> bool:
    """Tell whether the device wants a password; older firmware says so with status 200."""
    return status == UNAUTHORIZED or (b'"WARNING"' in content and b"Need user" in content)


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    content = await answer.content.read(LONGEST_ANSWER)
    while not answer.content.at_eof():
        more = await answer.content.read(LONGEST_ANSWER)
        if len(content) + len(more) > LONGEST_ANSWER:
            raise ValueError("too long")
        content += more
    return content
