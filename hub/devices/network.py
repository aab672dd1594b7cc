"""Listens on the local network for what announces itself: DNS-SD (zeroconf) and SSDP.

Nothing is asked of the internet, and nothing but the two multicast groups of the local network.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from hub.devices.manifest import Manifest
from hub.devices.matching import zeroconf_types
from hub.home.maker import Service

if TYPE_CHECKING:
    from zeroconf import ServiceStateChange, Zeroconf
    from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf

# How long a service may take to tell its address.
RESOLVE_MS = 3_000
# How often devices that only answer are asked, in seconds (Home Assistant: 600).
SSDP_EVERY_S = 600.0
SSDP_LISTEN_S = 4
# A network full of nonsense costs no more than this at a time.
MOST_AT_ONCE = 32

Heard = Callable[[Service], Coroutine[Any, Any, None]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A service that the hub offers: its DNS-SD type, name, host without ".local", and port."""

    type: str
    name: str
    host: str
    port: int
    properties: Mapping[str, str]


class Network:
    """Tells of services on the network while entered, and of the hub to whoever looks for it.

    `interfaces`: addresses to listen at, all if there are none given. `announcements`: what
    the hub says of itself.
    """

    def __init__(
        self,
        manifests: Mapping[str, Manifest],
        heard: Heard,
        *,
        interfaces: Sequence[str] = (),
        announcements: Sequence[Announcement] = (),
    ) -> None:
        self._manifests = manifests
        self._heard = heard
        self._interfaces = list(interfaces)
        self._announcements = announcements
        self._zeroconf: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def zeroconf(self) -> "AsyncZeroconf | None":
        """What speaks DNS-SD; None if the network has no multicast."""
        return self._zeroconf

    async def __aenter__(self) -> Self:
        try:
            await self._browse()
        except OSError as error:
            _log.warning("zeroconf: %s; devices have to be added by their address", error)
        if any(manifest.ssdp for manifest in self._manifests.values()):
            self._spawn(self._search_for_ever(), "ssdp")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._browser is not None:
            await self._browser.async_cancel()
        if self._zeroconf is not None:
            await self._zeroconf.async_close()

    async def _browse(self) -> None:
        # The library is loaded only where there is a network to listen to.
        from zeroconf import InterfaceChoice  # noqa: PLC0415
        from zeroconf.asyncio import AsyncServiceBrowser, AsyncZeroconf  # noqa: PLC0415

        self._zeroconf = AsyncZeroconf(interfaces=self._interfaces or InterfaceChoice.All)
        for announcement in self._announcements:
            self._spawn(self._announce(announcement), "zeroconf-announce")
        types = zeroconf_types(self._manifests)
        if types:
            self._browser = AsyncServiceBrowser(
                self._zeroconf.zeroconf, types, handlers=[self._changed]
            )

    async def _announce(self, announcement: Announcement) -> None:
        from zeroconf.asyncio import AsyncServiceInfo  # noqa: PLC0415

        addresses = self._interfaces or await asyncio.to_thread(own_addresses)
        info = AsyncServiceInfo(
            announcement.type,
            f"{announcement.name}.{announcement.type}",
            parsed_addresses=addresses,
            port=announcement.port,
            properties=dict(announcement.properties),
            server=f"{announcement.host}.local.",
        )
        if self._zeroconf is not None:
            telling = await self._zeroconf.async_register_service(info, allow_name_change=True)
            await telling

    def _changed(
        self,
        zeroconf: "Zeroconf",  # noqa: ARG002 -- the library calls it so
        service_type: str,
        name: str,
        state_change: "ServiceStateChange",
    ) -> None:
        if state_change.name != "Removed" and len(self._tasks) < MOST_AT_ONCE:
            self._spawn(self._resolve(service_type, name), "zeroconf-resolve")

    async def _resolve(self, service_type: str, name: str) -> None:
        from zeroconf.asyncio import AsyncServiceInfo  # noqa: PLC0415

        if self._zeroconf is None:
            return
        info = AsyncServiceInfo(service_type, name)
        if not await info.async_request(self._zeroconf.zeroconf, RESOLVE_MS):
            return
        addresses = info.parsed_scoped_addresses()
        if not addresses:
            return
        properties = {
            str(key).lower(): value or "" for key, value in info.decoded_properties.items()
        }
        service = Service(
            protocol="zeroconf",
            type=service_type,
            name=name.removesuffix(f".{service_type}"),
            host=_plainest(addresses),
            port=info.port,
            properties=properties,
        )
        await self._heard(service)

    async def _search_for_ever(self) -> None:
        while True:
            try:
                await self._search()
            except OSError as error:
                _log.debug("ssdp: %s", error)
            await asyncio.sleep(SSDP_EVERY_S)

    async def _search(self) -> None:
        from async_upnp_client.search import async_search  # noqa: PLC0415

        targets = {
            match.st
            for manifest in self._manifests.values()
            for match in manifest.ssdp
            if match.st is not None
        }
        source = (self._interfaces[0], 0) if self._interfaces else None
        for target in sorted(targets):
            await async_search(
                self._answered,
                timeout=SSDP_LISTEN_S,
                search_target=target,
                source=source,
            )

    async def _answered(self, headers: Mapping[str, Any]) -> None:
        host = headers.get("_host")
        if host is None:
            return
        properties = {
            str(key).lower(): str(value)
            for key, value in headers.items()
            if not str(key).startswith("_")
        }
        service = Service(
            protocol="ssdp",
            type=properties.get("st", ""),
            name=properties.get("usn", ""),
            host=str(host),
            properties=properties,
        )
        await self._heard(service)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        with contextlib.suppress(asyncio.CancelledError):
            error = task.exception()
            if error is not None:
                _log.error("%s failed", task.get_name(), exc_info=error)


def own_addresses() -> list[str]:
    """Return the addresses under which others reach this computer; it may take a moment."""
    import ifaddr  # noqa: PLC0415 -- zeroconf's

    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    texts = [address for address in found if isinstance(address, str)]
    return [address for address in texts if not address.startswith("127.")] or texts


def _plainest(addresses: Sequence[str]) -> str:
    """Prefer IPv4, which every maker's library takes."""
    return next((address for address in addresses if ":" not in address), addresses[0])
