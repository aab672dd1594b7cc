"""A Hue bridge of each test's own, and a home that adopted it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from integrations.hue.maker import HueMaker
from tests.support.hue.bridge import HueBridge, serving
from tests.support.maker_home import MakerHome, adopted


@pytest_asyncio.fixture
async def bridge(tmp_path: Path) -> AsyncIterator[HueBridge]:
    async with serving(HueBridge(), tmp_path) as served:
        yield served


@pytest_asyncio.fixture
async def it(bridge: HueBridge) -> AsyncIterator[MakerHome]:
    async with adopted(HueMaker(), bridge.data, unique_id="001788fffe23bfc2") as home:
        yield home
