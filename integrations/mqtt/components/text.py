"""Texts that a device shows or keeps."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from hub.home.commands import Command
from hub.home.domains.inputs import SetText
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component
from integrations.mqtt.config import CommandTemplate, CommandTopic, EntityConfig, Template, Topic
from integrations.mqtt.message import PayloadError, Publish
from integrations.mqtt.template_filters import matches

# Home Assistant's longest state.
LONGEST = 255

Length = Annotated[int, Field(ge=0, le=LONGEST)]


def _is_pattern(value: str) -> str:
    try:
        matches("x" * LONGEST, value)
    except PayloadError as error:
        raise ValueError(f"expected a regular expression: {error}") from None
    return value


class TextConfig(EntityConfig):
    """Keys of a text; `min` and `max` count characters."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    value_template: Template | None = None
    min: Length = 0
    max: Length = LONGEST
    mode: Literal["text", "password"] = "text"
    pattern: Annotated[str, AfterValidator(_is_pattern)] | None = None

    @model_validator(mode="after")
    def _has_a_range(self) -> "TextConfig":
        if self.min > self.max:
            raise ValueError("expected min below max")
        return self


class Text(Component):
    """A text to set."""

    domain = "text"
    config_type = TextConfig
    config: TextConfig

    def __init__(self, config: TextConfig) -> None:
        super().__init__(config)
        self.capabilities |= {
            "min": config.min, "max": config.max, "mode": config.mode, "pattern": config.pattern,
        }  # fmt: skip
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        self.watch(config.state_topic, config.value_template, self._take, takes_empty=True)

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None or self.config.optimistic is True

    def _take(self, value: str) -> None:
        if value == "None":
            self.state = UNKNOWN
            return
        self._check(value)
        self.state = value

    def _check(self, value: str) -> None:
        """Check a text that is set or reported (Home Assistant, MQTT text)."""
        low, high, pattern = self.config.min, self.config.max, self.config.pattern
        if not low <= len(value) <= high:
            raise PayloadError(f"expected {low} to {high} characters, got {len(value)}")
        if pattern is not None and not matches(value, pattern):
            raise PayloadError(f"expected a text that matches {pattern!r}, got {value[:80]!r}")

    def offered(self) -> Iterable[str]:
        """Return what texts do."""
        return ("set_value",)

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the text."""
        if not isinstance(command, SetText):
            raise self.cannot(command, state)
        self._check(command.value)
        yield self.to(self.config.command_topic, command.value, self.config.command_template)

    def assume(self, command: Command, state: State) -> None:
        """Take the text for set."""
        del state
        if isinstance(command, SetText):
            self.state = command.value
