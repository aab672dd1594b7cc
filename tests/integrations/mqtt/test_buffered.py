"""Packets come through whole and in order, however the network cuts and joins them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from integrations.mqtt.connection import READ_TOGETHER, Connection
from integrations.mqtt.message import Message
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.handmade import until

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def packet(topic: str, payload: str) -> bytes:
    """Return a PUBLISH of QoS 0 (MQTT 3.1.1 §3.3); for less than 128 bytes."""
    body = len(topic).to_bytes(2, "big") + topic.encode() + payload.encode()
    return bytes([0x30, len(body)]) + body


@asynccontextmanager
async def bare_broker() -> AsyncIterator[tuple[Connection, Streams]]:
    """Yield a connection and the broker's end of it, past CONNECT and SUBSCRIBE."""
    came: asyncio.Future[Streams] = asyncio.get_running_loop().create_future()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(b"\x20\x02\x00\x00")  # CONNACK (§3.2)
        came.set_result((reader, writer))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        async with Connection(MqttConfig(port=port)) as connection:
            streams = await came
            await until(lambda: connection.connected, "the connection")
            yield connection, streams
        streams[1].close()


async def test_packets_cut_anywhere_are_put_together() -> None:
    async with bare_broker() as (connection, (_, writer)):
        heard: list[str] = []
        connection.subscribe("a/b", lambda message: heard.append(message.text))
        data = b"".join(packet("a/b", f"number {number}") for number in range(20))
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0)
        await until(lambda: len(heard) == 20, "all packets")
        assert heard == [f"number {number}" for number in range(20)]


async def test_a_flood_lets_others_have_their_turn() -> None:
    async with bare_broker() as (connection, (_, writer)):
        order: list[str] = []
        loop = asyncio.get_running_loop()

        def take(message: Message) -> None:
            order.append(message.text)
            if message.text == "0":
                loop.call_soon(order.append, "another")

        connection.subscribe("a", take)
        writer.write(b"".join(packet("a", str(number)) for number in range(50)))
        await until(lambda: len(order) == 51, "all messages")
        assert order.index("another") <= READ_TOGETHER
        order.remove("another")
        assert order == [str(number) for number in range(50)]


async def test_commands_of_a_burst_go_out_together_and_in_order() -> None:
    async with bare_broker() as (connection, (reader, writer)):
        count = 5 * READ_TOGETHER + 3
        connection.subscribe(
            "a", lambda message: connection.publish("b", message.text, sender="test")
        )
        await asyncio.sleep(0.05)
        await reader.read(1000)  # SUBSCRIBE
        writer.write(b"".join(packet("a", str(number)) for number in range(count)))
        expected = b"".join(packet("b", str(number)) for number in range(count))
        got: list[bytes] = []
        async with asyncio.timeout(5):
            while sum(map(len, got)) < len(expected):
                got.append(await reader.read(10_000))
        assert b"".join(got) == expected
        assert len(got) <= count / READ_TOGETHER + 1


async def test_a_broker_that_reads_slowly_gets_everything() -> None:
    async with bare_broker() as (connection, (reader, _)):
        payload, count = "x" * 100, 60_000
        for _number in range(count):
            connection.publish("b", payload, sender="test")
        async with asyncio.timeout(10):
            got = await reader.readexactly(count * len(packet("b", payload)))
        assert got == packet("b", payload) * count


async def test_a_fault_over_one_packet_leaves_the_next_ones() -> None:
    async with bare_broker() as (connection, (_, writer)):
        heard: list[str] = []
        connection.subscribe("a", lambda message: heard.append(message.text))
        writer.write(packet("\0", "a topic that is none") + packet("a", "well"))
        await until(lambda: heard == ["well"], "the message after it")


async def test_only_what_a_broker_kept_is_marked_as_kept() -> None:
    async with bare_broker() as (connection, (_, writer)):
        heard: list[tuple[str, bool]] = []
        connection.subscribe("a", lambda message: heard.append((message.text, message.is_kept)))
        kept = packet("a", "old")
        writer.write(bytes([kept[0] | 1]) + kept[1:] + packet("a", "new"))
        await until(lambda: len(heard) == 2, "both")
        assert heard == [("old", True), ("new", False)]


async def test_a_message_that_wants_to_be_acknowledged_is() -> None:
    async with bare_broker() as (connection, (reader, writer)):
        heard: list[str] = []
        connection.subscribe("a", lambda message: heard.append(message.text))
        await asyncio.sleep(0.05)
        await reader.read(1000)  # SUBSCRIBE
        writer.write(b"\x32\x06\x00\x01a\x00\x07x")  # PUBLISH of QoS 1 (MQTT 3.1.1 §3.3.2)
        await until(lambda: heard == ["x"], "the message")
        async with asyncio.timeout(2):
            assert await reader.readexactly(4) == b"\x40\x02\x00\x07"  # PUBACK (§3.4)


async def test_a_topic_that_is_no_text_is_passed_over() -> None:
    async with bare_broker() as (connection, (_, writer)):
        heard: list[str] = []
        connection.subscribe("#", lambda message: heard.append(message.topic))
        writer.write(b"\x30\x04\x00\x01\xffx" + packet("a", "well"))
        await until(lambda: heard == ["a"], "the message after it")


async def test_a_message_longer_than_its_packet_ends_the_connection() -> None:
    async with bare_broker() as (connection, (_, writer)):
        writer.write(b"\x30\x04\x00\x09ab")
        await until(lambda: not connection.connected, "the end")
