"""A device with ESPHome's firmware, as far as its native API goes: a server on loopback.

It holds entities and their states as the API's own messages. A command changes them as the
firmware would (`commands.py`), and every client that subscribed hears of it.
"""

import asyncio
import contextlib
import importlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aioesphomeapi.core import MESSAGE_TYPE_TO_PROTO

from tests.support.esphome.commands import obey
from tests.support.esphome.framing import Framing, Noise, NotPlain, Plain

pb: Any = importlib.import_module("aioesphomeapi.api_pb2")
NUMBERS: dict[type, int] = {kind: number for number, kind in MESSAGE_TYPE_TO_PROTO.items()}


@dataclass
class Device:
    """What the device is, has, and what is wrong with it.

    `listed` are its ListEntities messages, `states` its state messages by type and key.
    """

    name: str = "shed"
    friendly_name: str = "Shed"
    mac: str = "AA:BB:CC:DD:EE:01"
    api: tuple[int, int] = (1, 14)
    noise_psk: str | None = None
    password: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    listed: list[Any] = field(default_factory=list)
    states: dict[tuple[str, int, int], Any] = field(default_factory=dict)
    commands: list[Any] = field(default_factory=list)
    # Faults: it takes commands without doing anything; it answers nothing at all.
    is_deaf: bool = False
    is_silent: bool = False
    port: int = 0
    _clients: set["_Client"] = field(default_factory=set)

    def has(self, entity: Any, state: Any = None) -> int:
        """Add an entity, and its state; returns its key."""
        entity.key = entity.key or len(self.listed) + 1
        self.listed.append(entity)
        if state is not None:
            state.key, state.device_id = entity.key, entity.device_id
            self.states[_place(state)] = state
        return int(entity.key)

    def says(self, state: Any) -> None:
        """Report a state to whoever subscribed."""
        self.states[_place(state)] = state
        self.sends(state)

    def sends(self, message: Any) -> None:
        """Send a message to whoever subscribed, and forget it."""
        for client in tuple(self._clients):
            if client.has_subscribed:
                client.write(message)

    def babbles(self, data: bytes) -> None:
        """Send bytes that mean nothing."""
        for client in tuple(self._clients):
            client.writer.write(data)

    def leaves(self) -> None:
        """Break all connections."""
        for client in tuple(self._clients):
            client.writer.transport.abort()

    def state(self, kind: str, key: int, device_id: int = 0) -> Any:
        """Return a state message."""
        return self.states[kind, device_id, key]

    @property
    def clients(self) -> int:
        """How many are connected."""
        return len(self._clients)

    def info(self) -> Any:
        """Return what it tells of itself."""
        told = {"model": "esp32dev", "esphome_version": "2026.10.1", "manufacturer": "Espressif"}
        return pb.DeviceInfoResponse(
            name=self.name, friendly_name=self.friendly_name, mac_address=self.mac,
            api_encryption_supported=self.noise_psk is not None, **{**told, **self.facts},
        )  # fmt: skip

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client until it leaves."""
        client = _Client(self, reader, writer)
        self._clients.add(client)
        try:
            await client.talk()
        except (asyncio.IncompleteReadError, ConnectionError, NotPlain):
            pass
        finally:
            self._clients.discard(client)
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()


class _Client:
    def __init__(
        self, device: Device, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.device = device
        self.reader = reader
        self.writer = writer
        self.has_subscribed = False
        self.is_in = device.password is None
        self.framing: Framing = Plain(reader)

    async def talk(self) -> None:
        device = self.device
        if device.noise_psk is not None and not await self._shake(device.noise_psk):
            return
        while True:
            try:
                number, data = await self.framing.read()
            except NotPlain:
                # So the firmware answers a client that wants to encrypt.
                self.writer.write(b"\x00Bad indicator byte")
                return
            message = MESSAGE_TYPE_TO_PROTO[number]()
            message.MergeFromString(data)
            if not device.is_silent and not self.answer(message):
                return
            await self.writer.drain()

    async def _shake(self, key: str) -> bool:
        noise = Noise(self.reader, self.writer, key)
        try:
            is_well = await noise.shake(self.device.name, self.device.mac.replace(":", "").lower())
        except NotPlain:
            # The firmware tells a plain client so by the first byte of its answer.
            self.writer.write(b"\x01\x00\x00")
            await self.writer.drain()
            return False
        self.framing = noise
        return is_well

    def write(self, message: Any) -> None:
        if not self.writer.is_closing():
            number = NUMBERS[type(message)]
            self.writer.write(self.framing.frame(number, message.SerializeToString()))

    def answer(self, message: Any) -> bool:
        """Answer a message; False if that ends the connection."""
        name = type(message).__name__
        step = ANSWERS.get(name)
        if step is not None:
            return step(self, message)
        if not self.is_in:
            return False
        if name.endswith("CommandRequest"):
            self.device.commands.append(message)
            if not self.device.is_deaf:
                obey(self.device, message)
        return True


def _hello(client: _Client, message: Any) -> bool:
    del message
    device = client.device
    major, minor = device.api
    client.write(
        pb.HelloResponse(
            api_version_major=major, api_version_minor=minor, name=device.name, server_info="shed"
        )
    )
    return True


def _authenticate(client: _Client, message: Any) -> bool:
    wanted = client.device.password
    client.is_in = wanted is None or message.password == wanted
    client.write(pb.AuthenticationResponse(invalid_password=not client.is_in))
    return client.is_in


def _tell(client: _Client, message: Any) -> bool:
    del message
    client.write(client.device.info())
    return client.is_in


def _list(client: _Client, message: Any) -> bool:
    del message
    for entity in client.device.listed:
        client.write(entity)
    client.write(pb.ListEntitiesDoneResponse())
    return client.is_in


def _subscribe(client: _Client, message: Any) -> bool:
    del message
    client.has_subscribed = True
    for state in client.device.states.values():
        client.write(state)
    return True


def _pong(client: _Client, message: Any) -> bool:
    del message
    client.write(pb.PingResponse())
    return True


def _goodbye(client: _Client, message: Any) -> bool:
    del message
    client.write(pb.DisconnectResponse())
    return False


ANSWERS: dict[str, Callable[[_Client, Any], bool]] = {
    "HelloRequest": _hello,
    "AuthenticationRequest": _authenticate,
    "DeviceInfoRequest": _tell,
    "ListEntitiesRequest": _list,
    "SubscribeStatesRequest": _subscribe,
    "PingRequest": _pong,
    "DisconnectRequest": _goodbye,
}


def _place(state: Any) -> tuple[str, int, int]:
    name = type(state).__name__.removesuffix("StateResponse").removesuffix("Response")
    return name, state.device_id, state.key


@asynccontextmanager
async def running(device: Device) -> AsyncIterator[Device]:
    """Run a device; it keeps its port over restarts."""
    server = await asyncio.start_server(device.serve, "127.0.0.1", device.port)
    device.port = server.sockets[0].getsockname()[1]
    try:
        yield device
    finally:
        server.close()
        device.leaves()
        async with asyncio.timeout(5):
            while device.clients:  # noqa: ASYNC110 - they are going
                await asyncio.sleep(0.005)
