"""Switches: `mqtt` platform "switch"."""

from collections.abc import Iterable, Iterator

from hub.home.commands import Command
from hub.home.domains.switch import Toggle, TurnOff, TurnOn
from hub.home.model import State
from integrations.mqtt.component import Component, payloads, state_of
from integrations.mqtt.config import (
    CommandTemplate,
    CommandTopic,
    EntityConfig,
    Payload,
    Template,
    Topic,
)
from integrations.mqtt.message import Publish


class SwitchConfig(EntityConfig):
    """Keys of a switch."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    value_template: Template | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    state_on: Payload | None = None
    state_off: Payload | None = None


class Switch(Component):
    """A switch."""

    domain = "switch"
    config_type = SwitchConfig
    config: SwitchConfig

    def __init__(self, config: SwitchConfig) -> None:
        super().__init__(config)
        on, off = config.state_on or config.payload_on, config.state_off or config.payload_off
        self._states = payloads([(on, "on"), (off, "off")])
        self.watch(config.state_topic, config.value_template, self._take)
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True

    def _take(self, value: str) -> None:
        self.state = state_of(value, self._states)

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None or self.config.optimistic is True

    def offered(self) -> Iterable[str]:
        """Return what switches do."""
        return ("turn_on", "turn_off", "toggle")

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload for on or off."""
        config = self.config
        on = _wanted(command, state)
        if on is None:
            raise self.cannot(command, state)
        payload = config.payload_on if on else config.payload_off
        yield self.to(config.command_topic, payload, config.command_template)

    def assume(self, command: Command, state: State) -> None:
        """Take the command for the state."""
        self.state = "on" if _wanted(command, state) else "off"


def _wanted(command: Command, state: State) -> bool | None:
    match command:
        case TurnOn():
            return True
        case TurnOff():
            return False
        case Toggle():
            return state.state != "on"
        case _:
            return None
