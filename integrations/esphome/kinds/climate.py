"""Thermostats and air conditioners."""

from collections.abc import Iterable
from typing import Any, cast

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import (
    ClimateAction,
    ClimateFanMode,
    ClimateFeature,
    ClimateInfo,
    ClimateMode,
    ClimatePreset,
    ClimateState,
    ClimateSwingMode,
    TemperatureUnit,
)

from hub.home.commands import Command
from hub.home.domains import climate
from hub.home.model import UNKNOWN, State
from integrations.esphome.kinds.kind import Kind, Reading, known, word

TWO_POINTS = (
    ClimateFeature.SUPPORTS_TWO_POINT_TARGET_TEMPERATURE
    | ClimateFeature.REQUIRES_TWO_POINT_TARGET_TEMPERATURE
)
# What "on" means, the first that the device has (Home Assistant, climate.turn_on).
LIKED = (ClimateMode.HEAT_COOL, ClimateMode.AUTO, ClimateMode.HEAT, ClimateMode.COOL)


class Climate(Kind[ClimateInfo, ClimateState]):
    """A thermostat.

    One with two target temperatures heats up to the lower and cools down to the upper; in the
    modes that do only one of it, the home sees one target.
    """

    domain = "climate"

    def verbs(self) -> Iterable[str]:
        """Return what this thermostat does."""
        yield from ("set_temperature", "set_hvac_mode")
        if ClimateMode.OFF in self.info.supported_modes:
            yield from ("turn_on", "turn_off")
        if self._presets or self.info.supported_custom_presets:
            yield "set_preset_mode"
        if self.info.supported_fan_modes or self.info.supported_custom_fan_modes:
            yield "set_fan_mode"
        if self.info.supported_swing_modes:
            yield "set_swing_mode"
        if self._has(ClimateFeature.SUPPORTS_TARGET_HUMIDITY):
            yield "set_humidity"

    def capabilities(self) -> dict[str, Any]:
        """Return modes, limits and steps."""
        info = self.info
        found: dict[str, Any] = {
            "hvac_modes": [word(mode) for mode in info.supported_modes],
            "min_temp": info.visual_min_temperature,
            "max_temp": info.visual_max_temperature,
        }
        if info.visual_target_temperature_step > 0:
            found["target_temp_step"] = info.visual_target_temperature_step
        if info.temperature_unit == TemperatureUnit.FAHRENHEIT:
            found["temperature_unit"] = "°F"
        lists = {
            "preset_modes": [*map(word, self._presets), *info.supported_custom_presets],
            "fan_modes": [*map(word, info.supported_fan_modes), *info.supported_custom_fan_modes],
            "swing_modes": [*map(word, info.supported_swing_modes)],
        }
        found.update({name: modes for name, modes in lists.items() if modes})
        if self._has(ClimateFeature.SUPPORTS_TARGET_HUMIDITY):
            found["min_humidity"] = info.visual_min_humidity
            found["max_humidity"] = info.visual_max_humidity
        return found

    def read(self, state: ClimateState) -> Reading:
        """Return the mode, what it does, what it measures and aims at."""
        attributes = self._targets(state)
        if self._has(ClimateFeature.SUPPORTS_CURRENT_TEMPERATURE):
            attributes["current_temperature"] = known(state.current_temperature)
        if self._has(ClimateFeature.SUPPORTS_CURRENT_HUMIDITY):
            attributes["current_humidity"] = known(state.current_humidity)
        if self._has(ClimateFeature.SUPPORTS_TARGET_HUMIDITY):
            attributes["humidity"] = known(state.target_humidity)
        if self._has(ClimateFeature.SUPPORTS_ACTION) and isinstance(state.action, ClimateAction):
            attributes["hvac_action"] = word(state.action)
        verbs = set(self.verbs())
        if "set_preset_mode" in verbs:
            preset = state.preset_compat(self.setting.api)
            attributes["preset_mode"] = state.custom_preset or word(preset)
        if "set_fan_mode" in verbs:
            attributes["fan_mode"] = state.custom_fan_mode or word(state.fan_mode)
        if "set_swing_mode" in verbs:
            attributes["swing_mode"] = word(state.swing_mode)
        return Reading(word(state.mode) or UNKNOWN, attributes)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Set mode, targets, preset, fan, swing."""
        match command:
            case climate.SetTemperature():
                wish = self._temperatures(command, before)
            case climate.SetHvacMode():
                wish = {"mode": ClimateMode[command.hvac_mode.upper()]}
            case climate.TurnOn():
                wish = {"mode": self._liked()}
            case climate.TurnOff():
                wish = {"mode": ClimateMode.OFF}
            case climate.SetPresetMode():
                wish = self._choice(command.preset_mode, "preset", self._presets, ClimatePreset)
            case climate.SetFanMode():
                modes = self.info.supported_fan_modes
                wish = self._choice(command.fan_mode, "fan_mode", modes, ClimateFanMode)
            case climate.SetSwingMode():
                wish = {"swing_mode": _member(ClimateSwingMode, command.swing_mode)}
            case climate.SetHumidity():
                wish = {"target_humidity": command.humidity}
            case _:
                raise self.cannot(command)
        client.climate_command(**wish, **self.address())

    @property
    def _presets(self) -> list[ClimatePreset]:
        return self.info.supported_presets_compat(self.setting.api)

    def _has(self, feature: int) -> bool:
        return bool(self.info.supported_feature_flags_compat(self.setting.api) & feature)

    def _targets(self, state: ClimateState) -> dict[str, Any]:
        if not self._has(TWO_POINTS):
            return {"temperature": known(state.target_temperature)}
        low, high = known(state.target_temperature_low), known(state.target_temperature_high)
        match state.mode:
            case ClimateMode.HEAT:
                return {"temperature": low}
            case ClimateMode.COOL:
                return {"temperature": high}
            case _:
                return {"target_temp_low": low, "target_temp_high": high}

    def _temperatures(self, command: climate.SetTemperature, before: State) -> dict[str, Any]:
        wish: dict[str, Any] = {}
        mode = command.hvac_mode or before.state
        if command.hvac_mode is not None:
            wish["mode"] = ClimateMode[command.hvac_mode.upper()]
        if not self._has(TWO_POINTS):
            wish["target_temperature"] = command.temperature
        elif command.temperature is None:
            wish["target_temperature_low"] = command.target_temp_low
            wish["target_temperature_high"] = command.target_temp_high
        elif mode in {"heat", "cool"}:
            end = "low" if mode == "heat" else "high"
            wish[f"target_temperature_{end}"] = command.temperature
        else:
            raise self.cannot(command)
        return wish

    def _liked(self) -> ClimateMode:
        modes = self.info.supported_modes
        others = [mode for mode in modes if mode != ClimateMode.OFF]
        return next((mode for mode in LIKED if mode in modes), others[0] if others else LIKED[0])

    def _choice(self, chosen: str, name: str, own: list[Any], kind: type[Any]) -> dict[str, Any]:
        """Return the wish for one of the API's options, or for one of the device's own."""
        if chosen in map(word, own):
            return {name: _member(kind, chosen)}
        return {f"custom_{name}": chosen}


def _member(kind: type[Any], name: str) -> Any:
    return cast("Any", kind)[name.upper()]
