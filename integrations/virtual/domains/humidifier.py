"""Humidifiers and dehumidifiers, in a room whose air slowly follows them."""

from collections.abc import Mapping

from pydantic import JsonValue

from integrations.virtual.appliances import HumidifierAttributes
from integrations.virtual.domains.base import Config, Simulation, as_number


class Humidifier(Simulation[HumidifierAttributes]):
    """A humidifier; every property has a pair of topics."""

    def config(self) -> Config:
        """Announce the target and its limits; modes where it has them."""
        have = self.attributes
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "target_humidity_state_topic": self.topic("humidity"),
            "target_humidity_command_topic": self.command_topic("humidity"),
            "current_humidity_topic": self.topic("current_humidity"),
            "action_topic": self.topic("action"),
            "min_humidity": have.min_humidity,
            "max_humidity": have.max_humidity,
        }
        if have.available_modes:
            message |= {
                "modes": list(have.available_modes),
                "mode_state_topic": self.topic("mode"),
                "mode_command_topic": self.command_topic("mode"),
            }
        return message

    def reports(self) -> dict[str, str]:
        """Report each property on its own topic."""
        have = self.attributes
        told = {
            "state": self.payload_of_state(),
            "humidity": str(have.humidity),
            "current_humidity": str(have.current_humidity),
            "action": self.action(),
        }
        return told | ({"mode": str(have.mode)} if have.available_modes else {})

    def obey(self, channel: str, payload: str) -> None:
        """Take ON, OFF, a target or a mode."""
        match channel, payload:
            case "", ("ON" | "OFF"):
                self.become(payload.lower())
            case "humidity", _:
                self.change({"humidity": round(as_number(payload))})
            case "mode", _ if payload in self.attributes.available_modes:
                self.change({"mode": payload})
            case _:
                raise self.refuse(channel, payload)

    @property
    def _gap(self) -> int:
        """How much wetter (or drier, for one that dries) the air has to become."""
        gap = self.attributes.humidity - self.attributes.current_humidity
        return -gap if self._dries else gap

    @property
    def _dries(self) -> bool:
        return self.entity.device_class == "dehumidifier"

    def action(self) -> str:
        """Say what it does about the air just now."""
        if self.state != "on":
            return "off"
        if self._gap <= 0:
            return "idle"
        return "drying" if self._dries else "humidifying"

    def shown(self) -> Mapping[str, JsonValue]:
        """Add the action."""
        return {**super().shown(), "action": self.action()}

    def drift(self) -> bool:
        """Wet or dry the air by one percent."""
        if self.action() not in ("humidifying", "drying"):
            return False
        step = -1 if self._dries else 1
        self.change({"current_humidity": self.attributes.current_humidity + step})
        return True
