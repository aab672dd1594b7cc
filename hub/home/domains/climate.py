"""Thermostats and air conditioners; temperatures in degrees Celsius unless the entity says else."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator

from hub.home.commands import Command, Expectation, close_to, one_of, within
from hub.home.domains.choice import Choice
from hub.home.domains.on_off import SwitchOff
from hub.home.model import State

STATES = ("off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only")
TEMPERATURE_TOLERANCE = 0.3

HvacMode = Literal["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"]
Humidity = Annotated[int, Field(ge=0, le=100)]


class Attributes(BaseModel):
    """What a thermostat reports; the state is its mode."""

    hvac_modes: list[HvacMode] = []
    hvac_action: str | None = None
    current_temperature: float | None = None
    current_humidity: float | None = None
    temperature: float | None = None
    target_temp_low: float | None = None
    target_temp_high: float | None = None
    humidity: float | None = None
    min_temp: float = 7
    max_temp: float = 35
    target_temp_step: float | None = None
    preset_mode: str | None = None
    preset_modes: list[str] | None = None
    fan_mode: str | None = None
    fan_modes: list[str] | None = None
    swing_mode: str | None = None
    swing_modes: list[str] | None = None
    swing_horizontal_mode: str | None = None
    swing_horizontal_modes: list[str] | None = None


class SetTemperature(Command):
    """Set the target temperature, and the mode if given."""

    action: Literal["climate.set_temperature"] = "climate.set_temperature"
    temperature: float | None = None
    target_temp_low: float | None = None
    target_temp_high: float | None = None
    hvac_mode: HvacMode | None = None

    @model_validator(mode="after")
    def _has_a_target(self) -> "SetTemperature":
        if self.temperature is None and None in {self.target_temp_low, self.target_temp_high}:
            raise ValueError("give temperature, or both target_temp_low and target_temp_high")
        return self

    def problem(self, state: State) -> str | None:
        """Check the limits of the thermostat."""
        for value in (self.temperature, self.target_temp_low, self.target_temp_high):
            found = within(value, state, "min_temp", "max_temp", "°")
            if found:
                return found
        return one_of(self.hvac_mode, state, "hvac_modes")

    def expected(self, before: State) -> Expectation | None:
        """Expect the targets."""
        wanted = {
            "temperature": self.temperature,
            "target_temp_low": self.target_temp_low,
            "target_temp_high": self.target_temp_high,
        }
        checks = tuple(
            (name, close_to(value, TEMPERATURE_TOLERANCE))
            for name, value in wanted.items()
            if value is not None
        )
        words = " to ".join(f"{value:g}°" for value in wanted.values() if value is not None)
        states = frozenset({self.hvac_mode}) if self.hvac_mode else frozenset[str]()
        del before
        return Expectation(f"set to {words}", states, checks)


class SetHvacMode(Command):
    """Choose the mode."""

    action: Literal["climate.set_hvac_mode"] = "climate.set_hvac_mode"
    hvac_mode: HvacMode

    def problem(self, state: State) -> str | None:
        """Check the mode."""
        return one_of(self.hvac_mode, state, "hvac_modes")

    def expected(self, before: State) -> Expectation | None:
        """Expect the mode."""
        del before
        return Expectation(self.hvac_mode, frozenset({self.hvac_mode}))


class TurnOn(Command):
    """Switch on, to the mode it likes."""

    action: Literal["climate.turn_on"] = "climate.turn_on"

    def expected(self, before: State) -> Expectation | None:
        """Expect any mode but off."""
        del before
        return Expectation("on", frozenset(STATES) - {"off"})


class TurnOff(SwitchOff):
    """Switch off."""

    action: Literal["climate.turn_off"] = "climate.turn_off"


class SetPresetMode(Choice):
    """Choose a preset."""

    attribute = "preset_mode"
    options = "preset_modes"
    words = "in {}"
    action: Literal["climate.set_preset_mode"] = "climate.set_preset_mode"
    preset_mode: str


class SetFanMode(Choice):
    """Choose a fan mode."""

    attribute = "fan_mode"
    options = "fan_modes"
    words = "fan {}"
    action: Literal["climate.set_fan_mode"] = "climate.set_fan_mode"
    fan_mode: str


class SetSwingMode(Choice):
    """Choose a swing mode."""

    attribute = "swing_mode"
    options = "swing_modes"
    words = "swing {}"
    action: Literal["climate.set_swing_mode"] = "climate.set_swing_mode"
    swing_mode: str


class SetSwingHorizontalMode(Choice):
    """Choose how it swings from side to side."""

    attribute = "swing_horizontal_mode"
    options = "swing_horizontal_modes"
    words = "horizontal swing {}"
    action: Literal["climate.set_swing_horizontal_mode"] = "climate.set_swing_horizontal_mode"
    swing_horizontal_mode: str


class SetHumidity(Command):
    """Set the target humidity in percent."""

    action: Literal["climate.set_humidity"] = "climate.set_humidity"
    humidity: Humidity

    def expected(self, before: State) -> Expectation | None:
        """Expect the target humidity."""
        del before
        check = ("humidity", close_to(self.humidity, 1))
        return Expectation(f"set to {self.humidity} %", attributes=(check,))


ClimateCommand = (
    SetTemperature
    | SetHvacMode
    | TurnOn
    | TurnOff
    | SetPresetMode
    | SetFanMode
    | SetSwingMode
    | SetSwingHorizontalMode
    | SetHumidity
)
