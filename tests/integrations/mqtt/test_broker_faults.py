"""Brokers and devices that send nonsense, much of it: a log line each, and the hub goes on."""

import asyncio
import contextlib
import json
import logging
import tracemalloc
from collections.abc import AsyncIterator

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from hub.home.home import Home
from hub.home.ids import EntityId
from integrations.mqtt.catalog import COMPONENTS
from integrations.mqtt.integration import MAX_ENTITIES, MAX_TOLD, MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.handmade import until
from tests.support.mosquitto import Mosquitto
from tests.support.mqtt_probe import probe

CONNACK = b"\x20\x02\x00\x00"
GARBAGE = {
    "a publication that ends in its topic": b"\x32\x03\x00\xffa",
    "a publication without a number": b"\x32\x04\x00\x02ab",
    "quality of service 3": b"\x36\x06\x00\x01a\x00\x01x",
    "an empty topic": b"\x30\x02\x00\x00",
    "an acknowledgement of nothing": b"\x90\x00",
    "a short acknowledgement": b"\x40\x01\x00",
    "a packet for brokers": b"\x82\x05\x00\x01\x00\x00\x00",
    "a reserved packet": b"\xf0\x00",
    "a length without an end": b"\x30\xff\xff\xff\xff\xff",
    "a second greeting": b"\x20\x01\x00",
    "a web page": b"HTTP/1.1 400 Bad Request\r\n\r\n" * 10,
}


@contextlib.asynccontextmanager
async def _babbler(*garbage: bytes) -> AsyncIterator[tuple[int, list[int]]]:
    """Run a broker that accepts everybody and says one piece of garbage to each, then the last."""
    served: list[int] = []

    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await reader.read(200)
            served.append(len(served))
            writer.write(CONNACK + garbage[min(len(served), len(garbage)) - 1])
            await writer.drain()
            await reader.read(-1)
        writer.transport.abort()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], served


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
async def test_garbage_from_a_broker_costs_a_log_line(
    garbage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with (
        _babbler(garbage, b"") as (port, served),
        MqttIntegration(Home(), MqttConfig(port=port)) as hub,
    ):
        await until(lambda: len(served) == 2 and hub.connected, "another connection")
        assert hub.problem == ""
    (line,) = caplog.records
    assert "connection lost; it sent what is no MQTT" in line.getMessage()
    assert line.exc_info is None


async def test_a_topic_that_is_no_text_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async with (
        _babbler(b"\x32\x06\x00\x01\xff\x00\x01x" + b"\x30\x04\x00\x01\xffx") as (port, served),
        MqttIntegration(Home(), MqttConfig(port=port)) as hub,
    ):
        await until(lambda: served, "a connection")
        await asyncio.sleep(0.05)
        assert hub.connected
    assert not caplog.records


@settings(max_examples=30, deadline=None)
@given(garbage=st.binary(min_size=1, max_size=40))
async def test_any_bytes_from_a_broker_leave_the_hub_alive(garbage: bytes) -> None:
    failures: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: failures.append(what))
    async with (
        _babbler(garbage) as (port, served),
        MqttIntegration(Home(), MqttConfig(port=port)),
    ):
        await until(lambda: served, "a connection")
        await asyncio.sleep(0.005)
    assert not failures


async def test_junk_on_every_discovery_topic(
    broker: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    async with probe(broker.port, "none") as device:
        for kind in (*COMPONENTS, "device"):
            for number, junk in enumerate(("{", "[]", '{"name": {}}', "\x00", "null")):
                device.publish(f"homeassistant/{kind}/j{number}/config", junk, retain=True)
        good: dict[str, object] = {"name": "Good", "unique_id": "g", "state_topic": "g"}
        device.publish("homeassistant/sensor/zz/config", good, retain=True)
        device.publish("g", "1", retain=True)
        await device.settled()
        home = Home()
        async with MqttIntegration(home, MqttConfig(port=broker.port)) as hub:
            await until(lambda: EntityId("sensor.good") in home.states, "the good one")
            await until(lambda: home.state("sensor.good").state == "1", "its state")
            await device.settled()
            assert hub.connected
        topics = [record.getMessage().split("'")[1] for record in caplog.records]
        assert len(topics) == len(set(topics)), "a line for each topic"
        assert len(topics) >= 4 * len(COMPONENTS)
        assert list(home.entities) == ["sensor.good"]


class _Wireless:
    """The integration's handlers without a broker, for floods."""

    def __init__(self) -> None:
        self.home = Home()
        self.hub = MqttIntegration(self.home, MqttConfig())
        connection = self.hub._connection
        connection.subscribe("homeassistant/#", self.hub._on_announcement)
        self.send = connection._router.dispatch


async def test_a_flood_of_wrong_announcements_fills_neither_log_nor_memory(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = _Wireless()

    def flood(start: int) -> None:
        for number in range(start, start + 10_000):
            house.send(f"homeassistant/sensor/x{number}/config", b'{"state_topic": 7}' * 20)

    flood(0)
    assert len(caplog.records) == MAX_TOLD + 1
    caplog.clear()
    tracemalloc.start()
    flood(10_000)
    flood(20_000)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not caplog.records
    assert not house.home.entities
    assert grown < 20_000_000


@pytest.mark.timeout(60)
async def test_a_flood_of_announcements_stops_at_a_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = _Wireless()
    for number in range(MAX_ENTITIES + 500):
        config = {"name": f"x{number}", "unique_id": f"x{number}", "command_topic": "c"}
        house.send(f"homeassistant/button/x{number}/config", json.dumps(config).encode())
    assert len(house.home.entities) == MAX_ENTITIES
    assert len(caplog.records) == 1
    assert f"over {MAX_ENTITIES} entities" in caplog.text
    house.send("homeassistant/button/x0/config", b"")
    assert len(house.home.entities) == MAX_ENTITIES, "one that waited has its turn"


async def test_a_device_that_floods_its_topic_with_junk_costs_a_line(
    broker: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    home = Home()
    good: dict[str, object] = {"name": "Good", "unique_id": "g", "state_topic": "g"}
    bad: dict[str, object] = {"name": "Bad", "unique_id": "b", "state_topic": "b", "schema": "json",
           "command_topic": "b/set"}  # fmt: skip
    async with (
        probe(broker.port, "none") as device,
        MqttIntegration(home, MqttConfig(port=broker.port)) as hub,
    ):
        device.publish("homeassistant/sensor/g/config", good, retain=True)
        device.publish("homeassistant/light/b/config", bad, retain=True)
        await until(lambda: len(home.entities) == 2, "both")
        for number in range(5_000):
            device._client.publish("b", f"{{junk {number}")
        device.publish("g", "1", retain=True)
        await until(lambda: home.state("sensor.good").state == "1", "the good one")
        assert hub.connected
    assert len(caplog.records) == 1, [record.getMessage() for record in caplog.records[:3]]
    assert "light.bad" in caplog.text
