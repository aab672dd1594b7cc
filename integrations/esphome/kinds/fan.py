"""Fans."""

from collections.abc import Iterable
from typing import Any

from aioesphomeapi.client import APIClient
from aioesphomeapi.model import FanDirection, FanInfo, FanState

from hub.home.commands import Command
from hub.home.domains import fan
from hub.home.model import State
from integrations.esphome.kinds.kind import Kind, Reading, word


class Fan(Kind[FanInfo, FanState]):
    """A fan; speed is percent for the home, one of its levels for the device."""

    domain = "fan"

    @property
    def _levels(self) -> int:
        return self.info.supported_speed_count if self.info.supports_speed else 0

    def verbs(self) -> Iterable[str]:
        """Return what this fan does."""
        yield from ("turn_on", "turn_off", "toggle")
        if self._levels:
            yield from ("set_percentage", "increase_speed", "decrease_speed")
        if self.info.supported_preset_modes:
            yield "set_preset_mode"
        if self.info.supports_oscillation:
            yield "oscillate"
        if self.info.supports_direction:
            yield "set_direction"

    def capabilities(self) -> dict[str, Any]:
        """Return the size of a step, and the presets."""
        found: dict[str, Any] = {}
        if self._levels:
            found["percentage_step"] = 100 / self._levels
        if self.info.supported_preset_modes:
            found["preset_modes"] = list(self.info.supported_preset_modes)
        return found

    def read(self, state: FanState) -> Reading:
        """Return on or off, speed, preset, oscillation and direction, as far as it has them."""
        attributes: dict[str, Any] = {}
        if self._levels:
            level = min(state.speed_level, self._levels)
            attributes["percentage"] = int(level * 100 / self._levels) if state.state else 0
        if self.info.supported_preset_modes:
            attributes["preset_mode"] = state.preset_mode or None
        if self.info.supports_oscillation:
            attributes["oscillating"] = state.oscillating
        if self.info.supports_direction:
            attributes["direction"] = word(state.direction)
        return Reading("on" if state.state else "off", attributes)

    def send(self, client: APIClient, command: Command, before: State) -> None:
        """Turn it, faster or slower or the other way."""
        match command:
            case fan.TurnOn():
                wish = self._speed(command.percentage)
                if command.preset_mode is not None:
                    wish["preset_mode"] = command.preset_mode
            case fan.TurnOff():
                wish = {"state": False}
            case fan.Toggle():
                wish = {"state": before.state != "on"}
            case fan.SetPercentage():
                wish = self._speed(command.percentage)
            case fan.IncreaseSpeed() | fan.DecreaseSpeed():
                wish = self._speed(command.target(before))
            case fan.SetPresetMode():
                wish = {"state": True, "preset_mode": command.preset_mode}
            case fan.Oscillate():
                wish = {"oscillating": command.oscillating}
            case fan.SetDirection():
                wish = {"direction": FanDirection[command.direction.upper()]}
            case _:
                raise self.cannot(command)
        client.fan_command(**wish, **self.address())

    def _speed(self, percentage: int | None) -> dict[str, Any]:
        if percentage == 0:
            return {"state": False}
        if percentage is None or not self._levels:
            return {"state": True}
        level = max(1, round(percentage * self._levels / 100))
        return {"state": True, "speed_level": level}
