"""Hub, broker and devices come and go in any order; what is not connected says so."""

import asyncio
import logging
import socket

import paho.mqtt.client as paho
import pytest
from paho.mqtt.reasoncodes import ReasonCode

from hub.home.actions import parse_command
from hub.home.errors import DeliveryError
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from integrations.mqtt.connection import Connection
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.handmade import Handmade, until
from tests.support.mosquitto import Mosquitto, free_port
from tests.support.mqtt_probe import probe

PLUG = {"name": "Plug", "unique_id": "p", "command_topic": "p/set", "state_topic": "p"}


async def test_a_broker_restart_is_survived(broker: Mosquitto, device: Handmade) -> None:
    heard: list[bool] = []
    device.hub.listen_connectivity(heard.append)
    await device.announce("switch/p", PLUG)
    device.say("p", "ON")
    await device.reports("switch.plug", "on")
    await broker.stop_async()
    await until(lambda: not device.hub.connected, "noticing")
    assert device.home.state("switch.plug").state == "on"
    turn_off = parse_command("switch.turn_off", {})
    with pytest.raises(DeliveryError, match="not connected"):
        device.hub.send(EntityId("switch.plug"), turn_off, Context())
    await broker.start_async()
    await until(lambda: device.hub.connected and device.connected, "return")
    device.say("p", "OFF")
    await device.reports("switch.plug", "off")
    assert await device.command("switch.plug", "switch.turn_on") == [("p/set", "ON")]
    assert heard == [False, True]


async def test_the_hub_may_start_before_the_broker() -> None:
    port, home = free_port(), Home()
    async with MqttIntegration(home, MqttConfig(port=port)) as hub:
        assert not hub.connected
        await until(lambda: hub.problem, "a problem")
        assert "is the broker running" in hub.problem
        async with Mosquitto(port), Handmade(port, home, hub) as device:
            await device.announce("switch/p", PLUG)
            assert "switch.plug" in home.entities


async def test_a_command_waits_for_no_acknowledgement_of_the_one_before(
    device: Handmade,
) -> None:
    client = device.hub._connection._client
    assert client is not None
    sock = client.socket()
    assert isinstance(sock, socket.socket)
    assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_the_hub_says_online_and_offline(broker: Mosquitto) -> None:
    async with probe(broker.port) as watcher:
        async with MqttIntegration(Home(), MqttConfig(port=broker.port)):
            await watcher.sees("homeassistant/status", "online")
        await watcher.sees("homeassistant/status", "offline")


async def test_a_new_hub_finds_what_was_retained(broker: Mosquitto, device: Handmade) -> None:
    for number in range(150):
        config = {**PLUG, "name": f"Plug {number}", "unique_id": f"p{number}"}
        device.say(f"homeassistant/switch/p{number}/config", config)
    device.say("p", "ON")
    home = Home()
    async with MqttIntegration(home, MqttConfig(port=broker.port)):
        await until(lambda: len(home.entities) == 150, "150 plugs")
        await until(lambda: all(s.state == "on" for s in home.states.values()), "their states")


async def test_a_refusal_is_told_in_the_brokers_words(caplog: pytest.LogCaptureFixture) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"\x20\x02\x00\x05")  # CONNACK, not authorised (MQTT 3.1.1 §3.2.2.3)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, MqttIntegration(Home(), MqttConfig(port=port, username="x")):
        await until(lambda: "Not authorized" in caplog.text, "a reason")
    assert caplog.records[0].levelno == logging.WARNING
    assert f"127.0.0.1:{port}" in caplog.text


async def test_a_silent_broker_does_not_hold_the_hub() -> None:
    async def ignore(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(ignore, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with (
        server,
        asyncio.timeout(2),
        MqttIntegration(Home(), MqttConfig(port=port)) as hub,
    ):
        await asyncio.sleep(0.3)
        assert not hub.connected


async def test_garbage_from_a_broker_only_drops_the_connection() -> None:
    async def babble(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 20)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port, home = server.sockets[0].getsockname()[1], Home()
    async with MqttIntegration(home, MqttConfig(port=port)) as hub:
        await asyncio.sleep(0.2)
        server.close()
        await server.wait_closed()
        async with Mosquitto(port):
            await until(lambda: hub.connected, "a connection to the true broker")


async def test_a_fault_of_ours_is_told_and_tried_again(
    broker: Mosquitto, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_client, failures = Connection._new_client, 2

    def failing(self: Connection, acknowledged: asyncio.Future[ReasonCode]) -> paho.Client:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise RuntimeError("a fault")
        return new_client(self, acknowledged)

    monkeypatch.setattr(Connection, "_new_client", failing)
    async with MqttIntegration(Home(), MqttConfig(port=broker.port)) as hub:
        await until(lambda: hub.connected, "a connection after the faults")
    told = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert [r.exc_info is not None for r in told] == [True, True]


async def test_a_failing_listener_does_not_end_the_connection(broker: Mosquitto) -> None:
    async with MqttIntegration(Home(), MqttConfig(port=broker.port)) as hub:
        heard: list[bool] = []

        def fail(connected: bool) -> None:  # noqa: FBT001 - a listener's signature
            heard.append(connected)
            raise RuntimeError("a fault")

        stop = hub.listen_connectivity(fail)
        await until(lambda: heard == [True, False], "the fault")
        stop()
        await until(lambda: hub.connected, "a connection after the fault")
