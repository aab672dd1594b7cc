"""The embedded broker serves every client from its CONNECT to its last packet."""

import asyncio
import struct
from collections.abc import AsyncIterator

import pytest

from integrations.mqtt.broker import LOOPBACK, EmbeddedBroker
from tests.integrations.mqtt.handmade import until
from tests.support.mqtt_probe import probe

DISCONNECT = b"\xe0\x00"


def _text(text: str) -> bytes:
    return struct.pack("!H", len(text)) + text.encode()


def _packet(kind: int, body: bytes) -> bytes:
    length, left = b"", len(body)
    while not length or left:
        left, low = divmod(left, 128)
        length += bytes([low | (128 if left else 0)])
    return bytes([kind]) + length + body


def _connect(name: str, *, keepalive_s: int = 60, will: str = "") -> bytes:
    flags = 0x06 if will else 0x02
    head = _text("MQTT") + bytes([4, flags]) + struct.pack("!H", keepalive_s) + _text(name)
    return _packet(0x10, head + (_text(will) + _text("gone") if will else b""))


def _subscribe(topic: str, qos: int = 0) -> bytes:
    return _packet(0x82, b"\x00\x01" + _text(topic) + bytes([qos]))


def _publish(topic: str, payload: str, *, retain: bool = False) -> bytes:
    return _packet(0x31 if retain else 0x30, _text(topic) + payload.encode())


async def _exchange(port: int, sent: bytes, awaited: bytes = b"") -> bytes:
    """Send it all at once, and return what came until `awaited` was in it."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.write(sent)
    got = b""
    try:
        async with asyncio.timeout(3):
            while awaited not in got and (more := await reader.read(10_000)):
                got += more
    finally:
        writer.close()
    return got


@pytest.fixture
async def broker() -> AsyncIterator[EmbeddedBroker]:
    async with EmbeddedBroker() as broker:
        yield broker


async def test_what_follows_connect_at_once_is_heard_while_others_subscribe(
    broker: EmbeddedBroker,
) -> None:
    kept = b"".join(_publish(f"kept/{number}", "x", retain=True) for number in range(50))
    await _exchange(broker.port, _connect("first") + kept + DISCONNECT, b"\x20")
    inside = broker._broker
    assert inside is not None
    await until(lambda: len(inside.retained_messages) == 50, "keeping")
    async with probe(broker.port, "kept/+"):
        answers = await asyncio.gather(
            *(
                _exchange(
                    broker.port,
                    _connect(f"client{number}") + _subscribe(f"kept/{number}"),
                    b"\x90\x03\x00\x01\x00" + _publish(f"kept/{number}", "x", retain=True),
                )
                for number in range(50)
            )
        )
    for number, answer in enumerate(answers):
        wanted = b"\x20\x02\x00\x00" + b"\x90\x03\x00\x01\x00"
        assert answer == wanted + _publish(f"kept/{number}", "x", retain=True)


@pytest.mark.parametrize("keepalive_s", [0, 60])
async def test_what_is_sent_before_a_goodbye_comes_through_in_order(
    broker: EmbeddedBroker, keepalive_s: int
) -> None:
    async with probe(broker.port, "burst") as watcher:
        sent = b"".join(_publish("burst", str(number)) for number in range(200))
        await _exchange(
            broker.port, _connect("burst", keepalive_s=keepalive_s) + sent + DISCONNECT, b"\x20"
        )
        await watcher.until(lambda: len(watcher.log) == 200, f"only {len(watcher.log)}")
        assert watcher.since(0, "burst") == [str(number) for number in range(200)]


async def test_a_forbidden_topic_costs_the_connection_and_the_will_comes(
    broker: EmbeddedBroker,
) -> None:
    async with probe(broker.port, "last/will") as watcher:
        sent = _connect("wild", will="last/will") + _publish("$SYS/x", "1")
        assert await _exchange(broker.port, sent, b"never") == b"\x20\x02\x00\x00"
        await watcher.sees("last/will", "gone")


async def test_the_second_client_of_a_name_cuts_off_the_first(broker: EmbeddedBroker) -> None:
    first = asyncio.create_task(_exchange(broker.port, _connect("twin"), b"never"))
    async with probe(broker.port, "a") as watcher:
        sent = _connect("twin") + _subscribe("a") + _publish("a", "1")
        assert _publish("a", "1") in await _exchange(broker.port, sent, _publish("a", "1"))
        assert await first == b"\x20\x02\x00\x00"
        await watcher.sees("a", "1")
