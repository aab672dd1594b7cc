"""One demo hub a module, and windows on it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.support.page import open_browser
from tests.support.running_hub import RunningHub

LIGHT = "light.kitchen_ceiling"


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
