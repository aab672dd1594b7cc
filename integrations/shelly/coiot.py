"""CoIoT, by which Shellies of generation 1 report: CoAP over UDP, to a multicast group or to one.

One socket serves all devices; it is opened with the first and closed with the last.
"""

import asyncio
import contextlib
import logging
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv4Address

from aioshelly.block_device import COAP

from integrations.local.part import NONSENSE

# Shelly Gen1 API, "CoIoT protocol".
GROUP = "224.0.1.187"

_log = logging.getLogger(__name__)


class Coiot(COAP):
    """The library's CoAP, at any port, without multicast where there is none.

    What a device sends can make no trouble: it is dropped, and one log line says so.
    """

    def __init__(self, device_port: int) -> None:
        super().__init__()
        self._device_port = device_port
        self._has_complained = False

    async def initialize(
        self,
        socket_port: int = 0,
        socket_ips: list[IPv4Address] | None = None,
    ) -> None:
        """Open the socket.

        Raises:
            OSError: the port is taken by a program that does not share it.
        """
        del socket_ips
        self.sock = sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(("", socket_port))
            sock.settimeout(0)
        except OSError:
            sock.close()
            raise
        try:
            group = struct.pack("=4sl", socket.inet_aton(GROUP), socket.INADDR_ANY)
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
        except OSError as error:
            _log.info("shelly: no multicast here (%s): first-generation devices are asked", error)
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, sock=sock)

    async def request(self, ip: str, path: str) -> None:
        """Ask a device for its description ("d") or its state ("s")."""
        if self.transport is not None:
            # Non-confirmable GET of cit/<path> (RFC 7252, sections 3 and 5.10).
            message = b"\x50\x01\x00\x0a\xb3cit\x01" + path.encode() + b"\xff\x00"
            self.transport.sendto(message, (ip, self._device_port))

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take in a message."""
        try:
            super().datagram_received(data, addr)
        except NONSENSE as error:
            if not self._has_complained:
                self._has_complained = True
                _log.warning("shelly: nonsense over CoIoT from %s: %.200r", addr[0], error)

    def error_received(self, exc: Exception) -> None:
        """Pass over that nobody listens where something was sent: no answer says so too."""
        del exc

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the socket is closed."""
        del exc
        self.transport = None


class CoiotPost:
    """Where sessions get the socket that they share."""

    def __init__(self, port: int = 5683, device_port: int = 5683) -> None:
        self._port = port
        self._device_port = device_port
        self._users = 0
        self._coiot: Coiot | None = None
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[Coiot]:
        """Use the socket while entered.

        Raises:
            OSError: it cannot be opened.
        """
        async with self._lock:
            if self._coiot is None:
                coiot = Coiot(self._device_port)
                await coiot.initialize(self._port)
                self._coiot = coiot
            self._users += 1
            coiot = self._coiot
        try:
            yield coiot
        finally:
            self._users -= 1
            if self._users == 0:
                self._coiot = None
                with contextlib.suppress(OSError):
                    coiot.close()
