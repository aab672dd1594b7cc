"""Fans."""

import math
from collections.abc import Iterable, Iterator

from pydantic import Field, model_validator

from hub.home.commands import Command
from hub.home.domains import fan as fans
from hub.home.model import State
from integrations.mqtt.component import NOTHING, Component, number, payloads, state_of
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


class FanConfig(EntityConfig):
    """Keys of a fan."""

    command_topic: CommandTopic
    command_template: CommandTemplate | None = None
    state_topic: Topic | None = None
    state_value_template: Template | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    percentage_command_topic: CommandTopic | None = None
    percentage_command_template: CommandTemplate | None = None
    percentage_state_topic: Topic | None = None
    percentage_value_template: Template | None = None
    payload_reset_percentage: Payload = "None"
    speed_range_min: int = 1
    speed_range_max: int = 100
    preset_mode_command_topic: CommandTopic | None = None
    preset_mode_command_template: CommandTemplate | None = None
    preset_mode_state_topic: Topic | None = None
    preset_mode_value_template: Template | None = None
    preset_modes: TextList = Field([])
    payload_reset_preset_mode: Payload = "None"
    oscillation_command_topic: CommandTopic | None = None
    oscillation_command_template: CommandTemplate | None = None
    oscillation_state_topic: Topic | None = None
    oscillation_value_template: Template | None = None
    payload_oscillation_on: Payload = "oscillate_on"
    payload_oscillation_off: Payload = "oscillate_off"
    direction_command_topic: CommandTopic | None = None
    direction_command_template: CommandTemplate | None = None
    direction_state_topic: Topic | None = None
    direction_value_template: Template | None = None
    # Firmware from before Home Assistant 2021.3: speeds by name.
    speeds: TextList = Field([])
    speed_command_topic: CommandTopic | None = None
    speed_state_topic: Topic | None = None
    speed_value_template: Template | None = None
    payload_off_speed: Payload = "off"
    payload_low_speed: Payload = "low"
    payload_medium_speed: Payload = "medium"
    payload_high_speed: Payload = "high"

    @model_validator(mode="after")
    def _has_speeds(self) -> "FanConfig":
        if not 0 < self.speed_range_min <= self.speed_range_max:
            raise ValueError("expected 0 < speed_range_min <= speed_range_max")
        reset = self.payload_reset_preset_mode
        if reset in self.preset_modes:
            raise ValueError(f"expected preset_modes without {reset!r}, which means none")
        return self

    @property
    def named_speeds(self) -> list[str]:
        """The payloads of speeds that go by name, slowest first."""
        if self.speed_command_topic is None or self.percentage_command_topic is not None:
            return []
        known = {
            "low": self.payload_low_speed, "medium": self.payload_medium_speed,
            "high": self.payload_high_speed,
        }  # fmt: skip
        listed = self.speeds or list(known)
        return [known.get(speed, speed) for speed in listed if speed != "off"]

    @property
    def speed_count(self) -> int:
        """How many speeds there are."""
        return self.speed_range_max - self.speed_range_min + 1


# The key of each attribute, without "_command_topic" and "_state_topic".
KEYS = {
    "percentage": "percentage", "preset_mode": "preset_mode", "oscillating": "oscillation",
    "direction": "direction",
}  # fmt: skip


