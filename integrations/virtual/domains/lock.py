"""Door locks."""

from integrations.virtual.attributes import LockAttributes
from integrations.virtual.domains.base import Config, Script, Simulation


class Lock(Simulation[LockAttributes]):
    """A lock whose bolt takes a moment; a jammed one stays jammed until somebody pokes it."""

    def config(self) -> Config:
        """Announce both topics, and the latch where it has one."""
        message: Config = {
            "state_topic": self.topic("state"),
            "command_topic": self.command_topic(),
        }
        return message | {"payload_open": "OPEN"} if self.attributes.can_open else message

    def reports(self) -> dict[str, str]:
        """Report LOCKED, LOCKING, UNLOCKED, UNLOCKING or JAMMED."""
        return {"state": self.payload_of_state()}

    def obey(self, channel: str, payload: str) -> Script | None:
        """Take LOCK, UNLOCK, and OPEN where it has a latch."""
        match channel, payload:
            case "", "LOCK":
                return self._turn("locking", "locked")
            case "", "UNLOCK":
                return self._turn("unlocking", "unlocked")
            case "", "OPEN" if self.attributes.can_open:
                return self._turn("unlocking", "unlocked")
            case _:
                raise self.refuse(channel, payload)

    def _turn(self, meanwhile: str, then: str) -> Script:
        if self.state == "jammed":
            return
        if self.state != then:
            self.become(meanwhile)
            yield self.pace.lock_s
            self.become(then)
