"""Thermostats and air conditioners."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, get_args

from pydantic import Field, field_validator, model_validator

from hub.home.commands import Command
from hub.home.domains import climate
from hub.home.model import UNKNOWN, State
from integrations.mqtt.component import NOTHING, Component, number
from integrations.mqtt.components.temperature import Scale, Unit
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
ACTIONS = frozenset(
    {"off", "heating", "cooling", "drying", "idle", "fan", "preheating", "defrosting"}
)
# What is chosen by name: the attribute is the key without "_command_topic".
CHOICES = ("fan_mode", "swing_mode", "swing_horizontal_mode")
# The key of each target, and the attribute that it becomes.
TARGETS = {
    "temperature": "temperature", "temperature_low": "target_temp_low",
    "temperature_high": "target_temp_high",
}  # fmt: skip


# All that can be set, and what of the report says it.
SETTABLE = {
    "mode": "state", "preset_mode": "preset_mode", "target_humidity": "humidity", **TARGETS,
    **{choice: choice for choice in CHOICES},
}  # fmt: skip


class ClimateConfig(EntityConfig):
    """Keys of a thermostat. `value_template` stands in for every other template of a report."""

    value_template: Template | None = None
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
    swing_horizontal_mode_command_topic: CommandTopic | None = None
    swing_horizontal_mode_command_template: CommandTemplate | None = None
    swing_horizontal_mode_state_topic: Topic | None = None
    swing_horizontal_mode_state_template: Template | None = None
    swing_horizontal_modes: TextList = Field(["on", "off"])
    initial: float | None = None
    min_temp: float | None = None
    max_temp: float | None = None
    temp_step: Annotated[float, Field(gt=0)] = 1
    precision: Annotated[float, Field(gt=0)] | None = None
    min_humidity: float = 30
    max_humidity: Annotated[float, Field(le=100)] = 99
    temperature_unit: Unit | None = None
    home_unit: Unit = "C"

    @field_validator("temperature_unit", mode="before")
    @classmethod
    def _letter(cls, value: object) -> object:
        """Take "°F", "℃" and the like for their letters."""
        letters = {"F": "F", "℉": "F", "C": "C", "℃": "C"}
        return next((letters[sign] for sign in str(value).upper() if sign in letters), None)

    @model_validator(mode="after")
    def _has_ranges(self) -> "ClimateConfig":
        if None not in {self.min_temp, self.max_temp} and self.low >= self.high:
            raise ValueError("expected min_temp below max_temp")
        if self.min_humidity >= self.max_humidity:
            raise ValueError("expected min_humidity below max_humidity")
        return self

    @property
    def scale(self) -> Scale:
        """From what the device counts in to what the home counts in."""
        own = self.temperature_unit or self.home_unit
        return Scale(own, self.home_unit, self.precision)

    @property
    def low(self) -> float:
        """The lowest target, in the device's unit."""
        return self.scale.default(7) if self.min_temp is None else self.min_temp

    @property
    def high(self) -> float:
        """The highest target, in the device's unit."""
        return self.scale.default(35) if self.max_temp is None else self.max_temp


