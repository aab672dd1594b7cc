"""Robot lawn mowers (Home Assistant, MQTT lawn mower)."""

from collections.abc import Iterable, Iterator

from hub.home.commands import Command
from hub.home.domains import lawn_mower
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component
from integrations.mqtt.config import CommandTemplate, CommandTopic, EntityConfig, Template, Topic
from integrations.mqtt.message import PayloadError, Publish

# What each verb, which is also its payload, is taken to lead to.
STATES_AFTER = {"start_mowing": "mowing", "pause": "paused", "dock": "docked", "stop": "idle"}


class LawnMowerConfig(EntityConfig):
    """Keys of a lawn mower."""

    activity_state_topic: Topic | None = None
    activity_value_template: Template | None = None
    start_mowing_command_topic: CommandTopic | None = None
    start_mowing_command_template: CommandTemplate | None = None
    pause_command_topic: CommandTopic | None = None
    pause_command_template: CommandTemplate | None = None
    dock_command_topic: CommandTopic | None = None
    dock_command_template: CommandTemplate | None = None
    stop_command_topic: CommandTopic | None = None
    stop_command_template: CommandTemplate | None = None


class LawnMower(Component):
    """A lawn mower."""

    domain = "lawn_mower"
    config_type = LawnMowerConfig
    config: LawnMowerConfig

    def __init__(self, config: LawnMowerConfig) -> None:
        super().__init__(config)
        if config.activity_state_topic is None or config.optimistic:
            self.assumes({"state"})
        self.watch(config.activity_state_topic, config.activity_value_template, self._take)

    def _take(self, value: str) -> None:
        if value in lawn_mower.STATES:
            self.state = value
        elif value.lower() == "none":
            self.state = UNKNOWN
        elif value:
            known = ", ".join(lawn_mower.STATES)
            raise PayloadError(f"expected one of {known}, got {value[:80]!r}")

    def offered(self) -> Iterable[str]:
        """Return the verbs that have a topic."""
        return (verb for verb in STATES_AFTER if getattr(self.config, f"{verb}_command_topic"))

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the verb on its topic."""
        verb = command.verb
        if command.action not in self.actions:
            raise self.cannot(command, state)
        topic = getattr(self.config, f"{verb}_command_topic")
        yield self.to(topic, verb, getattr(self.config, f"{verb}_command_template"))

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done."""
        del state
        self.state = STATES_AFTER[command.verb]
