"""Messages that expire: what a broker is told of it, and what not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from hub.home.actions import parse_command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from integrations.mqtt.config import LONGEST_EXPIRY_S
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.message import Publish
from integrations.mqtt.mqtt_config import MqttConfig, Protocol
from tests.integrations.mqtt.handmade import until
from tests.integrations.mqtt.offline import Offline
from tests.support.mosquitto import Mosquitto

MOWER = {
    "name": "Mower",
    "dock_command_topic": "mower/dock",
    "message_expiry_interval": {"days": 1, "hours": 2, "minutes": 20, "seconds": 30},
}
IN_S = 94_830


async def test_days_hours_minutes_and_seconds_add_up() -> None:
    mower = Offline("lawn_mower", MOWER)
    dock = Publish("mower/dock", "dock", expires_s=IN_S)
    assert mower.sends("lawn_mower.dock") == [dock]
    mower.announce(MOWER | {"message_expiry_interval": {"days": 10**12}})
    assert mower.sends("lawn_mower.dock")[0].expires_s == LONGEST_EXPIRY_S
    mower.announce(MOWER | {"message_expiry_interval": None})
    assert mower.sends("lawn_mower.dock")[0].expires_s is None


@pytest.mark.parametrize("wrong", [{"hours": -1}, {"seconds": "soon"}, 60])
async def test_a_wrong_interval_is_refused_with_its_key(
    wrong: object, caplog: pytest.LogCaptureFixture
) -> None:
    mower = Offline("lawn_mower", MOWER | {"message_expiry_interval": wrong})
    assert not mower.home.entities
    assert "message_expiry_interval" in caplog.text


@asynccontextmanager
async def listener(port: int, heard: list[paho.MQTTMessage]) -> AsyncIterator[None]:
    """Note what comes on `mower/dock`, with the properties of MQTT 5."""
    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    ready: list[int] = []
    client.on_message = lambda _client, _data, message: heard.append(message)
    client.on_subscribe = lambda *_: ready.append(1)
    await asyncio.to_thread(client.connect, "127.0.0.1", port)
    client.subscribe("mower/dock")
    client.loop_start()
    try:
        await until(lambda: ready, "a subscription")
        yield
    finally:
        await asyncio.to_thread(client.loop_stop)


@pytest.mark.parametrize(("protocol", "is_told"), [("5", True), ("3.1.1", False)])
async def test_a_broker_of_mqtt_5_is_told(
    broker: Mosquitto,
    protocol: Protocol,
    is_told: bool,  # noqa: FBT001 -- a case
) -> None:
    heard: list[paho.MQTTMessage] = []
    home, config = Home(), MqttConfig(port=broker.port, protocol=protocol)
    mower = EntityId("lawn_mower.mower")
    async with MqttIntegration(home, config) as hub, listener(broker.port, heard):
        await until(lambda: hub.connected, "a connection")
        hub._connection._router.dispatch(
            "homeassistant/lawn_mower/x/config",
            b'{"name": "Mower", "dock_command_topic": "mower/dock",'
            b' "message_expiry_interval": {"hours": 1}}',
        )
        hub.send(mower, parse_command("lawn_mower.dock", {}), Context())
        await until(lambda: heard, "the command")
    expiry = getattr(heard[0].properties, "MessageExpiryInterval", None)
    assert heard[0].payload == b"dock"
    assert (expiry is not None and 3_500 < expiry <= 3_600) is is_told
