"""One announced entity without a broker: what is said to it, and every message it sends."""

from typing import Any

from hub.home.ids import EntityId
from hub.home.model import State
from integrations.mqtt.message import Publish
from tests.support.mqtt_desk import Desk


class Offline:
    """A hub with one entity, spoken to by calling its handlers. Needs a running loop."""

    def __init__(self, kind: str, config: dict[str, Any]) -> None:
        self._desk = Desk()
        self.home, self.hub, self.say = self._desk.home, self._desk.hub, self._desk.say
        self._path = f"{kind}/x"
        self.announce(config)

    def announce(self, config: dict[str, Any]) -> None:
        """Announce it, or once more."""
        self._desk.announce(self._path, config)

    @property
    def id(self) -> EntityId:
        """The entity's id; a ValueError if the announcement was refused."""
        [found] = self.home.entities
        return found

    @property
    def state(self) -> State:
        """What the home shows."""
        return self._desk.state(self.id)

    @property
    def verbs(self) -> set[str]:
        """What it offers."""
        return {action.partition(".")[2] for action in self.home.entity(self.id).actions}

    def shows(self, state: str, **attributes: object) -> bool:
        """Check that the home shows this."""
        self._desk.shows(self.id, state, **attributes)
        return True

    def sends(self, action: str, **data: object) -> list[Publish]:
        """Check and send a command; return its messages."""
        return self._desk.sends(self.id, action, **data)
