"""Announcements of real models of Tasmota's, and what they say, as the firmware documents both."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.home.home import Home
from hub.home.ids import EntityId
from integrations.mqtt.connection import Connection
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from integrations.mqtt.tasmota.config import TasmotaConfig, read_config
from tests.integrations.mqtt.handmade import until
from tests.support.mosquitto import Mosquitto

FIXTURES = Path(__file__).parents[2] / "fixtures" / "tasmota"
MODELS = {file.stem: json.loads(file.read_bytes()) for file in sorted(FIXTURES.glob("*.json"))}


@pytest.fixture
async def air(broker: Mosquitto, hub: MqttIntegration) -> AsyncIterator[Connection]:
    """What devices speak into."""
    async with Connection(MqttConfig(port=broker.port, discovery_prefix="air")) as connection:
        await until(lambda: connection.connected and hub.connected, "a connection")
        yield connection


@pytest.mark.parametrize("name", MODELS)
async def test_a_model_is_understood(name: str, home: Home, air: Connection) -> None:
    model = MODELS[name]
    device = read_config(json.dumps(model["config"]).encode())

    def say(topic: str, what: Any) -> None:
        text = what if isinstance(what, str) else json.dumps(what)
        air.publish(topic, text, sender="device", retain=True)

    _report(device, model, say)
    for what in ("config", "sensors"):
        say(f"tasmota/discovery/{device.mac}/{what}", model[what])
    shows = model["shows"]

    def is_so() -> bool:
        found = {key: home.states.get(EntityId(key)) for key in shows}
        return all(state is not None and state.state == shows[key] for key, state in found.items())

    try:
        await until(is_so)
    except AssertionError:
        told = {key: state.state for key, state in home.states.items()}
        raise AssertionError(f"expected {shows}, not {told}") from None
    assert len({entity.device_id for entity in home.entities.values()}) == 1


def _report(device: TasmotaConfig, model: dict[str, Any], say: Any) -> None:
    say(device.tele("LWT"), "Online")
    say(device.tele("STATE"), model["state"])
    say(device.tele("SENSOR"), model["sensors"]["sn"])
