"""The embedded broker: what it promises a first run."""

import asyncio
import logging
import socket
import sys

import pytest

from integrations.mqtt.broker import LOOPBACK, BrokerError, EmbeddedBroker
from tests.support.mqtt_probe import probe


async def test_it_keeps_300_retained_messages_for_a_late_subscriber() -> None:
    async with EmbeddedBroker() as broker:
        async with probe(broker.port) as early:
            client = early._client
            for number in range(300):
                client.publish(f"home/{number}", f"value {number}", qos=1, retain=True)
            await early.until(lambda: len(early.last) == 300)
        async with probe(broker.port, "home/#") as late:
            await late.until(lambda: len(late.last) == 300, f"only {len(late.last)} came")
            assert late.text("home/299") == "value 299"
            assert len(late.retained) == 300


async def test_it_listens_on_loopback_only() -> None:
    async with EmbeddedBroker() as broker:
        assert broker._server is not None
        assert [sock.getsockname()[0] for sock in broker._server.sockets] == [LOOPBACK]


async def test_a_taken_port_is_named_with_the_remedy() -> None:
    async with EmbeddedBroker() as first:
        with pytest.raises(BrokerError, match=rf"{first.port}.*choose another port"):
            await EmbeddedBroker(first.port).__aenter__()


async def test_an_impossible_port_is_refused() -> None:
    with pytest.raises(BrokerError, match="between 0 and 65535"):
        await EmbeddedBroker(70_000).__aenter__()


async def test_the_port_is_free_again_afterwards_even_with_clients_connected() -> None:
    async with EmbeddedBroker() as broker:
        port = broker.port
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        connected = probe(port)
        await connected.__aenter__()
    assert await reader.read() == b""
    writer.close()
    await connected.__aexit__(None, None, None)
    async with EmbeddedBroker(port) as again:
        assert again.port == port


async def test_it_leaves_no_task_behind() -> None:
    before = asyncio.all_tasks()
    async with EmbeddedBroker() as broker, probe(broker.port) as client:
        client.publish("a", "b")
        await client.sees("a", "b")
    await asyncio.sleep(0.05)
    assert asyncio.all_tasks() == before


async def test_a_last_will_is_published_and_retained() -> None:
    async with EmbeddedBroker() as broker, probe(broker.port, "will/#") as watcher:
        code = (
            "import os, paho.mqtt.client as p\n"
            "c = p.Client(p.CallbackAPIVersion.VERSION2)\n"
            "c.will_set('will/topic', 'offline', 1, True)\n"
            "c.on_connect = lambda *a: os._exit(0)\n"
            f"c.connect('{LOOPBACK}', {broker.port}); c.loop_forever()\n"
        )
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        await process.wait()
        await watcher.sees("will/topic", "offline")
        async with probe(broker.port, "will/#") as late:
            await late.sees("will/topic", "offline")
            assert late.retained == {"will/topic"}


async def test_garbage_on_the_wire_neither_stops_it_nor_fills_the_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    async with EmbeddedBroker() as broker:
        for noise in (b"GET / HTTP/1.1\r\n\r\n", b"\x00\x00", b"\xff" * 64, b""):
            with socket.socket() as client:
                client.connect((LOOPBACK, broker.port))
                client.sendall(noise)
            await asyncio.sleep(0.02)
        async with probe(broker.port, "still/#") as client_probe:
            client_probe.publish("still/there", "yes")
            await client_probe.sees("still/there", "yes")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
