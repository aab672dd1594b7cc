"""Brokers that let in only whom they know: a real mosquitto with passwords, rights and TLS."""

import asyncio
from pathlib import Path

import pytest

from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from integrations.mqtt.broker_login import Login
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.mqtt.security import Tls
from tests.integrations.mqtt.handmade import until
from tests.support.certificates import Authority
from tests.support.mosquitto import Mosquitto, guarded
from tests.support.mqtt_probe import probe

PLUG: dict[str, object] = {
    "name": "Plug",
    "unique_id": "p",
    "command_topic": "p/set",
    "state_topic": "p",
}
HUB, DEVICE = Login("hub", "for the hub"), Login("device", "for the device")
PASSWORDS = {login.username: login.password for login in (HUB, DEVICE)}


async def problem_of(config: MqttConfig) -> str:
    """Try to connect, and return what the hub says of it."""
    async with MqttIntegration(Home(), config) as hub:
        await until(lambda: hub.problem, "a problem")
        assert not hub.connected
        return hub.problem


async def test_with_the_right_password_the_house_works(tmp_path: Path) -> None:
    rights = ["user hub", "topic readwrite #", "user device", "topic readwrite #"]
    async with (
        Mosquitto(more=guarded(tmp_path, PASSWORDS, rights=rights)) as broker,
        MqttIntegration(Home(), config := MqttConfig("127.0.0.1", broker.port, *_of(HUB))) as hub,
        probe(broker.port, login=DEVICE) as device,
    ):
        assert "for the hub" not in repr(config)
        await until(lambda: hub.connected, "the connection")
        device.publish("homeassistant/switch/p/config", PLUG)
        await until(lambda: "switch.plug" in hub._home.entities, "the plug")
        turn_on = parse_command("switch.turn_on", {})
        hub.send(EntityId("switch.plug"), turn_on, Context())
        await device.sees("p/set", "ON")
        assert hub.problem == ""


def _of(login: Login) -> tuple[str, str]:
    return login.username, login.password


async def test_a_refusal_says_what_to_correct(tmp_path: Path) -> None:
    async with Mosquitto(more=guarded(tmp_path, PASSWORDS)) as broker:
        nobody = await problem_of(MqttConfig(port=broker.port))
        assert "set mqtt.username and mqtt.password" in nobody
        guess = "hunter2"
        wrong = await problem_of(MqttConfig(port=broker.port, username="hub", password=guess))
        assert "does not know 'hub' with this password" in wrong
        assert guess not in wrong


async def test_a_client_without_the_right_moves_nothing(tmp_path: Path) -> None:
    """Rights on topics are the broker's; what it drops, the hub sees nothing of."""
    rights = [
        "user hub",
        "topic readwrite #",
        "user device",
        "topic readwrite p",
        "topic read p/set",
    ]
    async with (
        Mosquitto(more=guarded(tmp_path, PASSWORDS, rights=rights)) as broker,
        MqttIntegration(Home(), MqttConfig("127.0.0.1", broker.port, *_of(HUB))) as hub,
        probe(broker.port, login=DEVICE) as device,
        probe(broker.port, login=HUB) as other,
    ):
        await until(lambda: hub.connected, "the connection")
        device.publish("homeassistant/switch/evil/config", {**PLUG, "name": "Evil"})
        other.publish("homeassistant/switch/p/config", PLUG)
        await until(lambda: "switch.plug" in hub._home.entities, "the plug")
        assert "switch.evil" not in hub._home.entities


async def test_a_topic_that_may_not_be_read_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def deny(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"\x20\x02\x00\x00")  # CONNACK
        while packet := await reader.read(1000):
            if packet[0] == 0x82:  # SUBSCRIBE; each topic fails (MQTT 3.1.1 §3.9.3)
                at = 2 if packet[1] < 0x80 else 3  # past the length of one or two bytes
                writer.write(bytes([0x90, 3, *packet[at : at + 2], 0x80]))
        writer.close()

    server = await asyncio.start_server(deny, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    config = MqttConfig("127.0.0.1", port, *_of(HUB))
    async with server, MqttIntegration(Home(), config) as hub:
        hub.hear("owntracks/#", lambda _topic, _payload: None)
        await until(lambda: "does not let hub read" in caplog.text, "a warning")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def serving(authority: Authority, *more: str) -> list[str]:
    own = authority.issue("broker")
    return [f"certfile {own.chain}", f"keyfile {own.key}", *more]


async def test_tls_with_an_authority_of_ones_own(tmp_path: Path, authority: Authority) -> None:
    lines = guarded(tmp_path, PASSWORDS, tls=serving(authority))
    async with Mosquitto(more=lines) as broker:
        config = MqttConfig("127.0.0.1", broker.port, *_of(HUB), Tls(authority.file))
        async with MqttIntegration(Home(), config) as hub:
            await until(lambda: hub.connected, "the connection")
        other = Authority(tmp_path, "Another")
        for tls in (Tls(), Tls(other.file)):
            problem = await problem_of(MqttConfig("127.0.0.1", broker.port, *_of(HUB), tls))
            assert "set mqtt.certificate to the file of its authority" in problem
        plain = await problem_of(MqttConfig("127.0.0.1", broker.port, *_of(HUB)))
        assert "set mqtt.tls: true" in plain


async def test_the_brokers_name_is_looked_at(tmp_path: Path, authority: Authority) -> None:
    lines = guarded(tmp_path, PASSWORDS, tls=serving(authority))
    async with Mosquitto(more=lines) as broker:
        elsewhere = MqttConfig("127.1", broker.port, tls=Tls(authority.file))
        assert "set mqtt.host to a name that it has" in await problem_of(elsewhere)


async def test_a_broker_that_asks_who_we_are(tmp_path: Path, authority: Authority) -> None:
    asking = serving(authority, f"cafile {authority.file}", "require_certificate true")
    asking.append("use_identity_as_username true")
    async with Mosquitto(more=["user root", *asking]) as broker:
        own = authority.issue("hub")
        tls = Tls(authority.file, own.chain, own.key)
        async with MqttIntegration(Home(), MqttConfig(port=broker.port, tls=tls)) as hub:
            await until(lambda: hub.connected, "the connection")
        unknown = await problem_of(MqttConfig(port=broker.port, tls=Tls(authority.file)))
        assert "mqtt.client_cert" in unknown
        stranger = Authority(tmp_path, "Stranger").issue("hub")
        wrong = Tls(authority.file, stranger.chain, stranger.key)
        assert "mqtt.client_cert" in await problem_of(MqttConfig(port=broker.port, tls=wrong))


async def test_files_that_are_of_no_use_are_named(tmp_path: Path, authority: Authority) -> None:
    own, other, none = authority.issue("hub"), authority.issue("other"), tmp_path / "none.pem"
    for tls, words in [
        (Tls(none), f"mqtt.certificate ({none}) cannot be used: No such file"),
        (Tls(own.key), f"mqtt.certificate ({own.key}) cannot be used"),
        (Tls(authority.file, none, own.key), f"({none}) cannot be used: No such file"),
        (Tls(authority.file, own.chain, other.key), "mqtt.client_cert with mqtt.client_key"),
    ]:
        assert words in await problem_of(MqttConfig(port=1, tls=tls))


async def test_a_broker_without_tls_is_told(authority: Authority) -> None:
    async with Mosquitto() as broker:
        problem = await problem_of(MqttConfig(port=broker.port, tls=Tls(authority.file)))
        assert "set mqtt.tls: false" in problem
