"""Thermostats and heaters, in a room that slowly follows them."""

from pydantic import JsonValue

from integrations.virtual.attributes import ClimateAttributes
from integrations.virtual.domains.base import UNKNOWN, Config, Simulation, as_number, plain

OUTSIDE_C = 16.0
"""What an unheated room drifts to."""

_STEP = 0.1
_FALLBACK_TARGET_C = 20.0


class Climate(Simulation[ClimateAttributes]):
    """A thermostat; every property has a pair of topics, as in Home Assistant's default."""

    def settle(self) -> None:
        """Give it a target, within its range."""
        if self.attributes.temperature is None:
            low, high = self.attributes.min_temp, self.attributes.max_temp
            self.change({"temperature": min(max(_FALLBACK_TARGET_C, low), high)})

    def config(self) -> Config:
        """Announce modes, temperatures, and presets and fan modes where it has them."""
        have = self.attributes
        message: Config = {
            "modes": list(have.hvac_modes),
            "mode_state_topic": self.topic("mode"),
            "mode_command_topic": self.command_topic("mode"),
            "temperature_state_topic": self.topic("temperature"),
            "temperature_command_topic": self.command_topic("temperature"),
            "current_temperature_topic": self.topic("current_temperature"),
            "action_topic": self.topic("action"),
            "min_temp": have.min_temp,
            "max_temp": have.max_temp,
            "temp_step": have.target_temp_step,
            "precision": _STEP,
            "temperature_unit": have.temperature_unit,
        }
        if have.current_humidity is not None:
            message["current_humidity_topic"] = self.topic("current_humidity")
        for name, options in (("preset_mode", have.preset_modes), ("fan_mode", have.fan_modes)):
            if options:
                message[f"{name}s"] = list(options)
                message[f"{name}_state_topic"] = self.topic(name)
                message[f"{name}_command_topic"] = self.command_topic(name)
        return message

    def reports(self) -> dict[str, str]:
        """Report each property on its own topic."""
        have = self.attributes
        told = {
            "mode": UNKNOWN if self.is_unknown else self.state,
            "temperature": plain(have.temperature or 0),
            "current_temperature": plain(have.current_temperature),
            "action": self.action(),
        }
        if have.current_humidity is not None:
            told["current_humidity"] = plain(have.current_humidity)
        if have.preset_modes:
            told["preset_mode"] = str(have.preset_mode)
        if have.fan_modes:
            told["fan_mode"] = str(have.fan_mode)
        return told

    def obey(self, channel: str, payload: str) -> None:
        """Take a mode, a target temperature, a preset or a fan mode."""
        have = self.attributes
        match channel:
            case "mode" if payload in have.hvac_modes:
                self.become(payload)
            case "temperature":
                self.change({"temperature": as_number(payload)})
            case "preset_mode" if payload in (*have.preset_modes, UNKNOWN):
                self.change({"preset_mode": None if payload == UNKNOWN else payload})
            case "fan_mode" if payload in have.fan_modes:
                self.change({"fan_mode": payload})
            case _:
                raise self.refuse(channel, payload)

    def action(self) -> str:
        """Say what it does about the room just now."""
        gap = (self.attributes.temperature or 0) - self.attributes.current_temperature
        match self.state:
            case "heat" | "heat_cool" | "auto" if gap > 0:
                return "heating"
            case "cool" | "heat_cool" | "auto" if gap < 0:
                return "cooling" if "cool" in self.attributes.hvac_modes else "idle"
            case "dry":
                return "drying"
            case "fan_only":
                return "fan"
            case "heat" | "cool" | "heat_cool" | "auto":
                return "idle"
            case _:
                return "off"

    def shown(self) -> dict[str, JsonValue]:
        """Add the action."""
        return {**super().shown(), "hvac_action": self.action()}

    def drift(self) -> bool:
        """Warm or cool the room by a step, or let it follow the weather."""
        now = self.attributes.current_temperature
        active = self.action() in ("heating", "cooling")
        target = (self.attributes.temperature or now) if active else self._outside()
        gap = target - now
        if abs(gap) < _STEP:
            return False
        step = _STEP if gap > 0 else -_STEP
        self.change({"current_temperature": round(now + step, 1)})
        return True

    def _outside(self) -> float:
        if self.attributes.temperature_unit == "F":
            return OUTSIDE_C * 9 / 5 + 32
        return OUTSIDE_C
