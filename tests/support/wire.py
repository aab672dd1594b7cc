"""A connection to a broker whose far end is the test: no sockets, no waiting."""

from typing import Any

from integrations.mqtt.connection import Connection
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.mqtt.router import Handler


class Wire(Connection):
    """Records what the hub publishes; `say` brings it what devices publish."""

    def __init__(self) -> None:
        super().__init__(MqttConfig())
        self.connected = True
        self.sent: list[tuple[str, str]] = []

    def subscribe(self, topic_filter: str, handler: Handler, *, qos: int = 0) -> None:
        """Take a subscription; nothing was kept for it."""
        del qos
        self._router.add(topic_filter, handler)

    def unsubscribe(self, topic_filter: str, handler: Handler) -> None:
        """Undo it."""
        self._router.remove(topic_filter, handler)

    def publish(self, topic: str, payload: str, **_: Any) -> None:
        """Record a message."""
        self.sent.append((topic, payload))

    def say(self, topic: str, payload: str | bytes, *, is_kept: bool = False) -> None:
        """Bring a message to the hub."""
        body = payload.encode("utf-8", "surrogatepass") if isinstance(payload, str) else payload
        self._router.dispatch(topic, body, is_kept=is_kept)


def wired(mqtt: MqttIntegration, wire: Wire) -> None:
    """Put the integration on the wire, without entering it."""
    mqtt._connection = wire
    for levels in ("+/+", "+/+/+"):
        wire.subscribe(f"homeassistant/{levels}/config", mqtt._on_announcement)
