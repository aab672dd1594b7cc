"""Scenes that a device or a gateway keeps."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from hub.home.commands import Command
from hub.home.domains.scene import TurnOn
from hub.home.model import State
from integrations.mqtt.component import Component
from integrations.mqtt.config import CommandTemplate, CommandTopic, EntityConfig, Payload
from integrations.mqtt.message import Publish


class SceneConfig(EntityConfig):
    """Keys of a scene."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    payload_on: Payload = "ON"


class Scene(Component):
    """A scene; it reports nothing, so its state is when the hub last called it."""

    domain = "scene"
    config_type = SceneConfig
    config: SceneConfig

    def __init__(self, config: SceneConfig) -> None:
        super().__init__(config)

    def offered(self) -> Iterable[str]:
        """Return what scenes do."""
        return ("turn_on",)

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the call."""
        if not isinstance(command, TurnOn):
            raise self.cannot(command, state)
        config = self.config
        yield self.to(config.command_topic, config.payload_on, config.command_template)

    @property
    def is_optimistic(self) -> bool:
        """Whether a call sent counts as a call; there is no other sign of it."""
        return True

    def assume(self, command: Command, state: State) -> None:
        """Note the time of the call."""
        del command, state
        self.state = datetime.now(UTC).isoformat()
