"""Water heaters."""

from integrations.virtual.appliances import WaterHeaterAttributes
from integrations.virtual.domains.base import UNKNOWN, Config, Simulation, as_number, plain

_STEP = 0.5


class WaterHeater(Simulation[WaterHeaterAttributes]):
    """A boiler; every property has a pair of topics."""

    def settle(self) -> None:
        """Remember the mode in which it last heated."""
        if self.state != "off" and not self.is_unknown:
            self._last_mode = self.state

    def config(self) -> Config:
        """Announce modes, target and power."""
        have = self.attributes
        return {
            "modes": list(have.operation_list),
            "mode_state_topic": self.topic("mode"),
            "mode_command_topic": self.command_topic("mode"),
            "temperature_state_topic": self.topic("temperature"),
            "temperature_command_topic": self.command_topic("temperature"),
            "current_temperature_topic": self.topic("current_temperature"),
            "power_command_topic": self.command_topic("power"),
            "min_temp": have.min_temp,
            "max_temp": have.max_temp,
            "precision": 0.5,
            "temperature_unit": "C",
        }

    def reports(self) -> dict[str, str]:
        """Report each property on its own topic."""
        have = self.attributes
        return {
            "mode": UNKNOWN if self.is_unknown else self.state,
            "temperature": plain(have.temperature),
            "current_temperature": plain(have.current_temperature),
        }

    def obey(self, channel: str, payload: str) -> None:
        """Take a mode, a target, ON or OFF."""
        modes = self.attributes.operation_list
        match channel, payload:
            case "mode", _ if payload in modes:
                self.become(payload)
            case "power", "ON":
                heating = next((mode for mode in modes if mode != "off"), modes[0])
                self.become(getattr(self, "_last_mode", heating))
            case "power", "OFF" if "off" in modes:
                self.become("off")
            case "temperature", _:
                self.change({"temperature": as_number(payload)})
            case _:
                raise self.refuse(channel, payload)
        self.settle()

    def drift(self) -> bool:
        """Heat the water by half a degree."""
        have = self.attributes
        gap = have.temperature - have.current_temperature
        if self.state == "off" or self.is_unknown or gap < _STEP:
            return False
        self.change({"current_temperature": have.current_temperature + _STEP})
        return True
