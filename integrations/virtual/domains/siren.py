"""Sirens."""

from integrations.virtual.appliances import SirenAttributes
from integrations.virtual.domains.base import Config, Script, Simulation, as_object, compact


class Siren(Simulation[SirenAttributes]):
    """A siren that is told and tells JSON; after its duration it is still by itself."""

    def config(self) -> Config:
        """Announce both topics, and the tones it has."""
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
        }
        if self.attributes.available_tones:
            message["available_tones"] = list(self.attributes.available_tones)
        return message

    def reports(self) -> dict[str, str]:
        """Report the state and the sound."""
        have = self.attributes
        state = None if self.is_unknown else self.state.upper()
        sound = compact(
            state=state, tone=have.tone, volume_level=have.volume_level, duration=have.duration
        )
        return {"state": sound}

    def obey(self, channel: str, payload: str) -> Script | None:
        """Take ON or OFF, with tone, volume and duration."""
        command = as_object(payload)
        state = command.pop("state", None)
        if channel or state not in ("ON", "OFF") or command.keys() - _SOUND:
            raise self.refuse(channel, payload)
        if state == "OFF":
            self.become("off")
            return None
        self.change({"duration": None, **command})
        return self._sound()

    def _sound(self) -> Script:
        self.become("on")
        if self.attributes.duration:
            yield self.attributes.duration
            self.become("off")


_SOUND = {"tone", "volume_level", "duration"}
