"""Water heaters: the state is the operation mode; degrees Celsius unless the entity says else."""

from typing import Literal

from pydantic import BaseModel

from hub.home.commands import Command, Expectation, close_to, one_of, within
from hub.home.domains.on_off import SwitchOff
from hub.home.model import UNAVAILABLE, UNKNOWN, State

# Those that Home Assistant names; makers have others.
STATES = ("off", "eco", "electric", "performance", "high_demand", "heat_pump", "gas")
TEMPERATURE_TOLERANCE = 0.5


class Attributes(BaseModel):
    """What a water heater reports."""

    current_temperature: float | None = None
    temperature: float | None = None
    target_temp_low: float | None = None
    target_temp_high: float | None = None
    min_temp: float = 43
    max_temp: float = 60
    operation_mode: str | None = None
    operation_list: list[str] | None = None
    away_mode: Literal["on", "off"] | None = None


class TurnOn(Command):
    """Switch on, to the mode it likes. Sensitive: nobody heats water unattended by mistake."""

    action: Literal["water_heater.turn_on"] = "water_heater.turn_on"

    def expected(self, before: State) -> Expectation | None:
        """Expect any mode but off."""
        del before
        return _AnyModeButOff("on")


class TurnOff(SwitchOff):
    """Switch off."""

    action: Literal["water_heater.turn_off"] = "water_heater.turn_off"


class _AnyModeButOff(Expectation):
    """Makers name their modes; any of them is on."""

    __slots__ = ()

    def is_met_by(self, state: State) -> bool:
        return state.state not in {"off", UNKNOWN, UNAVAILABLE}


class SetTemperature(Command):
    """Set the target temperature, and the mode if given."""

    action: Literal["water_heater.set_temperature"] = "water_heater.set_temperature"
    temperature: float
    operation_mode: str | None = None

    def problem(self, state: State) -> str | None:
        """Check the limits of the heater."""
        too_far = within(self.temperature, state, "min_temp", "max_temp", "°")
        return too_far or one_of(self.operation_mode, state, "operation_list")

    def expected(self, before: State) -> Expectation | None:
        """Expect the target."""
        del before
        states = frozenset({self.operation_mode}) if self.operation_mode else frozenset[str]()
        check = ("temperature", close_to(self.temperature, TEMPERATURE_TOLERANCE))
        return Expectation(f"set to {self.temperature:g}°", states, (check,))


class SetOperationMode(Command):
    """Choose the mode."""

    action: Literal["water_heater.set_operation_mode"] = "water_heater.set_operation_mode"
    operation_mode: str

    def problem(self, state: State) -> str | None:
        """Check the mode."""
        return one_of(self.operation_mode, state, "operation_list")

    def expected(self, before: State) -> Expectation | None:
        """Expect the mode as state."""
        del before
        return Expectation(self.operation_mode, frozenset({self.operation_mode}))


class SetAwayMode(Command):
    """Save while nobody is there, or stop saving."""

    action: Literal["water_heater.set_away_mode"] = "water_heater.set_away_mode"
    away_mode: bool

    def expected(self, before: State) -> Expectation | None:
        """Expect the away mode, which is reported as "on" or "off"."""
        del before
        wanted = {"on", True} if self.away_mode else {"off", False}
        words = "away" if self.away_mode else "not away"
        return Expectation(words, attributes=(("away_mode", lambda value: value in wanted),))


WaterHeaterCommand = TurnOn | TurnOff | SetTemperature | SetOperationMode | SetAwayMode
