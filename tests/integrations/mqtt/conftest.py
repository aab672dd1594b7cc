"""A broker, a home with the integration on it, and a device written by hand."""

from collections.abc import AsyncIterator, Iterator

import pytest

from hub.home.home import Home
from integrations.mqtt.integration import MqttIntegration
from integrations.mqtt.mqtt_config import MqttConfig
from tests.integrations.mqtt.handmade import Handmade
from tests.support.mosquitto import Mosquitto


@pytest.fixture
def broker() -> Iterator[Mosquitto]:
    with Mosquitto() as broker:
        yield broker


@pytest.fixture
def home() -> Home:
    return Home()


@pytest.fixture
async def hub(broker: Mosquitto, home: Home) -> AsyncIterator[MqttIntegration]:
    async with MqttIntegration(home, MqttConfig(port=broker.port)) as hub:
        yield hub


@pytest.fixture
async def device(broker: Mosquitto, home: Home, hub: MqttIntegration) -> AsyncIterator[Handmade]:
    async with Handmade(broker.port, home, hub) as device:
        yield device
