"""Bells, displays and firmware of a virtual home, through the hub's own eyes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from hub.home.actions import check, parse_command
from hub.home.events import StateReported
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.model import Context
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.virtual import VirtualHome, parse_inventory
from tests.integrations.mqtt.handmade import until
from tests.support.mosquitto import Mosquitto
from tests.support.virtual import QUICK

INVENTORY = parse_inventory(
    """entities:
  - {id: event.bell, name: Bell, device_class: doorbell, attributes: {event_types: [press, hold]}}
  - {id: text.note, name: Note, attributes: {min: 1, max: 20}}
  - {id: update.lamp, name: Lamp, attributes: {latest_version: 1.1.0, title: Lamp firmware}}
"""
)


@dataclass
class Both:
    """The devices and the home that shows them."""

    devices: VirtualHome
    home: Home
    hub: MqttIntegration

    def do(self, entity: str, action: str, **data: object) -> None:
        command = parse_command(action, data)
        check(command, self.home.entity(entity), self.home.state(entity))
        self.hub.send(EntityId(entity), command, Context())

    def state(self, entity: str) -> str:
        return self.home.state(entity).state

    def told(self, entity: str, name: str) -> object:
        return self.home.state(entity).attributes.get(name)


@pytest.fixture
async def both(broker: Mosquitto) -> AsyncIterator[Both]:
    home = Home()
    async with (
        MqttIntegration(home, MqttConfig(port=broker.port)) as hub,
        VirtualHome(INVENTORY, port=broker.port, pace=QUICK) as devices,
    ):
        await until(lambda: len(home.entities) == 3 and home.state("update.lamp").state == "on")
        yield Both(devices, home, hub)


async def test_a_bell_rings_as_often_as_it_is_pressed(both: Both) -> None:
    rung: list[object] = []
    both.home.listen(
        lambda event: (
            rung.append(event.new.attributes["event_type"])
            if isinstance(event, StateReported)
            and event.changed
            and event.new.entity_id == "event.bell"
            else None
        )
    )
    for kind in ("press", "press", "hold"):
        both.devices.poke("event.bell", event_type=kind)
    await until(lambda: len(rung) == 3)
    assert rung == ["press", "press", "hold"]
    assert both.home.entity("event.bell").device_class == "doorbell"


async def test_a_note_is_written(both: Both) -> None:
    both.do("text.note", "text.set_value", value="back at six")
    await until(lambda: both.state("text.note") == "back at six")
    assert both.devices.state_of("text.note").state == "back at six"


async def test_firmware_is_installed(both: Both) -> None:
    progress: list[object] = []
    both.home.listen_reports(
        EntityId("update.lamp"),
        lambda event: progress.append(event.new.attributes.get("update_percentage")),
    )
    both.do("update.lamp", "update.install")
    await until(lambda: both.state("update.lamp") == "off")
    assert both.told("update.lamp", "installed_version") == "1.1.0"
    assert both.told("update.lamp", "title") == "Lamp firmware"
    assert {0, 30, 60, 90} <= set(progress)
    assert both.told("update.lamp", "in_progress") is False
