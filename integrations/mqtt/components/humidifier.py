"""Humidifiers and dehumidifiers (Home Assistant, MQTT humidifier)."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import Field, model_validator

from hub.home.commands import Command
from hub.home.domains import humidifier
from hub.home.model import State
from integrations.mqtt.component import Component, number, payloads, state_of
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

ACTIONS = ("off", "humidifying", "drying", "idle")
FULL = 100


class HumidifierConfig(EntityConfig):
    """Keys of a humidifier."""

    keeps_null = EntityConfig.keeps_null | {"device_class"}

    device_class: str | None = "humidifier"
    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    state_value_template: Template | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    action_topic: Topic | None = None
    action_template: Template | None = None
    current_humidity_topic: Topic | None = None
    current_humidity_template: Template | None = None
    target_humidity_command_topic: CommandTopic
    target_humidity_command_template: CommandTemplate | None = None
    target_humidity_state_topic: Topic | None = None
    target_humidity_state_template: Template | None = None
    min_humidity: float = Field(0, ge=0)
    max_humidity: float = Field(FULL, le=FULL)
    payload_reset_humidity: Payload = "None"
    mode_command_topic: CommandTopic | None = None
    mode_command_template: CommandTemplate | None = None
    mode_state_topic: Topic | None = None
    mode_state_template: Template | None = None
    modes: TextList = Field([])
    payload_reset_mode: Payload = "None"

    @model_validator(mode="after")
    def _is_sound(self) -> "HumidifierConfig":
        if self.min_humidity >= self.max_humidity:
            raise ValueError("expected min_humidity below max_humidity")
        if self.payload_reset_mode in self.modes:
            raise ValueError(f"expected modes without payload_reset_mode {self.payload_reset_mode}")
        return self


class Humidifier(Component):
    """A humidifier: on or off, a target in percent, and modes where it has any."""

    domain = "humidifier"
    own_attributes = frozenset(humidifier.Attributes.model_fields)
    config_type = HumidifierConfig
    config: HumidifierConfig

    def __init__(self, config: HumidifierConfig) -> None:
        super().__init__(config)
        self._states = payloads([(config.payload_on, "on"), (config.payload_off, "off")])
        self._has_modes = config.mode_command_topic is not None and bool(config.modes)
        self.capabilities |= {
            "min_humidity": config.min_humidity, "max_humidity": config.max_humidity,
        }  # fmt: skip
        if self._has_modes:
            self.capabilities["available_modes"] = config.modes
        self._assume_what_is_not_told()
        self.watch(config.state_topic, config.state_value_template, self._take)
        self._watch("humidity", "target_humidity_state", self._humidity)
        self._watch("current_humidity", "current_humidity", self._current_humidity)
        self._watch("mode", "mode_state", self._mode)
        self._watch("action", "action", _action)

    def _assume_what_is_not_told(self) -> None:
        config = self.config
        topics = {"state": config.state_topic, "humidity": config.target_humidity_state_topic}
        if self._has_modes:
            topics["mode"] = config.mode_state_topic
        self.assumes(
            name for name, topic in topics.items() if topic is None or config.optimistic is True
        )
        if "state" in self.unreported:
            self._state = "off"

    def _watch(self, name: str, prefix: str, parse: Any) -> None:
        """Keep an attribute; empty messages say nothing."""
        topic = getattr(self.config, f"{prefix}_topic")
        if topic is None:
            return
        self.attributes.setdefault(name, None)

        def take(value: str) -> None:
            if value:
                self.attributes[name] = parse(value)

        self.watch(topic, getattr(self.config, f"{prefix}_template"), take)

    def _take(self, value: str) -> None:
        if value:
            self.state = state_of(value, self._states)

    def _humidity(self, value: str) -> float | None:
        config = self.config
        return self._percent(value, config.min_humidity, config.max_humidity)

    def _current_humidity(self, value: str) -> float | None:
        return self._percent(value, 0, FULL)

    def _percent(self, value: str, lowest: float, highest: float) -> float | None:
        if value in {self.config.payload_reset_humidity, "None"}:
            return None
        found = number(value)
        if not lowest <= found <= highest:
            raise PayloadError(f"expected {lowest:g} to {highest:g} %, got {value[:80]!r}")
        return found

    def _mode(self, value: str) -> str | None:
        if value in {self.config.payload_reset_mode, "None"}:
            return None
        if value not in self.config.modes:
            raise PayloadError(f"expected one of {self.config.modes}, got {value[:80]!r}")
        return value

    def offered(self) -> Iterable[str]:
        """Return what this humidifier does."""
        yield from ("turn_on", "turn_off", "toggle", "set_humidity")
        if self._has_modes:
            yield "set_mode"

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payload, the target or the mode on its topic."""
        config = self.config
        match command:
            case humidifier.SetHumidity():
                yield self.to(
                    config.target_humidity_command_topic, command.humidity,
                    config.target_humidity_command_template,
                )  # fmt: skip
            case humidifier.SetMode() if self._has_modes:
                yield self.to(config.mode_command_topic, command.mode, config.mode_command_template)
            case humidifier.TurnOn() | humidifier.TurnOff() | humidifier.Toggle():
                is_on = _wanted(command, state)
                payload = config.payload_on if is_on else config.payload_off
                yield self.to(config.command_topic, payload, config.command_template)
            case _:
                raise self.cannot(command, state)

    def assume(self, command: Command, state: State) -> None:
        """Take for done what it does not report."""
        match command:
            case humidifier.SetHumidity() | humidifier.SetMode():
                told = command.data()
                self.attributes.tell({k: v for k, v in told.items() if k in self.unreported})
            case _ if "state" in self.unreported:
                self.state = "on" if _wanted(command, state) else "off"
            case _:
                pass


def _wanted(command: Command, state: State) -> bool:
    if isinstance(command, humidifier.Toggle):
        return state.state != "on"
    return isinstance(command, humidifier.TurnOn)


def _action(value: str) -> str | None:
    if value == "None":
        return None
    if value not in ACTIONS:
        raise PayloadError(f"expected one of {', '.join(ACTIONS)}, got {value[:80]!r}")
    return value
