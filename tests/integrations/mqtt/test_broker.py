"""The embedded broker: what it promises a first run."""

import asyncio
import logging
import socket
import stat
import sys
from pathlib import Path

import pytest

from hub.home.home import Home
from integrations.mqtt.broker import LOOPBACK, BrokerError, EmbeddedBroker
from integrations.mqtt.broker_login import Login, login_in
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.handmade import until
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


async def test_nobody_comes_in_without_the_password() -> None:
    """Another user of this machine reaches the port, and moves nothing through it."""
    login = Login("lares", "secret")
    async with EmbeddedBroker(login=login) as broker:
        async with probe(broker.port, login=login) as client:
            client.publish("a", "b")
            await client.sees("a", "b")
        for stranger in (None, Login("lares", ""), Login("lares", "Secret"), Login("x", "secret")):
            async with MqttIntegration(Home(), _as(stranger, broker.port)) as hub:
                await until(lambda: hub.problem, "a refusal")
                assert "mqtt.password" in hub.problem
                assert not hub.connected


def _as(login: Login | None, port: int) -> MqttConfig:
    username, password = (login.username, login.password) if login else (None, None)
    return MqttConfig(port=port, username=username, password=password)


def test_the_password_is_made_once_and_for_this_user_alone(tmp_path: Path) -> None:
    first = login_in(tmp_path)
    file = tmp_path / "broker.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert login_in(tmp_path) == first
    assert len(first.password) >= 32
    assert first.password not in repr(first)
    file.chmod(0o644)
    assert login_in(tmp_path) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"username": "lares", "password": ""}'])
def test_a_damaged_password_is_replaced(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broker.json").write_text(text)
    assert len(login_in(tmp_path).password) >= 32
    assert "broker.json" in caplog.text
