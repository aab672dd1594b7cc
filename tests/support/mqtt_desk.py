"""Any number of announced devices without a broker: announcements, messages, commands by hand."""

import json
from typing import Any

from hub.home.actions import check, parse_command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, State
from integrations.mqtt.connection import Connection
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.message import Publish
from integrations.mqtt.mqtt_config import MqttConfig


class _Notebook(Connection):
    def __init__(self, config: MqttConfig) -> None:
        super().__init__(config)
        self.sent: list[Publish] = []

    def publish(
        self, topic: str, payload: str, *, sender: str, qos: int = 0, retain: bool = False
    ) -> None:
        del sender
        self.sent.append(Publish(topic, payload, qos, retain))

    def publish_message(self, message: Publish, *, sender: str) -> None:
        del sender
        self.sent.append(message)


class Desk:
    """A hub and what is said to it. Needs a running loop."""

    def __init__(self, home: Home | None = None, **more: Any) -> None:
        self.home = home or Home()
        self.hub = MqttIntegration(self.home, MqttConfig(), **more)
        self._connection = _Notebook(MqttConfig())
        self.hub._connection = self._connection
        self._connection.subscribe("homeassistant/#", self.hub._on_announcement)

    def announce(self, path: str, config: object) -> None:
        """Announce at `homeassistant/<path>/config`; None takes it back."""
        self.say(f"homeassistant/{path}/config", "" if config is None else config)

    def say(self, topic: str, payload: object) -> None:
        """Say text or bytes as they are, anything else as JSON."""
        if not isinstance(payload, bytes):
            text = payload if isinstance(payload, str) else json.dumps(payload)
            payload = text.encode()
        self._connection._router.dispatch(topic, payload)

    def state(self, entity_id: str) -> State:
        """What the home shows."""
        return self.home.state(entity_id)

    def shows(self, entity_id: str, state: str, **attributes: object) -> None:
        """Check what the home shows."""
        now = self.state(entity_id)
        found = {name: plain(now.attributes.get(name)) for name in attributes}
        assert (now.state, found) == (state, attributes), (
            f"{entity_id}: expected {state!r} {attributes}, got {now.state!r} {found}"
        )

    def sends(self, entity_id: str, action: str, **data: object) -> list[Publish]:
        """Check and send a command; return its messages."""
        command = parse_command(action, data)
        check(command, self.home.entity(entity_id), self.state(entity_id))
        self._connection.sent.clear()
        self.hub.send(EntityId(entity_id), command, Context())
        return list(self._connection.sent)

    def tells(self, entity_id: str, action: str, **data: object) -> list[tuple[str, str]]:
        """Send a command; return topics and payloads."""
        return [(one.topic, one.payload) for one in self.sends(entity_id, action, **data)]


def plain(value: object) -> object:
    """Return a value as JSON would bring it: lists for tuples."""
    return list(value) if isinstance(value, tuple) else value