class Climate(Component):
    """A thermostat; its state is the mode."""

    domain = "climate"
    own_attributes = frozenset(climate.Attributes.model_fields)
    config_type = ClimateConfig
    config: ClimateConfig

    def __init__(self, config: ClimateConfig) -> None:
        super().__init__(config)
        self._modes = [mode for mode in config.modes if mode in MODES]
        self._scale = config.scale
        self._describe()
        template = config.mode_state_template or config.value_template
        self.watch(config.mode_state_topic, template, self._take)
        self._watch_numbers()
        self._watch_texts()
        for key, attribute in TARGETS.items():
            if config.initial is not None and self._can_assume(key):
                self.attributes.fill({attribute: self._scale.shown(config.initial)})
        if not self.is_optimistic:
            self.assumes(name for key, name in SETTABLE.items() if self._can_assume(key))
        if self.is_optimistic:
            self.capabilities["assumed_state"] = True

    def _describe(self) -> None:
        config = self.config
        self.capabilities |= {
            "hvac_modes": self._modes,
            "min_temp": self._scale.shown(config.low),
            "max_temp": self._scale.shown(config.high),
            "target_temp_step": config.temp_step,
        }
        if config.preset_mode_command_topic is not None:
            modes = [mode for mode in config.preset_modes if mode != NO_PRESET]
            self.capabilities["preset_modes"] = [NO_PRESET, *modes]
        for choice in CHOICES:
            if self._has(f"{choice}_command_topic") or self._has(f"{choice}_state_topic"):
                self.capabilities[f"{choice}s"] = getattr(config, f"{choice}s")
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
            is_humidity = "humidity" in prefix
            self.watch_attribute(
                topic, self._template(prefix), name, number if is_humidity else self._temperature
            )

    def _watch_texts(self) -> None:
        config = self.config
        self.watch_attribute(
            config.action_topic, self._template("action"), "hvac_action", _action
        )  # fmt: skip
        if config.preset_mode_state_topic is not None:
            self.attributes["preset_mode"] = NO_PRESET
        self.watch(
            config.preset_mode_state_topic,
            config.preset_mode_value_template or config.value_template,
            self._take_preset,
        )
        for choice in CHOICES:
            topic = getattr(config, f"{choice}_state_topic")
            listed = getattr(config, f"{choice}s")
            self.watch_attribute(topic, self._template(f"{choice}_state"), choice, _one_of(listed))

    def _template(self, prefix: str) -> str | None:
        template: str | None = getattr(self.config, f"{prefix}_template")
        return template or self.config.value_template

    def _has(self, key: str) -> bool:
        return getattr(self.config, key) is not None

    def _can_assume(self, key: str) -> bool:
        """Tell whether what is set as `key` counts as its state: it has no topic for that."""
        can_set = self._has(f"{key}_command_topic")
        return can_set and (self.config.optimistic is True or not self._has(f"{key}_state_topic"))

    def _temperature(self, value: str) -> float:
        return self._scale.shown(number(value))

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
        for choice in CHOICES:
            if self._has(f"{choice}_command_topic"):
                yield f"set_{choice}"
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
            case climate.SetSwingHorizontalMode():
                yield self._text("swing_horizontal_mode", command.swing_horizontal_mode)
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
                yield self._text(prefix, self._scale.sent(value))

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
        """Take the command for done, as far as it is not reported."""
        del state
        match command:
            case climate.SetTemperature():
                self._assume_targets(command.data())
            case climate.SetHvacMode():
                self._assume_mode(command.hvac_mode)
            case climate.TurnOn():
                self._assume_mode(self._mode_for_on())
            case climate.TurnOff():
                self._assume_mode("off")
            case climate.SetHumidity() if self._can_assume("target_humidity"):
                self.attributes["humidity"] = command.humidity
            case _:
                names = [name for name in ("preset_mode", *CHOICES) if self._can_assume(name)]
                data = command.data()
                self.attributes.tell({name: data[name] for name in names if name in data})

    def _assume_targets(self, wanted: Mapping[str, object]) -> None:
        self._assume_mode(wanted.get("hvac_mode"))
        told = [name for key, name in TARGETS.items() if self._can_assume(key)]
        self.attributes.tell({name: wanted[name] for name in told if name in wanted})

    def _assume_mode(self, mode: object) -> None:
        is_told = self._has("mode_state_topic") and self.config.optimistic is not True
        if isinstance(mode, str) and not is_told:
            self.state = mode


def _action(value: str) -> str:
    if value not in ACTIONS:
        raise PayloadError(f"expected one of {sorted(ACTIONS)}, got {value[:80]!r}")
    return value


def _one_of(listed: list[str]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in listed:
            raise PayloadError(f"expected one of {listed}, got {value[:80]!r}")
        return value

    return check
