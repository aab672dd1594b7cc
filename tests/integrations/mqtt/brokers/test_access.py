"""TLS, credentials, rights and versions: what is wrong is said with what to correct."""

import asyncio
from pathlib import Path

import pytest

from hub.home.home import Home
from integrations.mqtt.broker_login import Login
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.mqtt.security import Tls
from tests.integrations.mqtt.brokers.house import (
    ANNOUNCED_METER,
    ANNOUNCED_PLUG,
    METER,
    PLUG,
    living,
)
from tests.integrations.mqtt.handmade import until
from tests.support.brokers import KINDS, BrokerProcess, Rules
from tests.support.certificates import Authority
from tests.support.mqtt_probe import probe

# The kinds that can deny a topic at all.
WITH_RIGHTS = [kind for kind in KINDS if kind.has_rights]
HUB, DEVICE = Login("hub", "for the hub"), Login("device", "for the device")


async def problem_of(config: MqttConfig) -> str:
    """Try to connect, and return what the hub says of it."""
    async with MqttIntegration(Home(), config) as hub:
        await until(lambda: hub.problem, "a problem")
        assert not hub.connected
        return hub.problem


def _as(login: Login, port: int, tls: Tls | None = None) -> MqttConfig:
    return MqttConfig("127.0.0.1", port, login.username, login.password, tls)


async def test_only_who_is_known_comes_in(kind: type[BrokerProcess]) -> None:
    with kind(Rules((HUB,))) as broker:
        async with (
            probe(broker.port, login=HUB) as device,
            living(_as(HUB, broker.port)) as house,
        ):
            device.publish(ANNOUNCED_PLUG, PLUG, retain=True)
            await until(lambda: "switch.plug" in house.home.entities, "the plug")
            house.do("switch.plug", "switch.turn_on")
            await device.sees("p/set", "ON")
        nobody = await problem_of(MqttConfig(port=broker.port))
        assert "set mqtt.username and mqtt.password" in nobody
        wrong = await problem_of(_as(Login("hub", "hunter2"), broker.port))
        assert "does not know 'hub' with this password" in wrong
        assert "hunter2" not in wrong


async def test_tls_with_an_authority_of_ones_own(kind: type[BrokerProcess], tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with kind(Rules((HUB,), authority.issue("broker"))) as broker:
        trusting = Tls(authority.file)
        async with (
            probe(broker.port, login=HUB, tls=authority.trusting()) as device,
            living(_as(HUB, broker.port, trusting)) as house,
        ):
            device.publish(ANNOUNCED_PLUG, PLUG, retain=True)
            device.publish("p", "ON", retain=True)
            await house.shows("switch.plug", "on")
            house.do("switch.plug", "switch.turn_off")
            await device.sees("p/set", "OFF")
            await broker.restart()
            await until(lambda: not house.hub.connected, "noticing")
            await until(lambda: house.hub.connected, "the return")
        stranger = Authority(tmp_path, "Stranger")
        for tls in (Tls(), Tls(stranger.file)):
            problem = await problem_of(_as(HUB, broker.port, tls))
            assert "set mqtt.certificate to the file of its authority" in problem
        wrong_name = MqttConfig("127.1", broker.port, tls=trusting)
        assert "set mqtt.host to a name that it has" in await problem_of(wrong_name)
        assert "set mqtt.tls: true" in await problem_of(_as(HUB, broker.port))


async def test_a_broker_without_tls_is_told(broker: BrokerProcess, tmp_path: Path) -> None:
    tls = Tls(Authority(tmp_path).file)
    assert "set mqtt.tls: false" in await problem_of(MqttConfig(port=broker.port, tls=tls))


@pytest.mark.parametrize("kind", WITH_RIGHTS, ids=lambda kind: kind.name)
async def test_a_topic_that_may_not_be_read_costs_that_topic_alone(
    kind: type[BrokerProcess], caplog: pytest.LogCaptureFixture
) -> None:
    with kind(Rules((HUB, DEVICE), denied={"hub": "secret/#"})) as broker:
        async with (
            probe(broker.port, login=DEVICE) as device,
            living(_as(HUB, broker.port)) as house,
        ):
            heard: list[str] = []
            house.hub.hear("secret/#", lambda topic, _payload: heard.append(topic))
            device.publish(ANNOUNCED_METER, {**METER, "state_topic": "secret/m"}, retain=True)
            device.publish(ANNOUNCED_PLUG, PLUG, retain=True)
            device.publish("p", "ON", retain=True)
            device.publish("secret/m", "1", retain=True)
            await house.shows("switch.plug", "on")
            await asyncio.sleep(0.1)
            assert not heard
            assert house.state("sensor.meter") == "unknown"
            if kind.tells_denied:
                assert "does not let hub read secret/#" in caplog.text
            assert house.hub.connected


async def test_mqtt_5_where_it_is_spoken(broker: BrokerProcess) -> None:
    config = MqttConfig(port=broker.port, protocol="5")
    if not broker.speaks_5:
        assert "does not speak MQTT 5: set mqtt.protocol: 3.1.1" in await problem_of(config)
        return
    async with probe(broker.port) as device, living(config) as house:
        device.publish(ANNOUNCED_METER, METER, retain=True)
        device.publish(ANNOUNCED_PLUG, PLUG, retain=True)
        device.publish("p", "ON", retain=True)
        device.publish("m", "1", retain=True)
        await house.shows("sensor.meter", "1")
        await house.shows("switch.plug", "on")
        house.do("switch.plug", "switch.turn_off")
        await device.sees("p/set", "OFF")
        await device.sees("homeassistant/status", "online")


async def test_mqtt_3_1(broker: BrokerProcess) -> None:
    config = MqttConfig(port=broker.port, protocol="3.1")
    async with MqttIntegration(Home(), config) as hub:
        await until(lambda: hub.connected or hub.problem, "an answer")
        assert hub.connected or "set mqtt.protocol: 3.1.1" in hub.problem
