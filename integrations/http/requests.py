"""Requests to a described device, and what its answers mean."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson

from hub.home.maker import LinkLost, Refused
from integrations.http.description import HttpDevice, Method, Sending
from integrations.mqtt.message import PayloadError
from integrations.mqtt.templates import command_template

LARGEST_ANSWER = 1_000_000
_DENIED = frozenset({401, 403})


class Requests:
    """Sends a device's requests. It never follows to another address."""

    def __init__(self, device: HttpDevice, http: aiohttp.ClientSession) -> None:
        self._device = device
        self._http = http
        self._headers = {key: value.get_secret_value() for key, value in device.headers.items()}
        self._timeout = aiohttp.ClientTimeout(total=device.timeout_s)
        self._more: dict[str, Any] = {} if device.verify_ssl else {"ssl": False}
        self._authenticate()

    async def ask(self, method: Method, path: str) -> bytes:
        """Send a request without a body; returns the answer's.

        Raises:
            LinkLost: nobody answered in time.
            Refused: the answer was an error.
        """
        return await self._request(method, path, {})

    async def carry_out(self, sending: Sending, variables: Mapping[str, Any]) -> None:
        """Send the request of a command.

        Raises:
            LinkLost, Refused: as `ask`; also if a template fails.
        """
        try:
            path = _rendered(sending.path, variables)
            more: dict[str, Any] = {
                "headers": {k: _rendered(v, variables) for k, v in sending.headers.items()}
            }
            if sending.body is not None:
                more["data"] = _rendered(sending.body, variables).encode()
            if sending.json_ is not None:
                more["data"] = orjson.dumps(_filled(sending.json_, variables))
                more["headers"].setdefault("Content-Type", "application/json")
        except PayloadError as error:
            raise Refused(f"{sending.path}: {error}") from None
        await self._request(sending.method, path, more)

    def _authenticate(self) -> None:
        device = self._device
        if device.username is None or device.password is None:
            return
        secret = device.password.get_secret_value()
        if device.authentication == "basic":
            self._headers["Authorization"] = aiohttp.encode_basic_auth(device.username, secret)
        else:
            digest = aiohttp.DigestAuthMiddleware(device.username, secret)
            self._more["middlewares"] = (digest,)

    async def _request(self, method: Method, path: str, more: Mapping[str, Any]) -> bytes:
        url = self._device.base_url.rstrip("/") + path
        place = _told(url)
        headers = {**self._headers, **more.get("headers", {})}
        try:
            async with self._http.request(
                method,
                url,
                data=more.get("data"),
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
                **self._more,
            ) as answer:
                body = await _read(answer)
        except TimeoutError:
            raise LinkLost(f"{place}: no answer within {self._device.timeout_s:g} s") from None
        except aiohttp.InvalidURL:
            raise Refused(f"{place}: this is no address") from None
        except (aiohttp.ClientError, OSError, asyncio.IncompleteReadError) as error:
            raise LinkLost(f"{place}: {error}") from None
        if answer.status in _DENIED:
            raise Refused(f"{place}: {answer.status}: check username, password and headers")
        if answer.status >= 300:  # noqa: PLR2004 -- RFC 9110, section 15: not a success
            raise Refused(f"{place}: answered {answer.status} {(answer.reason or '')[:80]}")
        if len(body) > LARGEST_ANSWER:
            raise Refused(f"{place}: the answer has more than {LARGEST_ANSWER} bytes")
        return body


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """Return the body, or its beginning if it is too large."""
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > LARGEST_ANSWER:
            break
    return bytes(body)


def _told(url: str) -> str:
    """Return an address without what may be secret of it: who comes, and what is asked."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _rendered(source: str, variables: Mapping[str, Any]) -> str:
    return command_template(source)(**variables)


def _filled(node: Any, variables: Mapping[str, Any]) -> Any:
    """Render the texts of a JSON value; a number stays one."""
    match node:
        case str():
            return native(_rendered(node, variables)) if "{" in node else node
        case dict():
            return {key: _filled(value, variables) for key, value in node.items()}
        case list():
            return [_filled(value, variables) for value in node]
        case _:
            return node


def native(text: str) -> Any:
    """Return the JSON value that a text spells, or the text."""
    spelled = {"True": True, "False": False, "None": None}
    if text in spelled:
        return spelled[text]
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
