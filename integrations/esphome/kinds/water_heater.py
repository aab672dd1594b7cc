"""Water heaters."""

from collections.abc import Iterable
from typing import Any

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import (
    WaterHeaterFeature,
    WaterHeaterInfo,
    WaterHeaterMode,
    WaterHeaterState,
    WaterHeaterStateFlag,
)

from hub.home.commands import Command
from hub.home.domains import water_heater
from hub.home.model import UNKNOWN, State
from integrations.esphome.kinds.kind import Kind, Reading, known, word


class WaterHeater(Kind[WaterHeaterInfo, WaterHeaterState]):
    """A water heater; the state is its mode."""

    domain = "water_heater"

    def verbs(self) -> Iterable[str]:
        """Return what this heater does."""
        if self._has(WaterHeaterFeature.SUPPORTS_TARGET_TEMPERATURE):
            yield "set_temperature"
        if self.info.supported_modes:
            yield "set_operation_mode"
        if self._has(WaterHeaterFeature.SUPPORTS_AWAY_MODE):
            yield "set_away_mode"
        if self._has(WaterHeaterFeature.SUPPORTS_ON_OFF):
            yield from ("turn_on", "turn_off")

    def capabilities(self) -> dict[str, Any]:
        """Return modes and limits."""
        info = self.info
        limits = {"min_temp": info.min_temperature, "max_temp": info.max_temperature}
        modes = [word(mode) for mode in info.supported_modes]
        return {**limits, **({"operation_list": modes} if modes else {})}

    def read(self, state: WaterHeaterState) -> Reading:
        """Return the mode, what it measures and aims at."""
        attributes: dict[str, Any] = {"temperature": known(state.target_temperature)}
        if self._has(WaterHeaterFeature.SUPPORTS_CURRENT_TEMPERATURE):
            attributes["current_temperature"] = known(state.current_temperature)
        if self._has(WaterHeaterFeature.SUPPORTS_AWAY_MODE):
            attributes["away_mode"] = "on" if state.state & WaterHeaterStateFlag.AWAY else "off"
        mode = word(state.mode) or UNKNOWN
        if self.info.supported_modes:
            attributes["operation_mode"] = mode
        is_on = bool(state.state & WaterHeaterStateFlag.ON)
        if self._has(WaterHeaterFeature.SUPPORTS_ON_OFF) and not is_on:
            return Reading("off", attributes)
        return Reading(mode, attributes)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Set target, mode, away, on or off."""
        del before
        if command.verb not in self.verbs():
            raise self.cannot(command)
        wish: dict[str, Any]
        match command:
            case water_heater.SetTemperature():
                wish = {"target_temperature": command.temperature}
                if command.operation_mode is not None:
                    wish["mode"] = WaterHeaterMode[command.operation_mode.upper()]
            case water_heater.SetOperationMode():
                wish = {"mode": WaterHeaterMode[command.operation_mode.upper()]}
            case water_heater.SetAwayMode():
                wish = {"away": command.away_mode}
            case water_heater.TurnOn() | water_heater.TurnOff():
                wish = {"on": isinstance(command, water_heater.TurnOn)}
            case _:
                raise self.cannot(command)
        client.water_heater_command(**wish, **self.address())

    def _has(self, feature: int) -> bool:
        return bool(self.info.supported_features & feature)
