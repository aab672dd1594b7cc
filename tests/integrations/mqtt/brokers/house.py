"""A hub's home on a broker, watched: what its entities went through, in order."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from hub.home.actions import parse_command
from hub.home.events import StateReported
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.handmade import until

PLUG: dict[str, object] = {
    "name": "Plug",
    "unique_id": "p",
    "command_topic": "p/set",
    "state_topic": "p",
}
METER: dict[str, object] = {"name": "Meter", "unique_id": "m", "state_topic": "m", "qos": 1}
ANNOUNCED_PLUG = "homeassistant/switch/p/config"
ANNOUNCED_METER = "homeassistant/sensor/m/config"


@dataclass
class House:
    """What `living` yields; `history`: every change of a state, the first report included."""

    home: Home
    hub: MqttIntegration
    history: list[tuple[str, str]] = field(default_factory=list)

    def state(self, entity: str) -> str:
        """Return an entity's state, empty if there is no such entity."""
        found = self.home.states.get(EntityId(entity))
        return "" if found is None else found.state

    async def shows(self, entity: str, state: str) -> None:
        """Wait until an entity is in a state."""
        try:
            await until(lambda: self.state(entity) == state)
        except AssertionError:
            said = f"{entity} is {self.state(entity)!r}, not {state!r}; {self.hub.problem}"
            raise AssertionError(said) from None

    def of(self, entity: str) -> list[str]:
        """Return what one entity went through."""
        return [state for changed, state in self.history if changed == entity]

    def do(self, entity: str, action: str, **data: object) -> None:
        """Send a command."""
        self.hub.send(EntityId(entity), parse_command(action, data), Context())


@contextlib.asynccontextmanager
async def living(
    config: MqttConfig, known_ids: Mapping[tuple[str, str], EntityId] | None = None
) -> AsyncIterator[House]:
    """Run a hub's home on a broker, once it is connected."""
    home = Home()
    house = House(home, MqttIntegration(home, config, known_ids=known_ids))

    def note(event: object) -> None:
        if isinstance(event, StateReported) and (
            event.old is None or event.old.state != event.new.state
        ):
            house.history.append((event.new.entity_id, event.new.state))

    home.listen(note, StateReported)
    async with house.hub:
        await until(lambda: house.hub.connected, "the connection")
        yield house
