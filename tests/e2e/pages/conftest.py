"""A demo hub and a house with one of everything, each one a module, and windows on them."""

import base64
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import paho.mqtt.publish
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.support.browser import Page, browse
from tests.support.mosquitto import Mosquitto
from tests.support.page import open_browser
from tests.support.running_hub import RunningHub

LIGHT = "light.kitchen_ceiling"
HOUSE = Path(__file__).parent / "house.yaml"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def page_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """Run the demo without its model: its home, its rules and its sentences."""
    with RunningHub(tmp_path_factory.mktemp("page") / "hub", "--no-model") as hub:
        hub.wait_for(LIGHT, "on", "off")
        yield hub


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """Start Chromium, for one test."""
    async with open_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """A hub without its model, and its devices, a camera among them."""
    folder = tmp_path_factory.mktemp("house") / "hub"
    with Mosquitto() as broker:
        add_camera(broker.port)
        options = ("--mqtt", f"127.0.0.1:{broker.port}", "--no-model", "--inventory", str(HOUSE))
        with RunningHub(folder, *options) as hub:
            hub.wait_for("sensor.low", "7")
            hub.wait_for("light.full", "on")
            hub.wait_for("camera.porch", "idle")
            yield hub


def add_camera(port: int) -> None:
    """Announce a camera, with the picture that it took last."""
    device = {"identifiers": ["porch"], "name": "Porch", "suggested_area": "Hall"}
    config = {"name": None, "unique_id": "porch", "topic": "porch/still", "device": device}
    for topic, payload in (
        ("homeassistant/camera/porch/config", json.dumps(config)),
        ("porch/still", PNG),
    ):
        paho.mqtt.publish.single(
            topic, payload, qos=1, retain=True, hostname="127.0.0.1", port=port
        )


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """One tab, in which nothing may go wrong unnoticed."""
    async with browse(tmp_path / "profile") as page:
        yield page
        assert page.problems == []
