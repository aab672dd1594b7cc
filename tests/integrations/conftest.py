"""A private mosquitto for each test: retained messages must not leak from one to the next."""

from collections.abc import Iterator

import pytest

from tests.support.mosquitto import Mosquitto


@pytest.fixture
def mosquitto() -> Iterator[Mosquitto]:
    """Run a broker of the test's own."""
    with Mosquitto() as broker:
        yield broker
