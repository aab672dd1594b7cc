"""What shows or speaks messages: screens, pagers (Home Assistant, MQTT notify)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from hub.home.commands import Command
from hub.home.domains.notify import SendMessage
from hub.home.model import State
from integrations.mqtt.component import Component
from integrations.mqtt.config import CommandTemplate, CommandTopic, EntityConfig
from integrations.mqtt.message import Publish


class NotifyConfig(EntityConfig):
    """Keys of a notifier."""

    command_topic: CommandTopic | None = None
    command_template: CommandTemplate | None = None


class Notify(Component):
    """A notifier; it reports nothing, so its state is when it was last given a message."""

    domain = "notify"
    config_type = NotifyConfig
    config: NotifyConfig

    @property
    def is_optimistic(self) -> bool:
        """Whether a message sent counts as one; there is no other sign of it."""
        return True

    def offered(self) -> Iterable[str]:
        """Return what notifiers do."""
        return ("send_message",) if self.config.command_topic is not None else ()

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the message. A title, which Home Assistant drops, is there for the template."""
        if not isinstance(command, SendMessage):
            raise self.cannot(command, state)
        config = self.config
        yield self.to(
            config.command_topic, command.message, config.command_template, title=command.title
        )

    def assume(self, command: Command, state: State) -> None:
        """Note the time of the message."""
        del command, state
        self.state = datetime.now(UTC).isoformat()
