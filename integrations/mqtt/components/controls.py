"""Buttons, numbers and selects."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from hub.home.commands import Command
from hub.home.domains.controls import NumberAttributes, Press, SelectOption, SetNumber
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import NOTHING, Component, number, plain
from integrations.mqtt.config import (
    CommandTemplate,
    CommandTopic,
    EntityConfig,
    Payload,
    Template,
    TextList,
    Topic,
)
from integrations.mqtt.message import PayloadError, Publish


class ButtonConfig(EntityConfig):
    """Keys of a button."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    payload_press: Payload = "PRESS"


class Button(Component):
    """A button; it reports nothing, so its state is when it was last pressed."""

    domain = "button"
    config_type = ButtonConfig
    config: ButtonConfig

    def __init__(self, config: ButtonConfig) -> None:
        super().__init__(config)

    def offered(self) -> Iterable[str]:
        """Return what buttons do."""
        return ("press",)

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the press."""
        if not isinstance(command, Press):
            raise self.cannot(command, state)
        config = self.config
        yield self.to(config.command_topic, config.payload_press, config.command_template)

    @property
    def is_optimistic(self) -> bool:
        """Whether a press sent counts as a press; there is no other sign of it."""
        return True

    def assume(self, command: Command, state: State) -> None:
        """Note the time of the press."""
        del command, state
        self.state = datetime.now(UTC).isoformat()


class NumberConfig(EntityConfig):
    """Keys of a number."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    value_template: Template | None = None
    min: float = 1
    max: float = 100
    step: Annotated[float, Field(gt=0)] = 1
    mode: Literal["auto", "box", "slider"] = "auto"
    unit_of_measurement: str | None = None
    payload_reset: Payload = "None"

    @model_validator(mode="after")
    def _has_a_range(self) -> "NumberConfig":
        if self.min > self.max:
            raise ValueError("expected min below max")
        return self


class Number(Component):
    """A number to set."""

    domain = "number"
    own_attributes = frozenset(NumberAttributes.model_fields)
    config_type = NumberConfig
    config: NumberConfig

    def __init__(self, config: NumberConfig) -> None:
        super().__init__(config)
        self.capabilities |= {
            "min": config.min, "max": config.max, "step": config.step, "mode": config.mode,
        }  # fmt: skip
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        self.watch(config.state_topic, config.value_template, self._take)

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None or self.config.optimistic is True

    def _take(self, value: str) -> None:
        if value in NOTHING or value == self.config.payload_reset:
            self.state = UNKNOWN
            return
        told = number(value)
        if not self.config.min <= told <= self.config.max:
            low, high = self.config.min, self.config.max
            raise PayloadError(f"expected a number from {low:g} to {high:g}, got {value[:80]!r}")
        self.state = str(told)

    def offered(self) -> Iterable[str]:
        """Return what numbers do."""
        return ("set_value",)

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the number."""
        if not isinstance(command, SetNumber):
            raise self.cannot(command, state)
        config = self.config
        yield self.to(config.command_topic, number(str(command.value)), config.command_template)

    def assume(self, command: Command, state: State) -> None:
        """Take the number for set."""
        del state
        if isinstance(command, SetNumber):
            self.state = plain(command.value)


class SelectConfig(EntityConfig):
    """Keys of a select."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    value_template: Template | None = None
    options: TextList


class Select(Component):
    """A choice among options."""

    domain = "select"
    config_type = SelectConfig
    config: SelectConfig

    def __init__(self, config: SelectConfig) -> None:
        super().__init__(config)
        self.capabilities["options"] = config.options
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        self.watch(config.state_topic, config.value_template, self._take)

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None or self.config.optimistic is True

    def _take(self, value: str) -> None:
        if value in self.config.options:
            self.state = value
        elif value.lower() == "none":
            self.state = UNKNOWN
        else:
            raise PayloadError(f"expected one of {self.config.options}, got {value[:80]!r}")

    def offered(self) -> Iterable[str]:
        """Return what selects do."""
        return ("select_option",)

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the option."""
        if not isinstance(command, SelectOption):
            raise self.cannot(command, state)
        yield self.to(self.config.command_topic, command.option, self.config.command_template)

    def assume(self, command: Command, state: State) -> None:
        """Take the option for chosen."""
        del state
        if isinstance(command, SelectOption):
            self.state = command.option
