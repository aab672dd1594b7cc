"""KLAP, TP-Link's newer protocol over HTTP, from the device's side: two handshakes, then AES-CBC.

Both sides prove that they know the account by hashes over each other's seeds; the session's key
comes from the same (as python-kasa's client expects it).
"""

import asyncio
import contextlib
import hashlib
import json
import secrets
import struct
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.support.kasa.xor import Answers

DISCOVERY_PORT = 20002
HEADER_BYTES = 16
SIGNATURE_BYTES = 32


def _sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _account(username: str, password: str, version: int) -> bytes:
    if version == 1:
        one, two = (hashlib.md5(text.encode()).digest() for text in (username, password))  # noqa: S324 -- the maker's choice
        return hashlib.md5(one + two).digest()  # noqa: S324 -- the maker's choice
    one, two = (hashlib.sha1(text.encode()).digest() for text in (username, password))  # noqa: S324 -- the maker's choice
    return _sha256(one, two)


@dataclass
class _Session:
    """What both sides know after the handshakes."""

    local: bytes
    remote: bytes
    account: bytes

    def open(self, wire: bytes, sequence: int) -> bytes:
        """Return what was asked; ValueError if it is not signed by the account."""
        signature, sealed = wire[:SIGNATURE_BYTES], wire[SIGNATURE_BYTES:]
        if signature != self._signature(sealed, sequence):
            raise ValueError("signed by somebody else")
        opener = self._cipher(sequence).decryptor()
        padded = opener.update(sealed) + opener.finalize()
        unpadder = padding.PKCS7(128).unpadder()
        return unpadder.update(padded) + unpadder.finalize()

    def seal(self, plain: bytes, sequence: int) -> bytes:
        """Return an answer as it goes over the wire."""
        padder = padding.PKCS7(128).padder()
        padded = padder.update(plain) + padder.finalize()
        sealer = self._cipher(sequence).encryptor()
        sealed = sealer.update(padded) + sealer.finalize()
        return self._signature(sealed, sequence) + sealed

    def _derived(self, purpose: bytes) -> bytes:
        return _sha256(purpose, self.local, self.remote, self.account)

    def _signature(self, sealed: bytes, sequence: int) -> bytes:
        return _sha256(self._derived(b"ldk")[:28], struct.pack(">l", sequence), sealed)

    def _cipher(self, sequence: int) -> Cipher[modes.CBC]:
        vector = self._derived(b"iv")[:12] + struct.pack(">l", sequence)
        return Cipher(algorithms.AES(self._derived(b"lsk")[:16]), modes.CBC(vector))


@dataclass
class KlapServer:
    """The web server of a device. `version`: 1 for Kasa devices, 2 for Tapo and newest Kasa."""

    device: Answers
    host: str
    username: str
    password: str
    version: int = 2
    port: int = 0
    handshakes: int = 0
    _sessions: dict[str, _Session] = field(default_factory=dict)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def plug_in(self, discovery: dict[str, Any]) -> None:
        """Give it power (again): it serves, and answers who searches."""
        app = web.Application()
        app.router.add_post("/app/handshake1", self._handshake1)
        app.router.add_post("/app/handshake2", self._handshake2)
        app.router.add_post("/app/request", self._request)
        server = TestServer(app, host=self.host, port=self.port or None)
        self._stack = AsyncExitStack()
        await server.start_server(shutdown_timeout=0.1)
        self._stack.push_async_callback(server.close)
        self.port = server.port or 0
        loop = asyncio.get_running_loop()
        udp, _ = await loop.create_datagram_endpoint(
            lambda: _Discovered(self, discovery), (self.host, DISCOVERY_PORT)
        )
        self._stack.callback(udp.close)

    async def unplug(self) -> None:
        """Take its power."""
        self._sessions.clear()
        await self._stack.aclose()

    def forget_sessions(self) -> None:
        """Forget who was let in, as devices do after a day."""
        self._sessions.clear()

    async def _handshake1(self, request: web.Request) -> web.Response:
        await self._alive()
        self.handshakes += 1
        local, remote = await request.read(), secrets.token_bytes(16)
        account = _account(self.username, self.password, self.version)
        name = secrets.token_hex(16)
        self._sessions[name] = _Session(local, remote, account)
        parts = (local, account) if self.version == 1 else (local, remote, account)
        response = web.Response(body=remote + _sha256(*parts))
        response.set_cookie("TP_SESSIONID", name)
        response.set_cookie("TIMEOUT", "86400")
        return response

    async def _handshake2(self, request: web.Request) -> web.Response:
        await self._alive()
        session = self._session(request)
        parts = [session.remote, session.account]
        if self.version != 1:
            parts.insert(1, session.local)
        if await request.read() != _sha256(*parts):
            raise web.HTTPForbidden
        return web.Response()

    async def _request(self, request: web.Request) -> web.Response:
        await self._alive()
        session, sequence = self._session(request), int(request.query["seq"])
        try:
            question = json.loads(session.open(await request.read(), sequence))
        except ValueError:
            raise web.HTTPForbidden from None
        if self.device.garbage is not None:
            return web.Response(body=self.device.garbage)
        answer = json.dumps(self.device.answer(question)).encode()
        return web.Response(body=session.seal(answer, sequence))

    def _session(self, request: web.Request) -> _Session:
        session = self._sessions.get(request.cookies.get("TP_SESSIONID", ""))
        if session is None:
            raise web.HTTPForbidden
        return session

    async def _alive(self) -> None:
        if self.device.is_dead:
            await asyncio.sleep(60)


@asynccontextmanager
async def served(server: KlapServer, discovery: dict[str, Any]) -> AsyncIterator[KlapServer]:
    """Run a device's web server at its own address."""
    await server.plug_in(discovery)
    try:
        yield server
    finally:
        await server.unplug()


class _Discovered(asyncio.DatagramProtocol):
    """Answers who searches (TDP, version 2): a header, then JSON."""

    def __init__(self, server: KlapServer, about: dict[str, Any]) -> None:
        self._server = server
        self._about = about

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if self._server.device.is_dead:
            return
        scheme = {
            "is_support_https": False,
            "encrypt_type": "KLAP",
            "http_port": self._server.port,
            "lv": self._server.version,
        }
        about = {**self._about, "ip": self._server.host, "mgt_encrypt_schm": scheme}
        with contextlib.suppress(OSError):
            text = json.dumps({"result": about, "error_code": 0}).encode()
            self._transport.sendto(data[:HEADER_BYTES] + text, addr)
