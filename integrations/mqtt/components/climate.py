"""Thermostats and air conditioners."""

from collections.abc import Iterable, Iterator
from typing import get_args

from pydantic import Field

from hub.home.commands import Command
from hub.home.domains import climate
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import NOTHING, Component, number
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

MODES: tuple[str, ...] = get_args(climate.HvacMode)
NO_PRESET = "none"


class ClimateConfig(EntityConfig):
    """Keys of a thermostat."""

    action_topic: Topic | None = None
    action_template: Template | None = None
    current_temperature_topic: Topic | None = None
    current_temperature_template: Template | None = None
    current_humidity_topic: Topic | None = None
    current_humidity_template: Template | None = None
    mode_command_topic: CommandTopic | None = None
    mode_command_template: CommandTemplate | None = None
    mode_state_topic: Topic | None = None
    mode_state_template: Template | None = None
    modes: TextList = Field(["auto", "off", "cool", "heat", "dry", "fan_only"])
    power_command_topic: CommandTopic | None = None
    power_command_template: CommandTemplate | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    temperature_command_topic: CommandTopic | None = None
    temperature_command_template: CommandTemplate | None = None
    temperature_state_topic: Topic | None = None
    temperature_state_template: Template | None = None
    temperature_low_command_topic: CommandTopic | None = None
    temperature_low_command_template: CommandTemplate | None = None
    temperature_low_state_topic: Topic | None = None
    temperature_low_state_template: Template | None = None
    temperature_high_command_topic: CommandTopic | None = None
    temperature_high_command_template: CommandTemplate | None = None
    temperature_high_state_topic: Topic | None = None
    temperature_high_state_template: Template | None = None
    target_humidity_command_topic: CommandTopic | None = None
    target_humidity_command_template: CommandTemplate | None = None
    target_humidity_state_topic: Topic | None = None
    target_humidity_state_template: Template | None = None
    preset_mode_command_topic: CommandTopic | None = None
    preset_mode_command_template: CommandTemplate | None = None
    preset_mode_state_topic: Topic | None = None
    preset_mode_value_template: Template | None = None
    preset_modes: TextList = Field([])
    fan_mode_command_topic: CommandTopic | None = None
    fan_mode_command_template: CommandTemplate | None = None
    fan_mode_state_topic: Topic | None = None
    fan_mode_state_template: Template | None = None
    fan_modes: TextList = Field(["auto", "low", "medium", "high"])
    swing_mode_command_topic: CommandTopic | None = None
    swing_mode_command_template: CommandTemplate | None = None
    swing_mode_state_topic: Topic | None = None
    swing_mode_state_template: Template | None = None
    swing_modes: TextList = Field(["on", "off"])
    min_temp: float = 7
    max_temp: float = 35
    temp_step: float = 1
    min_humidity: float = 30
    max_humidity: float = 99
    temperature_unit: str | None = None


