"""One announced entity without a broker: what is said to it, and every message it sends."""

import json
from typing import Any

from hub.home.actions import check, parse_command
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context, State
from integrations.mqtt.connection import Connection, MqttConfig
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.message import Publish


class _Notebook(Connection):
    """Writes down what is to be published."""

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


class Offline:
    """A hub with one entity, spoken to by calling its handlers. Needs a running loop."""

    def __init__(self, kind: str, config: dict[str, Any]) -> None:
        self.home = Home()
        self.hub = MqttIntegration(self.home, MqttConfig())
        self._connection = _Notebook(MqttConfig())
        self.hub._connection = self._connection
        self._connection.subscribe("homeassistant/#", self.hub._on_announcement)
        self._topic = f"homeassistant/{kind}/x/config"
        self.announce(config)

    def announce(self, config: dict[str, Any]) -> None:
        """Announce it, or once more."""
        self.say(self._topic, config)

    def say(self, topic: str, payload: object) -> None:
        """Say text, or anything else as JSON."""
        text = payload if isinstance(payload, str) else json.dumps(payload)
        self._connection._router.dispatch(topic, text.encode())

    @property
    def id(self) -> EntityId:
        """The entity's id; an AssertionError if the announcement was refused."""
        [found] = self.home.entities
        return found

    @property
    def state(self) -> State:
        """What the home shows."""
        return self.home.state(self.id)

    @property
    def verbs(self) -> set[str]:
        """What it offers."""
        return {action.partition(".")[2] for action in self.home.entity(self.id).actions}

    def shows(self, state: str, **attributes: object) -> bool:
        """Tell whether the home shows this."""
        now = self.state
        found = {name: now.attributes.get(name) for name in attributes}
        assert (now.state, found) == (state, attributes)
        return True

    def sends(self, action: str, **data: object) -> list[Publish]:
        """Check and send a command; return its messages."""
        command = parse_command(action, data)
        check(command, self.home.entity(self.id), self.state)
        self._connection.sent.clear()
        self.hub.send(self.id, command, Context())
        return list(self._connection.sent)
