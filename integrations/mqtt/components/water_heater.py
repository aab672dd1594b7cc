"""Water heaters (Home Assistant, MQTT water heater)."""

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field, model_validator

from hub.home.commands import Command
from hub.home.domains import water_heater
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import Component, number
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

# Lowest and highest target, and the step in which temperatures are shown.
CELSIUS = (43.3, 60.0, 0.1)
FAHRENHEIT = (110.0, 140.0, 1.0)
PRECISIONS = (0.1, 0.5, 1.0)


class WaterHeaterConfig(EntityConfig):
    """Keys of a water heater; `value_template` is for all that it reports."""

    value_template: Template | None = None
    current_temperature_topic: Topic | None = None
    current_temperature_template: Template | None = None
    mode_command_topic: CommandTopic | None = None
    mode_command_template: CommandTemplate | None = None
    mode_state_topic: Topic | None = None
    mode_state_template: Template | None = None
    modes: TextList = Field(list(water_heater.STATES))
    power_command_topic: CommandTopic | None = None
    power_command_template: CommandTemplate | None = None
    payload_on: Payload = "ON"
    payload_off: Payload = "OFF"
    temperature_command_topic: CommandTopic | None = None
    temperature_command_template: CommandTemplate | None = None
    temperature_state_topic: Topic | None = None
    temperature_state_template: Template | None = None
    temperature_unit: Literal["C", "F"] | None = None
    min_temp: float | None = None
    max_temp: float | None = None
    initial: float | None = None
    precision: float | None = None

    @model_validator(mode="after")
    def _has_a_range(self) -> "WaterHeaterConfig":
        low, high = self.limits
        if low >= high:
            raise ValueError("expected min_temp below max_temp")
        if self.precision is not None and self.precision not in PRECISIONS:
            raise ValueError("expected precision 0.1, 0.5 or 1.0")
        return self

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and the highest target."""
        low, high, _ = self._usual
        return (
            low if self.min_temp is None else self.min_temp,
            high if self.max_temp is None else self.max_temp,
        )

    @property
    def step(self) -> float:
        """In which steps temperatures are shown."""
        return self.precision or self._usual[2]

    @property
    def _usual(self) -> tuple[float, float, float]:
        return FAHRENHEIT if self.temperature_unit == "F" else CELSIUS


class WaterHeater(Component):
    """A boiler; its state is the mode."""

    domain = "water_heater"
    own_attributes = frozenset(water_heater.Attributes.model_fields)
    config_type = WaterHeaterConfig
    config: WaterHeaterConfig

    def __init__(self, config: WaterHeaterConfig) -> None:
        super().__init__(config)
        low, high = config.limits
        self.capabilities |= {"min_temp": low, "max_temp": high}
        if config.mode_command_topic is not None:
            self.capabilities["operation_list"] = config.modes
        if config.temperature_unit is not None:
            self.capabilities["temperature_unit"] = f"°{config.temperature_unit}"
        self._assume_what_is_not_told()
        self._watch_temperature("current_temperature", "current_temperature")
        self._watch_temperature("temperature", "temperature_state")
        template = config.mode_state_template or config.value_template
        self.watch(config.mode_state_topic, template, self._take)

    def _assume_what_is_not_told(self) -> None:
        config, names = self.config, set[str]()
        is_all = config.optimistic is True
        if config.mode_command_topic and (is_all or config.mode_state_topic is None):
            names |= {"state", "operation_mode"}
            self._state = "off"
            self.attributes.fill({"operation_mode": "off"})
        if config.temperature_command_topic and (is_all or config.temperature_state_topic is None):
            names.add("temperature")
            target = config.limits[0] if config.initial is None else config.initial
            self.attributes.fill({"temperature": target})
        self.assumes(names)

    def _watch_temperature(self, name: str, prefix: str) -> None:
        config = self.config
        topic: str | None = getattr(config, f"{prefix}_topic")
        if topic is None:
            return
        self.attributes.setdefault(name, None)

        def take(value: str) -> None:
            if value:
                self.attributes[name] = None if value == "None" else self._rounded(value)

        template = getattr(config, f"{prefix}_template") or config.value_template
        self.watch(topic, template, take)

    def _rounded(self, value: str) -> float:
        step = self.config.step
        return number(str(round(round(number(value) / step) * step, 1)))

    def _take(self, value: str) -> None:
        if not value:
            return
        if value != "None" and value not in self.config.modes:
            raise PayloadError(f"expected one of {self.config.modes}, got {value[:80]!r}")
        self.state = UNKNOWN if value == "None" else value
        self.attributes["operation_mode"] = None if value == "None" else value

    def offered(self) -> Iterable[str]:
        """Return what this water heater does, by the topics it has."""
        config = self.config
        if config.temperature_command_topic is not None:
            yield "set_temperature"
        if config.mode_command_topic is not None:
            yield "set_operation_mode"
        if config.power_command_topic is not None:
            yield "turn_on"
        if config.power_command_topic is not None or self._has_mode_off:
            yield "turn_off"

    @property
    def _has_mode_off(self) -> bool:
        return self.config.mode_command_topic is not None and "off" in self.config.modes

    def messages(self, command: Command, state: State) -> Iterator[Publish]:
        """Yield the mode, the target or the payload on its topic."""
        match command:
            case water_heater.SetTemperature():
                if command.operation_mode is not None:
                    yield self._say("mode", command.operation_mode)
                yield self._say("temperature", number(str(command.temperature)))
            case water_heater.SetOperationMode():
                yield self._say("mode", command.operation_mode)
            case water_heater.TurnOn():
                yield self._say("power", self.config.payload_on)
            case water_heater.TurnOff() if self.config.power_command_topic is not None:
                yield self._say("power", self.config.payload_off)
            case water_heater.TurnOff() if self._has_mode_off:
                yield self._say("mode", "off")
            case _:
                raise self.cannot(command, state)

    def _say(self, prefix: str, value: str | float) -> Publish:
        topic = getattr(self.config, f"{prefix}_command_topic")
        return self.to(topic, value, getattr(self.config, f"{prefix}_command_template"))

    def assume(self, command: Command, state: State) -> None:
        """Take for done what it does not report; of its power only the heater knows."""
        del state
        mode: str | None = command.data().get("operation_mode")
        if isinstance(command, water_heater.TurnOff) and self.config.power_command_topic is None:
            mode = "off"
        if mode is not None and "state" in self.unreported:
            self.state = mode
            self.attributes["operation_mode"] = mode
        if isinstance(command, water_heater.SetTemperature) and "temperature" in self.unreported:
            self.attributes["temperature"] = command.temperature
