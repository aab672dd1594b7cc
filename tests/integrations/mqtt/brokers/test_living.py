"""Devices announced, reporting and obeying; the hub coming and going."""

import asyncio

import pytest

from hub.home.ids import EntityId
from integrations.mqtt.mqtt_config import MqttConfig, StatusMessage
from tests.integrations.mqtt.brokers.house import (
    ANNOUNCED_METER,
    ANNOUNCED_PLUG,
    METER,
    PLUG,
    living,
)
from tests.integrations.mqtt.handmade import until
from tests.support.brokers import BrokerProcess
from tests.support.mqtt_probe import Probe, probe


def keep(device: Probe, topic: str, payload: str | dict[str, object]) -> None:
    device.publish(topic, payload, retain=True)


async def test_retained_devices_are_found_and_obey(broker: BrokerProcess) -> None:
    async with probe(broker.port) as device:
        keep(device, ANNOUNCED_PLUG, PLUG)
        keep(device, "p", "ON")
        await device.settled()
        async with living(MqttConfig(port=broker.port)) as house:
            await house.shows("switch.plug", "on")
            house.do("switch.plug", "switch.turn_off")
            await device.sees("p/set", "OFF")
            device.publish("p", "OFF")
            await house.shows("switch.plug", "off")
            assert house.of("switch.plug") == ["on", "off"]


async def test_an_empty_payload_takes_a_device_back_for_good(broker: BrokerProcess) -> None:
    async with probe(broker.port) as device:
        keep(device, ANNOUNCED_PLUG, PLUG)
        keep(device, ANNOUNCED_METER, METER)
        async with living(MqttConfig(port=broker.port)) as house:
            await until(lambda: len(house.home.entities) == 2, "two entities")
            keep(device, ANNOUNCED_PLUG, "")
            await until(lambda: list(house.home.entities) == ["sensor.meter"], "the removal")
        async with living(MqttConfig(port=broker.port)) as house:
            await device.sees("homeassistant/status", "online")
            assert list(house.home.entities) == ["sensor.meter"]


async def test_a_hub_that_starts_again_knows_its_entities(broker: BrokerProcess) -> None:
    known = {("switch", "p"): EntityId("switch.as_people_call_it")}
    async with probe(broker.port) as device:
        keep(device, ANNOUNCED_PLUG, PLUG)
        for state in ("ON", "OFF"):
            keep(device, "p", state)
            async with living(MqttConfig(port=broker.port), known) as house:
                await house.shows("switch.as_people_call_it", state.lower())
                assert len(house.home.entities) == 1


async def test_birth_and_will_are_told_and_devices_announce_themselves(
    broker: BrokerProcess,
) -> None:
    async with probe(broker.port) as device:

        async def announce_on_birth() -> None:
            await device.sees("homeassistant/status", "online")
            keep(device, ANNOUNCED_PLUG, PLUG)

        announcing = asyncio.create_task(announce_on_birth())
        async with living(MqttConfig(port=broker.port)) as house:
            await until(lambda: "switch.plug" in house.home.entities, "the plug")
        await announcing
        await device.sees("homeassistant/status", "offline")


async def test_birth_and_will_as_the_owner_wants_them(broker: BrokerProcess) -> None:
    config = MqttConfig(
        port=broker.port,
        birth=StatusMessage("up", "hub/birth", 1, retain=True),
        will=StatusMessage("down", "hub/will", 1, retain=True),
    )
    async with probe(broker.port) as device:
        async with living(config) as house:
            await device.sees("hub/birth", "up")
            client = house.hub._connection._client
            assert client is not None
            client._sock_close()  # as if it were killed
            await device.sees("hub/will", "down")
            async with probe(broker.port, "hub/#") as late:
                await late.until(lambda: late.retained == {"hub/birth", "hub/will"}, "retaining")
        assert "homeassistant/status" not in device.last


async def test_a_hub_may_say_nothing_of_itself(broker: BrokerProcess) -> None:
    async with probe(broker.port) as device:
        config = MqttConfig(port=broker.port, birth=None, will=None)
        async with living(config) as house:
            keep(device, ANNOUNCED_PLUG, PLUG)
            await until(lambda: "switch.plug" in house.home.entities, "the plug")
            await asyncio.sleep(0.5)
        await device.settled()
        assert not [topic for topic in device.last if topic.endswith("status")]


async def test_sites_on_one_broker_neither_see_nor_move_each_other(broker: BrokerProcess) -> None:
    here = MqttConfig(port=broker.port, topic_prefix="estate/7/")
    there = MqttConfig(port=broker.port, topic_prefix="estate/8/")
    async with (
        probe(broker.port) as device,
        living(here) as house,
        living(there) as neighbour,
    ):
        keep(device, f"estate/7/{ANNOUNCED_PLUG}", PLUG)
        keep(device, ANNOUNCED_METER, METER)
        await until(lambda: "switch.plug" in house.home.entities, "the plug")
        keep(device, "p", "OFF")
        keep(device, "estate/7/p", "ON")
        await house.shows("switch.plug", "on")
        house.do("switch.plug", "switch.turn_off")
        await device.sees("estate/7/p/set", "OFF")
        await device.sees("estate/8/homeassistant/status", "online")
        assert "p/set" not in device.last
        assert not neighbour.home.entities
        assert list(house.home.entities) == ["switch.plug"]


@pytest.mark.parametrize("qos", [0, 1])
async def test_large_payloads_come_through_both_ways(broker: BrokerProcess, qos: int) -> None:
    large = "x" * 300_000
    async with (
        probe(broker.port) as device,
        living(MqttConfig(port=broker.port)) as house,
    ):
        config = {**METER, "json_attributes_topic": "m/attributes", "qos": qos}
        keep(device, ANNOUNCED_METER, config)
        await until(lambda: "sensor.meter" in house.home.entities, "the meter")
        keep(device, "m", "1")
        await house.shows("sensor.meter", "1")
        keep(device, "m/attributes", {"report": large})
        found = house.home.states[EntityId("sensor.meter")]
        await until(
            lambda: len(str(house.home.state("sensor.meter").attributes.get("report"))) == 300_000,
            f"the attribute, {len(str(found.attributes))}",
        )
        house.do("sensor.meter", "mqtt.publish", topic="display", payload=large[:100_000], qos=qos)
        await device.until(lambda: len(device.last.get("display", b"")) == 100_000)


async def test_a_message_counts_once_however_many_want_it(broker: BrokerProcess) -> None:
    """Brokers may send a copy for each subscription that matches (MQTT 3.1.1 §3.3.5)."""
    heard: list[str] = []
    async with (
        probe(broker.port) as device,
        living(MqttConfig(port=broker.port)) as house,
    ):
        keep(device, ANNOUNCED_METER, {**METER, "state_topic": "button/kitchen", "qos": 0})
        house.hub.hear("button/+", lambda _topic, payload: heard.append(payload.decode()))
        house.hub.hear("button/#", lambda _topic, _payload: None)
        await until(lambda: "sensor.meter" in house.home.entities, "the meter")
        await device.sees("homeassistant/status", "online")
        await device.settled()
        await asyncio.sleep(0.1)
        presses = ["single", "single", "double", "single", "single"]
        for press in presses:
            device.publish("button/kitchen", press)
        await until(lambda: len(heard) >= len(presses), "the presses")
        await asyncio.sleep(0.1)
        assert heard == presses
