"""Virtual homes for tests: quick devices on a private broker, and somebody listening."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from integrations.virtual import Inventory, Pace, VirtualHome, parse_inventory
from tests.support.mqtt_probe import Probe, probe

QUICK = Pace(travel_s=0.3, step_s=0.05, lock_s=0.05, vacuum_s=0.05, arming_s=0.05)


@dataclass(frozen=True, slots=True)
class Lab:
    """A home under test and what it says."""

    home: VirtualHome
    said: Probe

    def send(self, entity_id: str, payload: str | dict[str, object], channel: str = "") -> None:
        """Send a command to an entity, as a hub would."""
        root = f"virtual/{entity_id.replace('.', '/')}"
        self.said.publish(f"{root}/{channel}/set" if channel else f"{root}/set", payload)

    async def settled(self) -> None:
        """Wait until all that the home has said so far has been heard."""
        await self.home.ready()
        await self.said.settled()

    def topic(self, entity_id: str, channel: str = "state") -> str:
        """Give the topic of a report."""
        return f"virtual/{entity_id.replace('.', '/')}/{channel}"

    async def sees(self, entity_id: str, payload: str, channel: str = "state") -> None:
        """Wait until an entity's last report on `channel` is `payload`."""
        await self.said.sees(self.topic(entity_id, channel), payload)


@contextlib.asynccontextmanager
async def lab(port: int, inventory: Inventory | str, pace: Pace = QUICK) -> AsyncIterator[Lab]:
    """Run a home (an inventory, or its entities as YAML list items) on the broker at `port`."""
    if isinstance(inventory, str):
        inventory = parse_inventory(f"entities:\n{inventory}")
    async with (
        probe(port) as said,
        VirtualHome(inventory, port=port, pace=pace) as home,
    ):
        at = Lab(home, said)
        await at.settled()
        yield at
