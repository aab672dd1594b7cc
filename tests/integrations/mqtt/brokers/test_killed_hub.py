"""The whole hub as a process, killed and started again on each broker."""

import asyncio
from pathlib import Path

import pytest

from tests.integrations.mqtt.brokers.house import ANNOUNCED_METER, ANNOUNCED_PLUG, METER, PLUG
from tests.support.brokers import BrokerProcess
from tests.support.mqtt_probe import probe
from tests.support.running_hub import RunningHub

TURN_ON = "/api/services/switch/turn_on"
LARES = """\
language_model: {enabled: false}
mqtt:
  client_id: the-hub
  topic_prefix: estate/7
  birth_message: {topic: hub, payload: up}
  will_message: {topic: hub, payload: down, retain: true}
"""


@pytest.mark.e2e
@pytest.mark.timeout(60)
async def test_a_killed_hub_is_missed_and_comes_back_as_it_was(
    broker: BrokerProcess, tmp_path: Path
) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "lares.yaml").write_text(LARES)
    hub = RunningHub(folder, "--mqtt", f"127.0.0.1:{broker.port}", command="run", token="t" * 40)
    async with probe(broker.port) as device:
        with hub:
            await device.sees("estate/7/hub", "up")
            device.publish(f"estate/7/{ANNOUNCED_PLUG}", PLUG, retain=True)
            device.publish(f"estate/7/{ANNOUNCED_METER}", METER, retain=True)
            device.publish("estate/7/p", "ON", retain=True)
            hub.wait_for("switch.plug", "on")
            hub.kill()
            await device.sees("estate/7/hub", "down")
            device.publish("estate/7/p", "OFF", retain=True)
            device.publish("estate/7/m", "5", retain=True)
            hub.start()
            hub.wait_for("switch.plug", "off")
            hub.wait_for("sensor.meter", "5")
            await device.sees("estate/7/hub", "up")
            body = {"entity_id": "switch.plug"}
            asked = asyncio.to_thread(hub.remote.request, "POST", TURN_ON, body)
            answered = asyncio.create_task(asked)
            await device.sees("estate/7/p/set", "ON")
            device.publish("estate/7/p", "ON", retain=True)
            await answered
        await device.sees("estate/7/hub", "down")
