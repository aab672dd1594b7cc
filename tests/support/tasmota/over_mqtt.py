"""A Tasmota device on a broker: it announces itself, tells that it is there, and takes commands."""

import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from hub.home.errors import DeliveryError
from integrations.mqtt.connection import Connection
from integrations.mqtt.message import Message
from integrations.mqtt.mqtt_config import MqttConfig
from tests.support.tasmota.firmware import Tasmota


@dataclass
class OverMqtt:
    """A device's connection to the broker."""

    tasmota: Tasmota
    connection: Connection
    changes: dict[str, Any]

    def announce(self, **changes: Any) -> None:
        """Announce what it is and what it measures."""
        self.changes |= changes
        self._say(f"tasmota/discovery/{self.tasmota.mac}/config",
                  json.dumps(self.tasmota.announcement(**self.changes)))  # fmt: skip
        self._say(f"tasmota/discovery/{self.tasmota.mac}/sensors",
                  json.dumps({"sn": self.tasmota.report(), "ver": 1}))  # fmt: skip
        self.lives(is_there=True)

    def withdraw(self) -> None:
        """Take the announcement back, as SetOption19 1 does."""
        self._say(f"tasmota/discovery/{self.tasmota.mac}/config", "")
        self._say(f"tasmota/discovery/{self.tasmota.mac}/sensors", "")

    def lives(self, *, is_there: bool) -> None:
        """Tell whether it is there."""
        self._say(f"tele/{self.tasmota.topic}/LWT", "Online" if is_there else "Offline")

    def says(self, place: str, payload: object) -> None:
        """Say something on a topic of its own ("stat/RESULT")."""
        prefix, _, name = place.partition("/")
        text = payload if isinstance(payload, str) else json.dumps(payload)
        topic = f"{prefix}/{self.tasmota.topic}/{name}"
        with contextlib.suppress(DeliveryError):
            self.connection.publish(topic, text, sender="device")

    def take(self, message: Message) -> None:
        """Do as told, and say so."""
        name = message.topic.rpartition("/")[2]
        for answer in self.tasmota.tell(f"{name} {message.text}"):
            self.says("stat/STATUS10" if "StatusSNS" in answer else "stat/RESULT", answer)

    def _say(self, topic: str, payload: str) -> None:
        self.connection.publish(topic, payload, sender="device", retain=True)


@asynccontextmanager
async def on_broker(tasmota: Tasmota, port: int) -> AsyncIterator[OverMqtt]:
    """Have a device on a broker; it announces nothing by itself."""
    connection = Connection(MqttConfig(port=port, discovery_prefix="tasmota_test"))
    device = OverMqtt(tasmota, connection, {})
    connection.subscribe(f"cmnd/{tasmota.topic}/+", device.take)
    async with connection:
        yield device