class Fan(Component):
    """A fan; speed is percent for the hub, a step of its range for the device."""

    domain = "fan"
    own_attributes = frozenset(fans.Attributes.model_fields)
    config_type = FanConfig
    config: FanConfig

    def __init__(self, config: FanConfig) -> None:
        super().__init__(config)
        self._states = payloads([(config.payload_on, "on"), (config.payload_off, "off")])
        self._swings = payloads(
            [(config.payload_oscillation_on, "on"), (config.payload_oscillation_off, "off")]
        )
        if config.preset_modes and config.preset_mode_command_topic is not None:
            self.capabilities["preset_modes"] = config.preset_modes
        self._speeds = config.named_speeds
        if self._speeds:
            self.capabilities["percentage_step"] = 100 / len(self._speeds)
            self.attributes["percentage"] = None
            self.watch(config.speed_state_topic, config.speed_value_template, self._take_speed)
        if config.percentage_command_topic is not None:
            self.capabilities["percentage_step"] = 100 / min(config.speed_count, 100)
            self.attributes["percentage"] = None
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True
        self.watch(config.state_topic, config.state_value_template, self._take)
        self.watch(
            config.percentage_state_topic, config.percentage_value_template, self._take_percentage
        )
        self.watch_attribute(
            config.preset_mode_state_topic, config.preset_mode_value_template, "preset_mode",
            self._preset,
        )  # fmt: skip
        self.watch_attribute(
            config.oscillation_state_topic, config.oscillation_value_template, "oscillating",
            lambda value: state_of(value, self._swings) == "on",
        )  # fmt: skip
        for name, kept in (("preset_mode", "preset_mode"), ("oscillation", "oscillating")):
            if getattr(config, f"{name}_command_topic") is not None:
                self.attributes.setdefault(kept, None)
        if not self.is_optimistic:
            self.assumes(name for name in KEYS if self._takes_as_sent(name))
        self.watch_attribute(
            config.direction_state_topic, config.direction_value_template, "direction"
        )

    @property
    def is_optimistic(self) -> bool:
        """Whether it has no state topic."""
        return self.config.state_topic is None or self.config.optimistic is True

    def _takes_as_sent(self, name: str) -> bool:
        key = "speed" if name == "percentage" and self._speeds else KEYS[name]
        can_set = getattr(self.config, f"{key}_command_topic") is not None
        is_told = getattr(self.config, f"{key}_state_topic") is not None
        return can_set and (self.config.optimistic is True or not is_told)

    def _take(self, value: str) -> None:
        self.state = state_of(value, self._states)

    def _take_speed(self, value: str) -> None:
        if value in {*NOTHING, self.config.payload_off_speed, self.config.payload_off}:
            self.attributes["percentage"] = None if value in NOTHING else 0
        elif value in self._speeds:
            place = self._speeds.index(value) + 1
            self.attributes["percentage"] = place * 100 // len(self._speeds)
        else:
            raise PayloadError(f"expected one of {self._speeds}, got {value[:80]!r}")

    def _take_percentage(self, value: str) -> None:
        config = self.config
        if value in NOTHING or value == config.payload_reset_percentage:
            self.attributes["percentage"] = None
            return
        speed = number(value)
        least, most = config.speed_range_min, config.speed_range_max
        steps = 0 if speed == 0 else speed - least + 1
        if not 0 <= steps * 100 // config.speed_count <= 100:  # noqa: PLR2004 - percent
            raise PayloadError(f"expected a speed from {least} to {most}, got {value!r}")
        self.attributes["percentage"] = int(steps * 100 / config.speed_count)

    def _preset(self, value: str) -> str | None:
        if value == self.config.payload_reset_preset_mode:
            return None
        if self.config.preset_modes and value not in self.config.preset_modes:
            raise PayloadError(f"expected one of {self.config.preset_modes}, got {value[:80]!r}")
        return value

    def offered(self) -> Iterable[str]:
        """Return what this fan does, by the topics it has."""
        config = self.config
        yield from ("turn_on", "turn_off", "toggle")
        if self._has_speed:
            yield from ("set_percentage", "increase_speed", "decrease_speed")
        if config.preset_mode_command_topic is not None:
            yield "set_preset_mode"
        if config.oscillation_command_topic is not None:
            yield "oscillate"
        if config.direction_command_topic is not None:
            yield "set_direction"

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payloads on the command's topics."""
        config = self.config
        match command:
            case fans.TurnOn():
                yield from self._turn_on(command)
            case fans.TurnOff():
                yield self._power(is_on=False)
            case fans.Toggle():
                yield self._power(is_on=state.state != "on")
            case fans.SetPercentage() if self._has_speed:
                yield from self._set_percentage(command.percentage, state)
            case fans.IncreaseSpeed() | fans.DecreaseSpeed() if self._has_speed:
                yield from self._set_percentage(command.target(state), state)
            case fans.SetPresetMode() if config.preset_mode_command_topic is not None:
                yield self._preset_mode(command.preset_mode)
            case fans.Oscillate() if config.oscillation_command_topic is not None:
                on, off = config.payload_oscillation_on, config.payload_oscillation_off
                yield self.to(
                    config.oscillation_command_topic, on if command.oscillating else off,
                    config.oscillation_command_template,
                )  # fmt: skip
            case fans.SetDirection() if config.direction_command_topic is not None:
                yield self.to(
                    config.direction_command_topic, command.direction,
                    config.direction_command_template,
                )  # fmt: skip
            case _:
                raise self.cannot(command, state)

    def _turn_on(self, command: fans.TurnOn) -> Iterator[Publish]:
        if command.percentage == 0:
            yield self._power(is_on=False)
            return
        yield self._power(is_on=True)
        if command.percentage is not None and self._has_speed:
            yield self._percentage(command.percentage)
        if command.preset_mode is not None and self.config.preset_mode_command_topic is not None:
            yield self._preset_mode(command.preset_mode)

    def _set_percentage(self, percentage: int, state: State) -> Iterator[Publish]:
        if percentage == 0:
            yield self._power(is_on=False)
            return
        if state.state != "on":
            yield self._power(is_on=True)
        yield self._percentage(percentage)

    def _power(self, *, is_on: bool) -> Publish:
        config = self.config
        payload = config.payload_on if is_on else config.payload_off
        return self.to(config.command_topic, payload, config.command_template)

    @property
    def _has_speed(self) -> bool:
        return self.config.percentage_command_topic is not None or bool(self._speeds)

    def _percentage(self, percentage: int) -> Publish:
        config = self.config
        if self._speeds:
            place = math.ceil(percentage * len(self._speeds) / 100)
            return self.to(config.speed_command_topic, self._speeds[place - 1])
        step = math.ceil(percentage * config.speed_count / 100)
        speed = config.speed_range_min - 1 + step
        return self.to(config.percentage_command_topic, speed, config.percentage_command_template)

    def _preset_mode(self, preset_mode: str) -> Publish:
        config = self.config
        return self.to(
            config.preset_mode_command_topic, preset_mode, config.preset_mode_command_template
        )

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done, as far as the fan does not report it."""
        match command:
            case fans.TurnOn():
                self._assume_power(is_on=command.percentage != 0)
                self._assume("percentage", command.percentage)
                self._assume("preset_mode", command.preset_mode)
            case fans.TurnOff():
                self._assume_power(is_on=False)
            case fans.Toggle():
                self._assume_power(is_on=state.state != "on")
            case fans.SetPercentage():
                self._assume_power(is_on=command.percentage > 0)
                self._assume("percentage", command.percentage)
            case fans.IncreaseSpeed() | fans.DecreaseSpeed():
                self._assume_power(is_on=command.target(state) > 0)
                self._assume("percentage", command.target(state))
            case fans.SetPresetMode():
                self._assume("preset_mode", command.preset_mode)
            case fans.Oscillate():
                self._assume("oscillating", command.oscillating)
            case fans.SetDirection():
                self._assume("direction", command.direction)
            case _:
                pass

    def _assume_power(self, *, is_on: bool) -> None:
        if self.is_optimistic:
            self.state = "on" if is_on else "off"

    def _assume(self, name: str, value: object) -> None:
        if value is not None and self._takes_as_sent(name):
            self.attributes[name] = value
