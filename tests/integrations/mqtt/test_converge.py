"""Hub, broker and devices, started in every order, end up agreeing; and again after restarts."""

import asyncio
import contextlib
import itertools
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from hub.home.actions import parse_command
from hub.home.errors import DeliveryError
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.virtual.home import VirtualHome
from integrations.virtual.inventory import Inventory, load_inventory
from tests.integrations.mqtt.handmade import until
from tests.support.mosquitto import Mosquitto, free_port

DEMO = Path(__file__).parents[3] / "rules" / "homes" / "demo.yaml"
PARTS = ("broker", "devices", "hub")
LAMP = EntityId("light.kitchen_ceiling")


class Rig:
    """The three parts on one port; each can be stopped and started alone."""

    def __init__(self) -> None:
        self.port = free_port()
        self.home = Home()
        self.inventory: Inventory = load_inventory(DEMO)
        self.stacks: dict[str, AsyncExitStack] = {}
        self.hub: MqttIntegration | None = None

    async def start(self, part: str) -> None:
        stack = self.stacks[part] = AsyncExitStack()
        if part == "broker":
            await stack.enter_async_context(Mosquitto(self.port))
        elif part == "devices":
            house = VirtualHome(self.inventory, host="127.0.0.1", port=self.port)
            await stack.enter_async_context(house)
        else:
            self.home = Home()
            hub = MqttIntegration(self.home, MqttConfig(port=self.port))
            self.hub = await stack.enter_async_context(hub)

    async def stop(self, part: str) -> None:
        async with asyncio.timeout(8):
            await self.stacks.pop(part).aclose()

    async def agrees(self) -> None:
        """Wait until every entity is there and a lamp obeys."""
        count = len(self.inventory.entities)
        await until(lambda: len(self.home.entities) == count, f"{count} entities")
        silent = {"button", "scene"}
        await until(
            lambda: all(
                state.is_available or self.home.entity(state.entity_id).domain in silent
                for state in self.home.states.values()
            ),
            "all states",
        )
        await self.obeys("light.turn_on", "on")
        await self.obeys("light.turn_off", "off")

    async def obeys(self, action: str, state: str) -> None:
        """Tell the lamp until it listens: right after a restart a device may not be back yet."""
        assert self.hub is not None
        async with asyncio.timeout(8):
            while self.home.state(LAMP).state != state:
                with contextlib.suppress(DeliveryError):
                    self.hub.send(LAMP, parse_command(action, {}), Context())
                await asyncio.sleep(0.1)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("order", list(itertools.permutations(PARTS)), ids="-".join)
async def test_any_order_converges(order: tuple[str, ...]) -> None:
    rig = Rig()
    try:
        for part in order:
            await rig.start(part)
        await rig.agrees()
        for part in order:
            await rig.stop(part)
            await rig.start(part)
            await rig.agrees()
    finally:
        for part in ("hub", "devices", "broker"):
            if part in rig.stacks:
                await rig.stop(part)
