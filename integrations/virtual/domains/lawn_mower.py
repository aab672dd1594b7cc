"""Robot lawn mowers."""

from integrations.virtual.appliances import LawnMowerAttributes
from integrations.virtual.domains.base import UNKNOWN, Config, Script, Simulation

_STATE_AFTER = {"start_mowing": "mowing", "pause": "paused", "stop": "idle"}


class LawnMower(Simulation[LawnMowerAttributes]):
    """A mower: plain words as commands, one word as state."""

    def config(self) -> Config:
        """Announce one topic for all commands."""
        verbs = (*_STATE_AFTER, "dock")
        topics: Config = {f"{verb}_command_topic": self.command_topic() for verb in verbs}
        return {"activity_state_topic": self.topic("state"), **topics}

    def reports(self) -> dict[str, str]:
        """Report the state."""
        return {"state": UNKNOWN if self.is_unknown else self.state}

    def obey(self, channel: str, payload: str) -> Script | None:
        """Take start_mowing, pause, stop or dock."""
        if channel or payload not in (*_STATE_AFTER, "dock"):
            raise self.refuse(channel, payload)
        if payload == "dock":
            return self._go_home()
        if not (self.state == "docked" and payload in ("pause", "stop")):
            self.become(_STATE_AFTER[payload])
        return None

    def _go_home(self) -> Script:
        if self.state != "docked":
            self.become("returning")
            yield self.pace.vacuum_s
            self.become("docked")