class Climate(Component):
    """A thermostat; its state is the mode."""

    domain = "climate"
    config_type = ClimateConfig
    config: ClimateConfig

    def __init__(self, config: ClimateConfig) -> None:
        super().__init__(config)
        self._modes = [mode for mode in config.modes if mode in MODES]
        self._describe()
        self.watch(config.mode_state_topic, config.mode_state_template, self._take)
        self._watch_numbers()
        self._watch_texts()
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True

    def _describe(self) -> None:
        config = self.config
        self.capabilities |= {
            "hvac_modes": self._modes,
            "min_temp": config.min_temp,
            "max_temp": config.max_temp,
            "target_temp_step": config.temp_step,
        }
        if config.preset_mode_command_topic is not None:
            modes = [mode for mode in config.preset_modes if mode != NO_PRESET]
            self.capabilities["preset_modes"] = [NO_PRESET, *modes]
        if config.fan_mode_command_topic is not None:
            self.capabilities["fan_modes"] = config.fan_modes
        if config.swing_mode_command_topic is not None:
            self.capabilities["swing_modes"] = config.swing_modes
        if config.target_humidity_command_topic is not None:
            self.capabilities["min_humidity"] = config.min_humidity
            self.capabilities["max_humidity"] = config.max_humidity

    def _watch_numbers(self) -> None:
        for prefix, name in (
            ("current_temperature", "current_temperature"),
            ("current_humidity", "current_humidity"),
            ("temperature_state", "temperature"),
            ("temperature_low_state", "target_temp_low"),
            ("temperature_high_state", "target_temp_high"),
            ("target_humidity_state", "humidity"),
        ):
            topic = getattr(self.config, f"{prefix}_topic")
            template = getattr(self.config, f"{prefix}_template")
            self.watch_attribute(topic, template, name, number)

    def _watch_texts(self) -> None:
        config = self.config
        self.watch_attribute(config.action_topic, config.action_template, "hvac_action")
        if config.preset_mode_state_topic is not None:
            self.attributes["preset_mode"] = NO_PRESET
        self.watch(
            config.preset_mode_state_topic, config.preset_mode_value_template, self._take_preset
        )
        self.watch_attribute(
            config.fan_mode_state_topic, config.fan_mode_state_template, "fan_mode"
        )
        self.watch_attribute(
            config.swing_mode_state_topic, config.swing_mode_state_template, "swing_mode"
        )

    @property
    def is_optimistic(self) -> bool:
        """Whether it reports no mode although one can be set, or nothing at all."""
        config = self.config
        if config.optimistic is True:
            return True
        return not (
            config.mode_state_topic
            or config.temperature_state_topic
            or config.temperature_low_state_topic
            or config.temperature_high_state_topic
        )

    def _take(self, value: str) -> None:
        if value in NOTHING:
            self.state = UNKNOWN
        elif value in MODES:
            self.state = value
        else:
            raise PayloadError(f"expected one of {self._modes}, got {value[:80]!r}")

    def _take_preset(self, value: str) -> None:
        if value in NOTHING or value == NO_PRESET:
            self.attributes["preset_mode"] = NO_PRESET
        elif value in self.config.preset_modes:
            self.attributes["preset_mode"] = value
        else:
            raise PayloadError(f"expected one of {self.config.preset_modes}, got {value[:80]!r}")

    def offered(self) -> Iterable[str]:
        """Return what this thermostat does, by the topics it has."""
        config = self.config
        if config.temperature_command_topic or config.temperature_low_command_topic:
            yield "set_temperature"
        if config.mode_command_topic is not None:
            yield "set_hvac_mode"
        if config.power_command_topic is not None or self._mode_for_on() is not None:
            yield "turn_on"
        if config.power_command_topic is not None or self._has_mode("off"):
            yield "turn_off"
        if config.preset_mode_command_topic is not None:
            yield "set_preset_mode"
        if config.fan_mode_command_topic is not None:
            yield "set_fan_mode"
        if config.swing_mode_command_topic is not None:
            yield "set_swing_mode"
        if config.target_humidity_command_topic is not None:
            yield "set_humidity"

    def _has_mode(self, mode: str) -> bool:
        return self.config.mode_command_topic is not None and mode in self._modes

    def _mode_for_on(self) -> str | None:
        """Return the mode that "on" means, in Home Assistant's order."""
        order = ("heat_cool", "heat", "cool", "auto", "dry", "fan_only")
        return next((mode for mode in order if self._has_mode(mode)), None)

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the payloads on the command's topics."""
        match command:
            case climate.SetTemperature():
                yield from self._set_temperature(command)
            case climate.SetHvacMode():
                yield self._mode(command.hvac_mode)
            case climate.TurnOn() | climate.TurnOff():
                yield self._power(command, state)
            case climate.SetPresetMode():
                yield self._text("preset_mode", command.preset_mode)
            case climate.SetFanMode():
                yield self._text("fan_mode", command.fan_mode)
            case climate.SetSwingMode():
                yield self._text("swing_mode", command.swing_mode)
            case climate.SetHumidity():
                yield self._text("target_humidity", command.humidity)
            case _:
                raise self.cannot(command, state)

    def _set_temperature(self, command: climate.SetTemperature) -> Iterator[Publish]:
        if command.hvac_mode is not None:
            yield self._mode(command.hvac_mode)
        for prefix, value in (
            ("temperature", command.temperature),
            ("temperature_low", command.target_temp_low),
            ("temperature_high", command.target_temp_high),
        ):
            if value is not None:
                yield self._text(prefix, value)

    def _power(self, command: Command, state: State) -> Publish:
        is_on = isinstance(command, climate.TurnOn)
        config = self.config
        if config.power_command_topic is not None:
            payload = config.payload_on if is_on else config.payload_off
            return self.to(config.power_command_topic, payload, config.power_command_template)
        mode = self._mode_for_on() if is_on else "off"
        if mode is None or not self._has_mode(mode):
            raise self.cannot(command, state)
        return self._mode(mode)

    def _mode(self, mode: str) -> Publish:
        return self._text("mode", mode)

    def _text(self, prefix: str, value: str | float) -> Publish:
        topic = getattr(self.config, f"{prefix}_command_topic")
        return self.to(topic, value, getattr(self.config, f"{prefix}_command_template"))

    def assume(self, command: Command, state: State) -> None:
        """Take the command for done."""
        del state
        match command:
            case climate.SetTemperature():
                wanted = command.data()
                self.state = wanted.pop("hvac_mode", self.state)
                self.attributes.tell(wanted)
            case climate.SetHvacMode():
                self.state = command.hvac_mode
            case climate.TurnOn():
                self.state = self._mode_for_on() or self.state
            case climate.TurnOff():
                self.state = "off"
            case _:
                self.attributes.tell(command.data())
