"""The native API's frames, as a device writes and reads them: plain, or under Noise.

Plain: 0, length and type as varints, the message. Encrypted: 1, the length in two bytes, then
Noise_NNpsk0_25519_ChaChaPoly_SHA256 over type, length, message (esphome.io, native API protocol).
"""

import asyncio
import base64
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from noise.connection import NoiseConnection  # type: ignore[import-untyped]

PROLOGUE = b"NoiseAPIInit\x00\x00"
MAC_FAILURE = b"\x01Handshake MAC failure"


class Framing(Protocol):
    """How messages go over the wire."""

    async def read(self) -> tuple[int, bytes]:
        """Return the next message's type and bytes."""

    def frame(self, kind: int, data: bytes) -> bytes:
        """Return the bytes that carry a message."""


class NotPlain(Exception):
    """The client speaks the other framing."""


class Plain:
    """Frames without encryption."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    async def read(self) -> tuple[int, bytes]:
        if await self._reader.readexactly(1) != b"\x00":
            raise NotPlain
        length, kind = await self._varint(), await self._varint()
        return kind, await self._reader.readexactly(length)

    def frame(self, kind: int, data: bytes) -> bytes:
        return b"\x00" + varint(len(data)) + varint(kind) + data

    async def _varint(self) -> int:
        value = place = 0
        while True:
            byte = (await self._reader.readexactly(1))[0]
            value |= (byte & 0x7F) << place
            if byte < 0x80:
                return value
            place += 7


class Noise:
    """Frames under Noise, after `shake`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: str
    ) -> None:
        self._reader = reader
        self._writer = writer
        noise = NoiseConnection.from_name(b"Noise_NNpsk0_25519_ChaChaPoly_SHA256")
        noise.set_as_responder()
        noise.set_psks(base64.b64decode(key))
        noise.set_prologue(PROLOGUE)
        noise.start_handshake()
        self._noise: Any = noise

    async def shake(self, name: str, mac: str) -> bool:
        """Agree on keys with the client; False if its key is another."""
        await self._packet()
        self._write(b"\x01" + name.encode() + b"\x00" + mac.encode() + b"\x00")
        offer = await self._packet()
        try:
            self._noise.read_message(offer[1:])
        except InvalidTag:
            self._write(MAC_FAILURE)
            return False
        self._write(b"\x00" + bytes(self._noise.write_message()))
        return True

    async def read(self) -> tuple[int, bytes]:
        message = bytes(self._noise.decrypt(await self._packet()))
        return int.from_bytes(message[:2], "big"), message[4:]

    def frame(self, kind: int, data: bytes) -> bytes:
        head = kind.to_bytes(2, "big") + len(data).to_bytes(2, "big")
        sealed = bytes(self._noise.encrypt(head + data))
        return b"\x01" + len(sealed).to_bytes(2, "big") + sealed

    async def _packet(self) -> bytes:
        if await self._reader.readexactly(1) != b"\x01":
            raise NotPlain
        length = int.from_bytes(await self._reader.readexactly(2), "big")
        return await self._reader.readexactly(length)

    def _write(self, data: bytes) -> None:
        self._writer.write(b"\x01" + len(data).to_bytes(2, "big") + data)


def varint(value: int) -> bytes:
    """Return a number as protobuf writes it."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
