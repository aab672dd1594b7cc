"""Brokers that restart, are killed, cut the connection or are slow: nothing is lost or doubled."""

import asyncio

import pytest

from hub.home.errors import DeliveryError
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.brokers.house import (
    ANNOUNCED_METER,
    ANNOUNCED_PLUG,
    METER,
    PLUG,
    living,
)
from tests.integrations.mqtt.handmade import until
from tests.support.brokers import BrokerProcess
from tests.support.brokers.wire import Wire
from tests.support.mqtt_probe import Probe, probe


async def _move_in(device: Probe) -> None:
    device.publish(ANNOUNCED_PLUG, PLUG, retain=True)
    device.publish(ANNOUNCED_METER, METER, retain=True)
    device.publish("p", "ON", retain=True)
    device.publish("m", "1", retain=True)
    await device.settled()


@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
async def test_a_restart_of_the_broker(broker: BrokerProcess, *, kill: bool) -> None:
    async with living(MqttConfig(port=broker.port)) as house:
        async with probe(broker.port) as device:
            await _move_in(device)
            await house.shows("switch.plug", "on")
            await house.shows("sensor.meter", "1")
            await asyncio.sleep(1.1 if broker.name == "mosquitto" else 0)  # it writes each second
        connected: list[bool] = []
        house.hub.listen_connectivity(connected.append)
        await asyncio.to_thread(broker.kill if kill else broker.stop)
        await until(lambda: connected == [False], "noticing")
        assert house.hub.problem
        with pytest.raises(DeliveryError, match="not connected"):
            house.do("switch.plug", "switch.turn_off")
        await asyncio.to_thread(broker.start)
        await until(lambda: connected == [False, True], "the return")
        assert house.hub.problem == ""
        async with probe(broker.port) as device:
            if not broker.keeps:
                await _move_in(device)
            device.publish("m", "2", retain=True)
            await house.shows("sensor.meter", "2")
            house.do("switch.plug", "switch.turn_off")
            await device.sees("p/set", "OFF")
            device.publish("p", "OFF", retain=True)
            await house.shows("switch.plug", "off")
        assert house.of("switch.plug") == ["on", "off"]
        assert house.of("sensor.meter") == ["1", "2"]
        assert len(house.home.entities) == 2


async def test_what_was_retained_outlives_the_broker(broker: BrokerProcess) -> None:
    """Not that of the hub's own broker; its devices announce themselves at the hub's birth."""
    async with probe(broker.port) as device:
        await _move_in(device)
    await asyncio.sleep(1.1 if broker.name == "mosquitto" else 0)
    await broker.restart(kill=True)
    async with living(MqttConfig(port=broker.port)) as house, probe(broker.port) as device:
        await device.sees("homeassistant/status", "online")
        assert len(house.home.entities) == (2 if broker.keeps else 0)
        if not broker.keeps:
            await _move_in(device)
        await house.shows("switch.plug", "on")
        await house.shows("sensor.meter", "1")


async def test_a_connection_cut_amid_a_packet(broker: BrokerProcess) -> None:
    async with probe(broker.port) as device, Wire(broker.port) as wire:
        await _move_in(device)
        for number in range(30):
            device.publish(f"homeassistant/sensor/x{number}/config", {"name": "x" * 100})
        wire.cut_after = 300  # in the answer to the first subscriptions
        async with living(MqttConfig(port=wire.port)) as house:
            await until(lambda: wire.cuts == 1 or house.hub.connected, "the cut")
            await house.shows("switch.plug", "on")
            await until(lambda: house.hub.connected, "the return")
            await wire.cut()
            device.publish("m", "2", retain=True)
            await house.shows("sensor.meter", "2")
            assert house.of("switch.plug") == ["on"]
            assert house.of("sensor.meter")[-1] == "2"


async def test_a_slow_broker(broker: BrokerProcess) -> None:
    async with probe(broker.port) as device, Wire(broker.port) as wire:
        await _move_in(device)
        wire.trickle = 7  # bytes at a time
        async with living(MqttConfig(port=wire.port)) as house:
            await house.shows("switch.plug", "on")
            await house.shows("sensor.meter", "1")
            for _ in range(5):
                house.do("switch.plug", "switch.turn_on")
            house.do("switch.plug", "switch.turn_off")
            await device.sees("p/set", "OFF")
            assert device.since(0, "p/set") == ["ON"] * 5 + ["OFF"]
