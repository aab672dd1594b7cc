"""Clean and persistent sessions: what a broker keeps for a client while it is away."""

import asyncio
from dataclasses import replace

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from integrations.mqtt.broker_login import Login
from integrations.mqtt.mqtt_config import MqttConfig, Protocol
from tests.integrations.mqtt.brokers.house import (
    ANNOUNCED_METER,
    ANNOUNCED_PLUG,
    METER,
    PLUG,
    living,
)
from tests.integrations.mqtt.handmade import until
from tests.support.brokers import KINDS, BrokerProcess, Rules
from tests.support.brokers.wire import Wire
from tests.support.mqtt_probe import LOOPBACK, probe

ANYBODY = Login("house", "house's own")
VERSIONS: tuple[Protocol, ...] = ("3.1.1", "5")
# Every kind of broker with what it speaks.
SPOKEN = [
    pytest.param(kind, version, id=f"{kind.name}-{version}")
    for kind in KINDS
    for version in VERSIONS
    if version != "5" or kind.speaks_5
]


def _config(port: int, *, clean: bool, protocol: Protocol = "3.1.1") -> MqttConfig:
    return MqttConfig(
        port=port,
        username=ANYBODY.username,
        password=ANYBODY.password,
        client_id="lares",
        clean_session=clean,
        protocol=protocol,
    )


@pytest.mark.parametrize(("kind", "protocol"), SPOKEN)
@pytest.mark.parametrize("clean", [True, False], ids=["clean", "persistent"])
async def test_messages_while_the_hub_is_away(
    kind: type[BrokerProcess], protocol: Protocol, *, clean: bool
) -> None:
    with kind(Rules((ANYBODY,))) as broker:
        config = _config(broker.port, clean=clean, protocol=protocol)
        async with probe(broker.port, login=ANYBODY) as device:
            device.publish(ANNOUNCED_METER, METER, retain=True)
            async with living(config) as house:
                await device.sees("homeassistant/status", "online")
                device.publish("m", "1")
                await house.shows("sensor.meter", "1")
            await device.sees("homeassistant/status", "offline")
            for reading in ("2", "3", "4"):
                device.publish("m", reading)
            await device.settled()
            async with living(config) as house:
                await device.sees("homeassistant/status", "online")
                await house.shows("sensor.meter", "unknown" if clean else "4")
                assert house.of("sensor.meter") == ([] if clean else ["2", "3", "4"])


async def test_messages_while_the_connection_was_cut(kind: type[BrokerProcess]) -> None:
    with kind(Rules((ANYBODY,))) as broker:
        async with (
            probe(broker.port, login=ANYBODY) as device,
            Wire(broker.port) as wire,
        ):
            device.publish(ANNOUNCED_METER, METER, retain=True)
            config = replace(_config(broker.port, clean=False), port=wire.port)
            async with living(config) as house:
                await device.sees("homeassistant/status", "online")
                device.publish("m", "1")
                await house.shows("sensor.meter", "1")
                await wire.cut()
                await until(lambda: not house.hub.connected, "the cut")
                device.publish("m", "2")
                await house.shows("sensor.meter", "2")


async def test_a_command_waits_for_a_device_that_sleeps(kind: type[BrokerProcess]) -> None:
    got: list[str] = []

    def sleeper() -> paho.Client:
        client = paho.Client(CallbackAPIVersion.VERSION2, client_id="sleeper", clean_session=False)
        client.username_pw_set(ANYBODY.username, ANYBODY.password)
        client.on_message = lambda _client, _data, message: got.append(message.payload.decode())
        client.connect(LOOPBACK, broker.port)
        client.loop_start()
        return client

    with kind(Rules((ANYBODY,))) as broker:
        subscribed = asyncio.Event()
        loop = asyncio.get_running_loop()
        device = await asyncio.to_thread(sleeper)

        def on_subscribe(*_: object) -> None:
            loop.call_soon_threadsafe(subscribed.set)

        device.on_subscribe = on_subscribe
        device.subscribe("p/set", 1)
        async with asyncio.timeout(5):
            await subscribed.wait()
        device.disconnect()
        await asyncio.to_thread(device.loop_stop)
        async with (
            probe(broker.port, login=ANYBODY) as announcer,
            living(_config(broker.port, clean=True)) as house,
        ):
            announcer.publish(ANNOUNCED_PLUG, {**PLUG, "qos": 1}, retain=True)
            await until(lambda: "switch.plug" in house.home.entities, "the plug")
            house.do("switch.plug", "switch.turn_on")
            house.do("switch.plug", "switch.turn_off")
            await announcer.sees("p/set", "OFF")
            device = await asyncio.to_thread(sleeper)
            # NATS 2.9.10 may take its time: 4 s were seen.
            await announcer.until(lambda: got == ["ON", "OFF"], "no commands", wait_s=12)
            device.disconnect()
            await asyncio.to_thread(device.loop_stop)


async def test_two_hubs_of_one_client_id_do_not_fight_for_ever(
    kind: type[BrokerProcess], caplog: pytest.LogCaptureFixture
) -> None:
    with kind() as broker:
        config = MqttConfig(port=broker.port, client_id="same")
        async with living(config), living(config):
            await asyncio.sleep(1.5)
        assert "change mqtt.client_id" in caplog.text
        assert len(caplog.records) < 12
