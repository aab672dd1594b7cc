"""Robot vacuum cleaners."""

from integrations.virtual.attributes import VacuumAttributes
from integrations.virtual.domains.base import Config, Script, Simulation, compact

FEATURES = ("start", "pause", "stop", "return_home", "battery", "status", "locate", "clean_spot")

_STATE_AFTER = {"start": "cleaning", "clean_spot": "cleaning", "pause": "paused", "stop": "idle"}


class Vacuum(Simulation[VacuumAttributes]):
    """A robot: plain words as commands, one JSON object as state."""

    def config(self) -> Config:
        """Announce topics and features; fan speeds where it has them."""
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
            "supported_features": [*FEATURES],
        }
        if self.attributes.fan_speed_list:
            message |= {
                "supported_features": [*FEATURES, "fan_speed"],
                "set_fan_speed_topic": self.command_topic("fan_speed"),
                "fan_speed_list": list(self.attributes.fan_speed_list),
            }
        return message

    def reports(self) -> dict[str, str]:
        """Report state, battery and fan speed."""
        have = self.attributes
        state = None if self.is_unknown else self.state
        told = compact(state=state, battery_level=have.battery_level, fan_speed=have.fan_speed)
        return {"state": told}

    def obey(self, channel: str, payload: str) -> Script | None:
        """Take start, pause, stop, return_to_base, clean_spot, locate or a fan speed."""
        match channel, payload:
            case "", "return_to_base":
                return self._go_home()
            case "", ("start" | "clean_spot" | "pause" | "stop"):
                if not (self.state == "docked" and payload in ("pause", "stop")):
                    self.become(_STATE_AFTER[payload])
            case "", "locate":
                pass  # it beeps
            case "fan_speed", _ if payload in self.attributes.fan_speed_list:
                self.change({"fan_speed": payload})
            case _:
                raise self.refuse(channel, payload)
        return None

    def _go_home(self) -> Script:
        if self.state != "docked":
            self.become("returning")
            yield self.pace.vacuum_s
            self.become("docked")
