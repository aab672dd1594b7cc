"""The old protocol of TP-Link: JSON, each byte XORed with the one sent before (softScheck, 2016).

Over TCP four bytes of length go before it; over UDP nothing does.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol, cast

PORT = 9999
FIRST_KEY = 171


class Answers(Protocol):
    """A device: whatever answers questions. `is_dead`: it hears them and is silent."""

    is_dead: bool
    garbage: bytes | None

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Return what the device says."""


def scrambled(plain: bytes) -> bytes:
    """Return what goes over the wire."""
    key, out = FIRST_KEY, bytearray()
    for byte in plain:
        key ^= byte
        out.append(key)
    return bytes(out)


def plain(wire: bytes) -> bytes:
    """Return what was meant."""
    return bytes(byte ^ key for byte, key in zip(wire, bytes([FIRST_KEY]) + wire, strict=False))


@asynccontextmanager
async def speaking(device: Answers, host: str) -> AsyncIterator[None]:
    """Let a device answer on its port, over TCP and over UDP."""
    writers: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                size = int.from_bytes(await reader.readexactly(4), "big")
                question = json.loads(plain(await reader.readexactly(size)))
                if device.is_dead:
                    continue
                writer.write(device.garbage or framed(device.answer(question)))
                await writer.drain()
        writers.discard(writer)
        writer.close()

    server = await asyncio.start_server(serve, host, PORT)
    loop = asyncio.get_running_loop()
    udp, _ = await loop.create_datagram_endpoint(lambda: _Udp(device), (host, PORT))
    try:
        yield
    finally:
        udp.close()
        server.close()
        for writer in tuple(writers):
            writer.close()
        await server.wait_closed()
        await asyncio.sleep(0)


def framed(answer: dict[str, Any]) -> bytes:
    """Return an answer as it goes over TCP."""
    text = json.dumps(answer).encode()
    return len(text).to_bytes(4, "big") + scrambled(text)


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, device: Answers) -> None:
        self._device = device

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if self._device.is_dead:
            return
        answer = self._device.answer(json.loads(plain(data)))
        self._transport.sendto(scrambled(json.dumps(answer).encode()), addr)
