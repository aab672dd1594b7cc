"""The latest pictures of a broker's devices, and where to get those that only an address is of."""

import asyncio
import ipaddress
import socket
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import ResolveResult

from hub.home.ids import EntityId
from hub.home.stills import MAX_STILL, NoPictureError, Still
from integrations.mqtt.message import PayloadError

# All pictures together; past it the oldest goes.
MOST_BYTES = 50_000_000
# As Home Assistant waits for an image.
FETCH_S = 10.0
MOST_REDIRECTS = 3
MOST_AT_ONCE = 4
MAX_URL = 2_000
ITSELF = "it leads to this machine itself"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a picture lies."""

    url: str


Picture = Still | Link


def link_in(text: str) -> str:
    """Return the address that a device gave.

    Raises:
        PayloadError: it is none of a picture on the web.
    """
    url = text.strip()
    if len(url) > MAX_URL:
        raise PayloadError(f"expected an address of at most {MAX_URL} characters")
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_fine = False
    if not is_fine:
        raise PayloadError(f"expected an http or https address, got {url[:80]!r}")
    return url


class Shelf:
    """Keeps one picture for each entity.

    An address is looked up when somebody wants to see the picture, and only beyond this machine:
    a device must not have the hub ask its own services (`reaches_itself` allows that for tests).
    """

    def __init__(self, *, reaches_itself: bool = False) -> None:
        self._pictures: OrderedDict[EntityId, Picture] = OrderedDict()
        self._size = 0
        self._reaches_itself = reaches_itself
        self._fetching = asyncio.Semaphore(MOST_AT_ONCE)

    def put(self, entity_id: EntityId, picture: Picture | None) -> None:
        """Keep a picture in place of the former one; None forgets that."""
        self._size -= _size_of(self._pictures.pop(entity_id, None))
        if picture is None:
            return
        self._pictures[entity_id] = picture
        self._size += _size_of(picture)
        while self._size > MOST_BYTES:
            _, oldest = self._pictures.popitem(last=False)
            self._size -= _size_of(oldest)

    def move(self, old: EntityId, new: EntityId) -> None:
        """Keep the picture of an entity, if there is one, under its new id."""
        picture = self._pictures.get(old)
        self.put(old, None)
        self.put(new, picture)

    async def still(self, entity_id: EntityId) -> Still:
        """Return the picture of an entity.

        Raises:
            NoPictureError: there is none, or it cannot be had.
        """
        picture = self._pictures.get(entity_id)
        if picture is None:
            raise NoPictureError(entity_id, "the device has sent none yet")
        if isinstance(picture, Still):
            return picture
        async with self._fetching:
            try:
                async with asyncio.timeout(FETCH_S):
                    still = await self._fetch(picture.url)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                reason = str(error) or type(error).__name__
                raise NoPictureError(entity_id, f"{picture.url[:200]}: {reason}") from None
        if self._pictures.get(entity_id) == picture:
            self.put(entity_id, still)
        return still

    async def _fetch(self, url: str) -> Still:
        connector = None if self._reaches_itself else aiohttp.TCPConnector(resolver=_Elsewhere())
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(connector=connector, cookie_jar=jar) as session:
            for _ in range(MOST_REDIRECTS + 1):
                self._check(url)
                async with session.get(url, allow_redirects=False) as answer:
                    if answer.status in {301, 302, 303, 307, 308}:
                        url = link_in(urljoin(url, answer.headers.get("Location", "")))
                        continue
                    return await _read(answer)
        raise ValueError("it was moved too often")

    def _check(self, url: str) -> None:
        """Refuse an address in numbers that leads to this machine; for names, `_Elsewhere` does."""
        host = urlsplit(url).hostname or ""
        if not self._reaches_itself and _is_number(host) and not _is_elsewhere(host):
            raise ValueError(ITSELF)


class _Elsewhere(aiohttp.ThreadedResolver):
    """Looks up names, but for those that lead to this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host; an error if any of them is this machine's."""
        found = await super().resolve(host, port, family)
        if not all(_is_elsewhere(each["host"]) for each in found):
            raise OSError(ITSELF)
        return found


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_elsewhere(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return not (
        found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified
    )


async def _read(answer: aiohttp.ClientResponse) -> Still:
    if answer.status != 200:  # noqa: PLR2004 - HTTP's OK
        raise ValueError(f"it answered {answer.status}")
    kind = answer.content_type
    if not kind.startswith("image/"):
        raise ValueError(f"expected a picture, got {kind[:80]!r}")
    content = bytearray()
    async for part in answer.content.iter_chunked(65_536):
        content += part
        if len(content) > MAX_STILL:
            raise ValueError(f"it has more than {MAX_STILL} bytes")
    return Still(bytes(content), kind)


def _size_of(picture: Picture | None) -> int:
    match picture:
        case Still(content=content):
            return len(content)
        case _:
            return 0
