"""Messages past all entities: those that rules publish, and those that they wait for."""

import pytest

from hub.home.actions import parse_command
from hub.home.errors import DeliveryError
from hub.home.home import Home
from hub.home.ids import HOUSE
from hub.home.model import Context
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.handmade import Handmade, until


async def test_what_a_rule_publishes_is_heard_by_who_listens(
    hub: MqttIntegration, device: Handmade
) -> None:
    heard: list[tuple[str, bytes]] = []
    stop = hub.hear("rules/+/out", lambda topic, payload: heard.append((topic, payload)))
    hub.hear("sign", lambda topic, payload: heard.append((topic, payload)))
    device.say("sign", "subscribed")
    await until(lambda: heard, "the subscription")
    heard.clear()
    command = parse_command("mqtt.publish", {"topic": "rules/1/out", "payload": "hé"})
    hub.send(HOUSE, command, Context())
    await until(lambda: heard == [("rules/1/out", "hé".encode())], "the message")
    stop()
    hub.send(HOUSE, command, Context())
    device.say("sign", "later")
    await until(lambda: heard[-1] == ("sign", b"later"), "the sign")
    assert len(heard) == 2


async def test_without_a_broker_nothing_is_published() -> None:
    hub = MqttIntegration(Home(), MqttConfig(port=1))
    command = parse_command("mqtt.publish", {"topic": "x"})
    with pytest.raises(DeliveryError, match="not connected"):
        hub.send(HOUSE, command, Context())


async def test_who_takes_commands_on_a_topic_is_known_while_it_is_announced(
    hub: MqttIntegration, device: Handmade
) -> None:
    config = {"unique_id": "front", "object_id": "front", "command_topic": "door/set"}
    await device.announce("lock/front", config)
    assert hub.addressed("door/set") == ("lock.front",)
    assert hub.addressed("door/state") == ()
    device.say("homeassistant/lock/front/config", "")
    await until(lambda: hub.addressed("door/set") == (), "the withdrawal")
