"""Fans."""

from pydantic import JsonValue

from integrations.virtual.attributes import FanAttributes
from integrations.virtual.domains.base import Config, Simulation, as_number

_FULL_SPEED = 100


class Fan(Simulation[FanAttributes]):
    """A fan with a speed, and with presets, oscillation and direction where it has them."""

    def settle(self) -> None:
        """Agree on state and speed: off is 0 %, and on is not."""
        self._last_speed = self.attributes.percentage or getattr(self, "_last_speed", _FULL_SPEED)
        if self.state == "off":
            self.change({"percentage": 0})
        elif self.state == "on" and not self.attributes.percentage:
            self.change({"percentage": self._last_speed})

    def state_from_attributes(self) -> None:
        """Turn with a speed, stand without."""
        if not self.is_unknown:
            self.become("on" if self.attributes.percentage else "off")

    def config(self) -> Config:
        """Announce a pair of topics per property that the fan has."""
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "percentage_state_topic": self.topic("percentage"),
            "percentage_command_topic": self.command_topic("percentage"),
        }
        have = self.attributes
        if have.preset_modes:
            message |= {
                "preset_modes": list(have.preset_modes),
                "preset_mode_state_topic": self.topic("preset_mode"),
                "preset_mode_command_topic": self.command_topic("preset_mode"),
            }
        for name, value in (("oscillation", have.oscillating), ("direction", have.direction)):
            if value is not None:
                message[f"{name}_state_topic"] = self.topic(name)
                message[f"{name}_command_topic"] = self.command_topic(name)
        return message

    def reports(self) -> dict[str, str]:
        """Report each property on its own topic."""
        have = self.attributes
        told = {"state": self.payload_of_state(), "percentage": str(have.percentage)}
        if have.preset_modes:
            told["preset_mode"] = str(have.preset_mode)
        if have.oscillating is not None:
            told["oscillation"] = "oscillate_on" if have.oscillating else "oscillate_off"
        if have.direction is not None:
            told["direction"] = have.direction
        return told

    def obey(self, channel: str, payload: str) -> None:
        """Take ON, OFF or a property; a speed of 0 means off."""
        have = self.attributes
        match channel, payload:
            case "", ("ON" | "OFF"):
                self.become(payload.lower())
                self.settle()
            case "percentage", _:
                self._turn({"percentage": round(as_number(payload)), "preset_mode": None})
            case "preset_mode", _ if payload in have.preset_modes:
                self._turn({"preset_mode": payload, "percentage": self._last_speed})
            case "oscillation", ("oscillate_on" | "oscillate_off") if have.oscillating is not None:
                self.change({"oscillating": payload == "oscillate_on"})
            case "direction", ("forward" | "reverse") if have.direction is not None:
                self.change({"direction": payload})
            case _:
                raise self.refuse(channel, payload)

    def _turn(self, changes: dict[str, JsonValue]) -> None:
        self.change(changes)
        self.become("on" if self.attributes.percentage else "off")
        self.settle()
